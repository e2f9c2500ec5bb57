import { expect } from 'chai';
import fc from 'fast-check';
import { cleanText } from '../../../../shared/text/clean.ts';
import { append, cleanOffsets, finishDraft, newDraft } from './block.ts';

/** Pieces that melt together under NFC when they meet, or have a length that changes. */
const piece = fc.array(
  fc.constantFrom(
    'a',
    'e',
    '\u0301',
    '\u0308',
    ' ',
    '\u1100',
    '\u1161',
    '\u11a8',
    '𝒜',
    '\u0958',
    '\u212b',
    '\ufb1d',
    '\r\n',
    '.',
  ),
  { maxLength: 5 },
);

describe('finishDraft', () => {
  it('gives clean text, and spans that lie in it and hold what they held', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom('', '2.1 ', '(a)'), (pieces, prefix) => {
        const draft = newDraft();
        const values = pieces.map(() => ({}));
        pieces.forEach((characters, at) => {
          append(draft, characters.join(''), [{ layer: 'changes', value: values[at] ?? {} }]);
        });
        const raw = draft.text;
        const { text, spans } = finishDraft(draft, prefix);
        expect(cleanText(text)).to.equal(text);
        expect(text).to.equal(cleanText(prefix + cleanText(raw).trim()).trimEnd());
        const ends = spans.flatMap(({ start, end }) => [start, end]);
        expect(ends).to.deep.equal([...ends].sort((a, b) => a - b));
        expect(ends.at(-1) ?? 0).to.be.at.most(text.length);
      }),
      { numRuns: 300 },
    );
  });

  it('moves an offset between characters that become one before both', () => {
    expect([...cleanOffsets('xe\u0301y', [1, 2, 3, 4])]).to.deep.equal([
      [1, 1],
      [2, 1],
      [3, 2],
      [4, 3],
    ]);
  });

  it('takes time in proportion to the text, also where every run ends in an accent', () => {
    const draft = newDraft();
    for (let at = 0; at < 30_000; at++) append(draft, 'e\u0301', [{ layer: 'changes', value: {} }]);
    const { text, spans } = finishDraft(draft);
    expect(text.length).to.equal(30_000);
    expect(spans.every(({ start, end }, at) => start === at && end === at + 1)).to.equal(true);
  }).timeout(4_000);
});
