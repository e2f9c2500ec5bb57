import { expect } from 'chai';
import { piecesOf, type Vocabulary, type Written } from './pieces.ts';

/** Words are the numbers below 100; 100 ends, 101 is a mark, times begin at 200. */
const vocabulary: Vocabulary = {
  end: 100,
  firstTime: 200,
  decode: tokens => tokens.map(token => ` ${token}`).join(''),
};
const at = (seconds: number): number => 200 + seconds * 50;
const written = (tokens: number[], over: Partial<Written> = {}): Written => ({
  ...{ tokens, logProbs: tokens.map(() => -0.5), noSpeech: undefined, ...over },
});

describe('piecesOf', () => {
  it('makes a piece of what stands between two times, with the mean likelihood of its words alone', () => {
    const tokens = [at(0), 1, 2, at(2), at(2.5), 3, at(4), 100];
    const logProbs = [-9, -1, -3, -9, -9, -0.1, -9, -9];
    const { pieces, untilMs } = piecesOf(written(tokens, { logProbs }), vocabulary, 5_000);
    expect(pieces).to.deep.equal([
      { text: ' 1 2', fromMs: 0, toMs: 2_000, confidence: Math.exp(-2) },
      { text: ' 3', fromMs: 2_500, toMs: 4_000, confidence: Math.exp(-0.1) },
    ]);
    expect(untilMs).to.equal(4_000);
  });

  it('lets what is not ended last until the sound ends', () => {
    const { pieces, untilMs } = piecesOf(written([at(1), 1, 101, 2, 100]), vocabulary, 5_000);
    expect(pieces).to.have.length(1);
    expect(pieces[0]).to.include({ text: ' 1 2', fromMs: 1_000, toMs: 5_000 });
    expect(untilMs).to.equal(5_000);
  });

  it('goes no further than the last time of an answer that was cut off, unless there is none', () => {
    const cut = piecesOf(written([at(0), 1, at(2), at(2), 2, 3]), vocabulary, 9_000);
    expect(cut.pieces.map(({ text }) => text)).to.deep.equal([' 1']);
    expect(cut.untilMs).to.equal(2_000);
    expect(piecesOf(written([at(0), 1, 1, 1]), vocabulary, 9_000)).to.deep.include({ untilMs: 9_000 });
  });

  it('leaves out words for what comes after the sound, and ends none later', () => {
    const { pieces } = piecesOf(written([at(0), 1, at(6), at(7), 2, at(9), 100]), vocabulary, 5_000);
    expect(pieces.map(({ text, toMs }) => [text, toMs])).to.deep.equal([[' 1', 5_000]]);
  });

  it('takes unlikely words for none where the model hears nobody, and only there', () => {
    const tokens = [at(0), 1, at(2), 100];
    const doubted = { logProbs: [0, -1.5, 0, 0], noSpeech: 0.9 };
    expect(piecesOf(written(tokens, doubted), vocabulary, 5_000)).to.deep.equal({ pieces: [], untilMs: 5_000 });
    expect(piecesOf(written(tokens, { ...doubted, noSpeech: 0.5 }), vocabulary, 5_000).pieces).to.have.length(1);
    expect(piecesOf(written(tokens, { noSpeech: 0.9 }), vocabulary, 5_000).pieces).to.have.length(1);
  });

  it('answers an empty answer with nothing', () => {
    expect(piecesOf(written([at(0), 100]), vocabulary, 5_000)).to.deep.equal({ pieces: [], untilMs: 5_000 });
  });
});
