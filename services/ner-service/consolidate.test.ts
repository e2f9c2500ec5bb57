import { expect } from 'chai';
import { consolidate } from './consolidate.ts';
import { findMentions } from './engines/rules/engine.ts';

const named = (text: string) => {
  const found = findMentions(text).map(mention => ({ ...mention, chunk: 0 }));
  const chunks = [{ start: 0, end: text.length, tokens: 1, kind: 'text' as const, headingPath: [] }];
  return consolidate(text, chunks, found, {}).map(({ type, value, start, end }) => [
    type,
    value,
    text.slice(start, end),
  ]);
};

describe('consolidate', () => {
  it('leaves the letter of a heading out of a name the document has without it', () => {
    expect(named('A hospital of Kilgore LLC was built.\n\nB. Kilgore LLC\n\nIt was sold.')).to.deep.equal([
      ['ORGANIZATION', 'Kilgore LLC', 'Kilgore LLC'],
      ['ORGANIZATION', 'Kilgore LLC', 'Kilgore LLC'],
    ]);
    expect(named('\nB. Kilgore LLC sued.')).to.deep.equal([['ORGANIZATION', 'B. Kilgore LLC', 'B. Kilgore LLC']]);
  });

  it('takes a company for no person where its legal form is left out', () => {
    expect(named('C. R. Bard, Inc. makes filters. So did C. R. Bard before.')).to.deep.equal([
      ['ORGANIZATION', 'C. R. Bard, Inc.', 'C. R. Bard, Inc.'],
      ['ORGANIZATION', 'C. R. Bard, Inc.', 'C. R. Bard'],
    ]);
  });
});
