import { expect } from 'chai';
import fc from 'fast-check';
import { splitNames } from './names.ts';

const namesIn = (text: string) => splitNames(text).map(({ start, end }) => text.slice(start, end));

const lists: [text: string, names: string[]][] = [
  ['MARTA HOLM, an individual', ['MARTA HOLM']],
  [
    'PIER ONE BOATS, INC., a Maine corporation; OLAF LIND; and DOES 1-10, inclusive',
    ['PIER ONE BOATS, INC.', 'OLAF LIND'],
  ],
  ['OLAF LIND and MARTA HOLM', ['OLAF LIND', 'MARTA HOLM']],
  ['Olaf Lind, Jr., Marta Holm, and the City of Bath', ['Olaf Lind, Jr.', 'Marta Holm', 'City of Bath']],
  ['NORTH INFORMATION SERVICES, LLC and HARBOR UNION LLC', ['NORTH INFORMATION SERVICES, LLC', 'HARBOR UNION LLC']],
  ['Lind and Holm Company, Inc., et al.', ['Lind and Holm Company, Inc.']],
  ['Department of Health and Human Services', ['Department of Health and Human Services']],
  [
    'ACME WIDGETS, LLC, OLAF LIND, individually and as agent of ACME WIDGETS, LLC, and CITY OF BATH',
    ['ACME WIDGETS, LLC', 'OLAF LIND', 'CITY OF BATH'],
  ],
  ['JUNE FALK, in her official capacity as Director, Division of Parks', ['JUNE FALK']],
  ['STATE OF OHIO ex rel. MARTA HOLM', ['STATE OF OHIO', 'MARTA HOLM']],
  ['$12,500.00 IN UNITED STATES CURRENCY', ['$12,500.00 IN UNITED STATES CURRENCY']],
  ['SECRETARY OF STATE', ['SECRETARY OF STATE']],
  ['OLAF LIND, Secretary of State', ['OLAF LIND']],
  ['Harbor Widgets, LLC.', ['Harbor Widgets, LLC']],
  ['each of the investors', []],
];

describe('names in a list', () => {
  for (const [text, names] of lists) {
    it(`are ${names.length} in "${text.slice(0, 60)}"`, () => expect(namesIn(text)).to.deep.equal(names));
  }

  it('are slices in order, within the text and without white space at their ends', () => {
    const piece = fc.constantFrom(
      'Olaf Lind',
      'ACME',
      ', ',
      '; ',
      ' and ',
      'Inc.',
      ' et al.',
      '\n',
      ' as ',
      '(',
      'a b',
      ' ',
      '1',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
        const text = pieces.join('');
        let last = 0;
        for (const { start, end } of splitNames(text)) {
          expect(start).to.be.at.least(last);
          expect(text.slice(start, end).trim()).to.equal(text.slice(start, end)).and.not.equal('');
          last = end;
        }
      }),
    );
  });
});
