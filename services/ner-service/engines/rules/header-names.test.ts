import { expect } from 'chai';
import { findMentions } from './engine.ts';

const people = (text: string) =>
  findMentions(text)
    .filter(({ type }) => type === 'PERSON')
    .map(({ value, start, end }) => [value, text.slice(start, end)]);

describe('names in headers', () => {
  it('are read surname first and given name first, beside addresses', () => {
    const text =
      'From: Hadlock, John [mailto:j.hadlock@example.com]\nTo: Jane Tarbox <jane@example.com>; O’Neill, Robert A.\nCc: Nguyen, Thi Minh\nSubject: Draft Agreement\n';
    expect(people(text)).to.deep.equal([
      ['John Hadlock', 'Hadlock, John'],
      ['Jane Tarbox', 'Jane Tarbox'],
      ["Robert A. O'Neill", 'O’Neill, Robert A.'],
      ['Thi Minh Nguyen', 'Nguyen, Thi Minh'],
    ]);
  });

  it('are read in lists that go on below, without indent after a semicolon', () => {
    const text = "To: 'a@example.com'; Gadd, Eric;\nHolm, Marty; 'b@example.com'\nCc: Ellwood, John\n";
    expect(people(text).map(([value]) => value)).to.deep.equal(['Eric Gadd', 'Marty Holm', 'John Ellwood']);
  });

  it('are read in notices of the federal courts', () => {
    expect(people('was entered by Hadlock, Scott on 10/9/2022 at 3:04 PM')).to.deep.equal([
      ['Scott Hadlock', 'Hadlock, Scott'],
    ]);
  });

  for (const text of [
    'To: Human Resources; Accounts Payable',
    'From: Legal Department\n',
    'To: All Staff',
    'Cc: File',
  ]) {
    it(`finds no person in ${JSON.stringify(text)}`, () => expect(people(text)).to.deep.equal([]));
  }
});

describe('names with the surname first', () => {
  it('are those of East Asia', () => {
    expect(people('and Nguyen Van Thieu met Park Geun-hye and Zhang Xiaoming there')).to.deep.equal([
      ['Nguyen Van Thieu', 'Nguyen Van Thieu'],
      ['Park Geun-hye', 'Park Geun-hye'],
      ['Zhang Xiaoming', 'Zhang Xiaoming'],
    ]);
  });

  for (const text of ['Park Avenue', 'Sun Country', 'the Long March', 'Li Battery', 'Moon River']) {
    it(`are none in ${text}`, () => expect(people(text)).to.deep.equal([]));
  }
});
