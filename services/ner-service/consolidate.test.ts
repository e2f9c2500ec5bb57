import { expect } from 'chai';
import fc from 'fast-check';
import { consolidate } from './consolidate.ts';
import { findMentions } from './engines/rules/engine.ts';
import { findAgain } from './engines/rules/find-again.ts';

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
  it('keeps mentions in order, apart and within the text, whatever that is', () => {
    const word = fc.oneof(
      fc.constantFrom(
        ...'Ann Roe Corvane Systems, Inc. ("Corvane") (the “Company”) v. Plaintiff, Judge Poe 1 F.3d 2 (1990) Id. supra, at \n and'.split(
          ' ',
        ),
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), words => {
        const text = words.join(' ');
        const found = findMentions(text).map(mention => ({ ...mention, chunk: 0 }));
        const chunks = [{ start: 0, end: text.length, tokens: 1, headingPath: [], kind: 'text' as const }];
        let end = 0;
        for (const mention of consolidate(text, chunks, found, { findAgain })) {
          expect(mention.start).to.be.at.least(end);
          expect(mention.end).to.be.within(mention.start + 1, text.length);
          expect(mention.value).not.to.equal('');
          end = mention.end;
        }
      }),
      { numRuns: 200 },
    );
  });

  it('leaves the letter of a heading out of a name the document has without it', () => {
    expect(named('A hospital of Kilgore LLC was built.\n\nB. Kilgore LLC\n\nIt was sold.')).to.deep.equal([
      ['ORGANIZATION', 'Kilgore LLC', 'Kilgore LLC'],
      ['ORGANIZATION', 'Kilgore LLC', 'Kilgore LLC'],
    ]);
    expect(named('\nB. Kilgore LLC sued.')).to.deep.equal([['ORGANIZATION', 'B. Kilgore LLC', 'B. Kilgore LLC']]);
  });

  it('takes the given name beside a surname into the mention of one named in full elsewhere', () => {
    const text = 'Scott Drury sued. It was entered, by Drury, Scott, today. Drury won.';
    const found = findAgain(text, [{ type: 'PERSON', short: 'Drury', value: 'Scott Drury' }]);
    const written = found.map(({ start, end }) => text.slice(start, end));
    expect(written).to.deep.equal(['Scott Drury', 'Drury, Scott', 'Drury']);
  });

  it('takes a company for no person where its legal form is left out', () => {
    expect(named('C. R. Bard, Inc. makes filters. So did C. R. Bard before.')).to.deep.equal([
      ['ORGANIZATION', 'C. R. Bard, Inc.', 'C. R. Bard, Inc.'],
      ['ORGANIZATION', 'C. R. Bard, Inc.', 'C. R. Bard'],
    ]);
  });
});
