import { expect } from 'chai';
import { findMentions } from './engine.ts';

const judges = (text: string) =>
  findMentions(text)
    .filter(({ type }) => type === 'JUDGE')
    .map(({ value, start, end }) => [value, text.slice(start, end)]);

describe('names of judges', () => {
  const found: [string, string[]][] = [
    ['SELYA, Circuit Judge. This appeal', ['Selya']],
    ['GORMAN, Appellate Immigration Judge: In', ['Gorman']],
    ['in which Judge King joined', ['King']],
    ['an Immigration Judge granted, and the Judge Advocate agreed', []],
    ['Before Howard, Chief Judge, Selya and Barron, Circuit Judges.', ['Howard', 'Selya', 'Barron']],
    ['Before: WALLACE, TASHIMA, and WARDLAW, Circuit Judges.', ['Wallace', 'Tashima', 'Wardlaw']],
    ['Before JOAN BETH TARBOX, PRICE and BLACK, Circuit Judges', ['Joan Beth Tarbox', 'Price', 'Black']],
    ['BEFORE: SMITH, P.J., JONES and BROWN, JJ.', ['Smith', 'Jones', 'Brown']],
    ['Present: Kelsey, McClanahan and Senior Judge Willis', ['Kelsey', 'McClanahan', 'Willis']],
    ['in which SCALIA, KAGAN, and ALITO, JJ., joined', ['Scalia', 'Kagan', 'Alito']],
    ['JUSTICE SOTOMAYOR delivered the opinion', ['Sotomayor']],
    ['Opinion of the Court by Justice Hathaway.', ['Hathaway']],
    ['Justices Thomas and Alito dissented', ['Thomas', 'Alito']],
    ['Presiding Judge Marshall L. Davidson, III, delivered', ['Marshall L. Davidson, III']],
    ['Judge: Maria Lopez\nDept. 5', ['Maria Lopez']],
    ['Assigned to: Judge Richard J. Tanner\n', ['Richard J. Tanner']],
    ['_______\nDAVID G. CAMDEN\n        United States District Judge', ['David G. Camden']],
    ['the Honorable Deborah J. Alessi', ['Deborah J. Alessi']],
  ];
  for (const [text, expected] of found) {
    it(`finds ${expected.join(', ')} in ${JSON.stringify(text)}`, () => {
      expect(judges(text).map(([value]) => value)).to.deep.equal(expected);
    });
  }

  it('leaves titles outside', () => {
    expect(judges('Before Chief Judge Howard and Judges Selya and Lynch')).to.deep.equal([
      ['Howard', 'Howard'],
      ['Selya', 'Selya'],
      ['Lynch', 'Lynch'],
    ]);
  });

  for (const text of [
    'Before the hearing, John Smith told the judges of it.',
    'No. 2:15-cv-01739-DGC',
    'the Honorable Ann Carver, Mayor of Springfield',
    'Judges of the District Court',
    'Justice Department lawyers',
    'The Chief Justice of the United States',
  ]) {
    it(`finds none in ${text}`, () => expect(judges(text)).to.deep.equal([]));
  }
});
