import { expect } from 'chai';
import { findEmails, findPhones } from './contacts.ts';

describe('findEmails', () => {
  it('reads addresses in lower case, over a line break after the @', () => {
    const found = [...findEmails('to WCAppeals.Clerk@tn.gov. Or 9-FAA-SACO-AD-Inquiry@\nfaa.gov.')];
    expect(found.map(({ value }) => value)).to.deep.equal(['wcappeals.clerk@tn.gov', '9-faa-saco-ad-inquiry@faa.gov']);
  });

  it('leaves what is no address', () => {
    expect([...findEmails('a@b, @name, x@@y.com, 5 @ $3.00')]).to.deep.equal([]);
  });
});

describe('findPhones', () => {
  const numbers: [string, string][] = [
    ['Telephone: 615-253-0064', '+16152530064'],
    ['(816) 329–4148', '+18163294148'],
    ['206–231–\n3195', '+12062313195'],
    ['+1 615 253 0064', '+16152530064'],
    ['615-253-0064 ext. 12', '+16152530064;ext=12'],
    ['+41 (0)41 619 67 73', '+41416196773'],
  ];
  for (const [text, value] of numbers) {
    it(`reads ${JSON.stringify(text)} as ${value}`, () => {
      expect([...findPhones(text)].map(mention => mention.value)).to.deep.equal([value]);
    });
  }

  it('leaves dockets and rows of figures', () => {
    expect([...findPhones('2019-06-0263; 1:21-cv-01061; 411 594 5072 134')]).to.deep.equal([]);
  });
});
