import { expect } from 'chai';
import { consolidate } from './consolidate.ts';
import { findMentions } from './engines/rules/engine.ts';
import { findAgain } from './engines/rules/find-again.ts';

const namedIn = (text: string) => {
  const found = findMentions(text).map(mention => ({ ...mention, chunk: 0 }));
  const chunks = [{ start: 0, end: text.length, tokens: 1, headingPath: [], kind: 'text' as const }];
  return consolidate(text, chunks, found, { findAgain }).filter(({ type }) => /PERSON|ORGANIZATION/.test(type));
};
const rolesIn = (text: string) =>
  namedIn(text).map(({ value, properties: { role, definedAs } }) => [value, role ?? null, definedAs ?? null]);

describe('roles and defined terms', () => {
  it('are those of a preamble', () => {
    expect(
      rolesIn(
        'This Agreement is between Corvane Systems, Inc., a Delaware corporation (the “Company”), and Jane Tarbox ("Executive").',
      ),
    ).to.deep.equal([
      ['Corvane Systems, Inc.', 'Company', 'Company'],
      ['Jane Tarbox', 'Executive', 'Executive'],
    ]);
  });

  it('are those of a caption, on both sides', () => {
    const text =
      'CORVANE SYSTEMS, INC., a Delaware corporation,\n\n          Plaintiff,\n\n     v.\n\nHADLOCK MARINE LLC; and JOHN P. TARBOX, an individual,\n\n          Defendants.';
    expect(rolesIn(text)).to.deep.equal([
      ['Corvane Systems, Inc.', 'Plaintiff', null],
      ['Hadlock Marine LLC', 'Defendant', null],
      ['John P. Tarbox', 'Defendant', null],
    ]);
  });

  it('are those of loan agreements', () => {
    expect(rolesIn('among Hadlock Marine LLC, as Borrower, and Portside Bank, N.A., as Lender.')).to.deep.equal([
      ['Hadlock Marine LLC', 'Borrower', null],
      ['Portside Bank, N.A.', 'Lender', null],
    ]);
  });

  it('go to all who are named together', () => {
    expect(rolesIn('Ann Tarbox and Robert Tarbox (collectively, the "Sellers") own it.')).to.deep.equal([
      ['Ann Tarbox', 'Seller', 'Sellers'],
      ['Robert Tarbox', 'Seller', 'Sellers'],
    ]);
  });

  it('are not made of prose', () => {
    expect(rolesIn('Robert Tarbox told the police that he had never met the\nDefendant.')).to.deep.equal([
      ['Robert Tarbox', null, null],
    ]);
  });
});

describe('defined names', () => {
  const again: [string, string, string][] = [
    ['Corvane Systems, Inc. (hereinafter “Corvane”) sued. Corvane won.', 'Corvane', 'Corvane Systems, Inc.'],
    ["Corvane Systems, Inc. (the 'Corvane Parties') sued. So did Corvane Systems, Inc.", '', ''],
    [
      'C. R. Bard, Inc. and Bard Peripheral Vascular, Inc. (collectively, “Bard”) sell filters. Bard lost.',
      'Bard',
      'C. R. Bard, Inc.',
    ],
    [
      'International Fidelity Insurance Co. ("IFIC") paid. IFIC appealed.',
      'IFIC',
      'International Fidelity Insurance Co.',
    ],
    ['Corvane Systems, Inc. (the "Company") sued. The Company won.', '', ''],
    ['Brightwater Composites LLC ("BWC") paid. BWC left.', 'BWC', 'Brightwater Composites LLC'],
  ];
  for (const [text, short, value] of again) {
    it(`are ${short ? `found again: ${short}` : 'no names where they are any word'} in ${text}`, () => {
      const last = namedIn(text).filter(mention => mention.properties.shortFor);
      const expected = short ? [value] : [];
      expect([...new Set(last.map(mention => mention.value))]).to.deep.equal(expected);
      for (const { start, end } of last) expect(text.slice(start, end)).to.equal(short);
    });
  }
});
