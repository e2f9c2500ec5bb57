import { expect } from 'chai';
import { findBates } from './bates.ts';
import { withoutOverlaps } from './found.ts';

const values = (text: string) => withoutOverlaps([...findBates(text)]).map(({ value }) => value);

describe('findBates', () => {
  const numbers: [string, string][] = [
    ['ABC000123', 'ABC000123'],
    ['ABC-000123 - 000130', 'ABC000123-ABC000130'],
    ['SMITH_00012345–SMITH_00012350', 'SMITH00012345-SMITH00012350'],
    ['BWC0001234 through BWC0001240', 'BWC0001234-BWC0001240'],
    ['Bates Nos. DEF12345-12350', 'DEF12345-DEF12350'],
    ['Bates-stamped BW 0123', 'BW0123'],
    ['JPM-SDNY-0000123', 'JPM-SDNY0000123'],
  ];
  for (const [text, value] of numbers) {
    it(`reads ${text} as ${value}`, () => expect(values(`see ${text}.`)).to.deep.equal([value]));
  }

  for (const text of [
    'Boston, MA 02139',
    'ED108783',
    'IBM 3330',
    'MDL 02641',
    'ISBN 0123456789',
    'ABC000130-XYZ000123',
    'No. 00117684624',
  ]) {
    it(`finds none in ${text}`, () => expect(values(text)).to.deep.equal([]));
  }
});
