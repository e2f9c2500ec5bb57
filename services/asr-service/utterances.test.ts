import { expect } from 'chai';
import type { Window } from './speech.ts';
import { timeUtterances } from './utterances.ts';

const window: Window = {
  sound: [10_000, 20_000],
  speech: [
    [10_000, 14_000],
    [16_000, 20_000],
  ],
  isClear: true,
};
const usage = { requests: 1 };
const heard = (...pieces: [text: string, fromMs: number, toMs: number, confidence?: number][]) => ({
  text: pieces.map(([text]) => text).join(' '),
  pieces: pieces.map(([text, fromMs, toMs, confidence]) => ({ text, fromMs, toMs, ...(confidence && { confidence }) })),
  usage,
});

describe('utterances', () => {
  it('have the times of the speech when the engine gives none', () => {
    const { utterances } = timeUtterances({ text: ' So help\r\nyou God? ', pieces: [], usage }, window);
    expect(utterances).to.deep.equal([{ text: 'So help you God?', startMs: 10_000, endMs: 20_000 }]);
  });

  it('end with a sentence or a pause, and keep to where somebody speaks', () => {
    const { utterances, refused } = timeUtterances(
      heard(
        ['Do you swear', 0, 1_500, 0.8],
        ['to tell the truth?', 1_500, 5_000, 0.6],
        ['I do', 5_500, 8_000],
        ['now.', 9_500, 10_000],
      ),
      window,
    );
    expect(utterances).to.deep.equal([
      { text: 'Do you swear to tell the truth?', startMs: 10_000, endMs: 14_000, confidence: 0.68 },
      { text: 'I do', startMs: 16_000, endMs: 18_000 },
      { text: 'now.', startMs: 19_500, endMs: 20_000 },
    ]);
    expect(refused).to.equal(0);
  });

  it('leave out what an engine puts where nobody speaks', () => {
    const { utterances, refused } = timeUtterances(heard(['Yes.', 0, 2_000], ['Thank you.', 4_200, 5_800]), window);
    expect(utterances.map(({ text }) => text)).to.deep.equal(['Yes.']);
    expect(refused).to.equal(1);
  });

  it('are one for the window of clear speech when all pieces are put where nobody speaks', () => {
    const elsewhere = heard(['So help', 4_200, 5_000], ['me God.', 5_000, 5_800]);
    expect(timeUtterances(elsewhere, window)).to.deep.equal({
      utterances: [{ text: 'So help me God.', startMs: 10_000, endMs: 20_000 }],
      refused: 0,
    });
    expect(timeUtterances(elsewhere, { ...window, isClear: false })).to.deep.equal({ utterances: [], refused: 2 });
  });

  it('are one for the window when times or words of the pieces do not add up', () => {
    const wrong = [
      heard(['Yes.', 0, 0], ['No.', 0, 0]),
      heard(['Yes.', 5_000, 6_000], ['No.', 1_000, 2_000]),
      { ...heard(['Yes.', 0, 1_000]), text: 'Yes. No.' },
    ];
    for (const answer of wrong) {
      expect(timeUtterances(answer, window).utterances).to.deep.equal([
        { text: answer.text, startMs: 10_000, endMs: 20_000 },
      ]);
    }
  });
});
