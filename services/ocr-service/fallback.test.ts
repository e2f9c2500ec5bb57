import { expect } from 'chai';
import { directCalls } from '../../shared/engine-calls.ts';
import { type ErrorCode, PipelineError } from '../../shared/errors.ts';
import type { InkedPicture, OcrEngine, Recognized } from './engines/engine.ts';
import { AllRefused, readInTurn } from './fallback.ts';
import { type Box, lineText } from './page.ts';
import type { OcrRequest } from './readers/pdf.ts';

const request: OcrRequest = {
  ...{ pageNumber: 1, widthPt: 612, heightPt: 792, fault: 'none' },
  ...{ words: [], furniture: [], warnings: [] },
};
const ink = { columns: 8, rows: 8, shares: Buffer.alloc(64).toString('base64') };
const picture: InkedPicture = { path: 'none', width: 100, height: 100, dpi: 100, ink };
const calls = directCalls(new AbortController().signal);

const word = { text: 'read', box: [0.1, 0.1, 0.1, 0.02] as Box, confidence: 90 };
const page: Recognized = {
  lines: [{ words: [word], opens: true, turn: 0, size: 0.02 }],
  ...{ turn: 0, confidence: 0.9 },
};
const nothing: Recognized = { lines: [], turn: 0 };

const engine = (name: string, answer: Recognized | ErrorCode): OcrEngine => ({
  ...{ name, model: 'model', version: '1' },
  recognize: async () => {
    if (typeof answer === 'string') throw new PipelineError(answer, 'told to fail', { engine: name });
    return answer;
  },
});

const failure = (engines: OcrEngine[], lent = calls) =>
  readInTurn(engines, request, picture, lent).then(
    () => undefined,
    thrown => thrown,
  );

describe('readInTurn', () => {
  it('takes the first engine that reads the page and names those before it', async () => {
    const engines = [engine('a', 'X_ENGINE_ANSWER'), engine('b', nothing), engine('c', page), engine('d', page)];
    const read = await readInTurn(engines, request, picture, calls);
    expect(read).to.deep.include({
      ...{ state: 'text', engine: 'c' },
      tried: [
        { engine: 'a', code: 'X_ENGINE_ANSWER' },
        { engine: 'b', code: 'I_NO_TEXT' },
      ],
    });
    expect(read.lines.map(lineText)).to.deep.equal(['read']);
  });

  it('says nothing of engines when the first one reads the page', async () => {
    expect(await readInTurn([engine('a', page)], request, picture, calls)).not.to.have.property('tried');
  });

  it('waits for an engine that asks to wait', async () => {
    expect(await failure([engine('a', 'X_ENGINE_BUSY'), engine('b', page)])).to.include({ code: 'X_ENGINE_BUSY' });
  });

  it('tries no other engine once the task was aborted', async () => {
    const lent = directCalls(AbortSignal.abort());
    expect(await failure([engine('a', 'X_TIMEOUT'), engine('b', page)], lent)).to.include({ code: 'X_TIMEOUT' });
  });

  it('gives the code of the last engine when all fail', async () => {
    const thrown = await failure([engine('a', 'I_ENGINE_ACCESS'), engine('b', 'I_ENGINE_REFUSED')]);
    expect(thrown).to.be.instanceOf(AllRefused);
    expect(thrown).to.deep.include({ engine: 'b', tried: [{ engine: 'a', code: 'I_ENGINE_ACCESS' }] });
    expect(thrown.last).to.include({ code: 'I_ENGINE_REFUSED' });
  });

  it('leaves a page missing that the last engine finds nothing on', async () => {
    const read = await readInTurn([engine('a', 'X_ENGINE_FAILED'), engine('b', nothing)], request, picture, calls);
    expect(read).to.deep.include({
      ...{ state: 'missing', errorCode: 'I_NO_TEXT' },
      tried: [{ engine: 'a', code: 'X_ENGINE_FAILED' }],
    });
  });

  it('takes no reading without places that lacks the words of the text layer', async () => {
    const words = ['Confidential', 'deposition', 'transcript'].map(text => ({
      ...word,
      text,
      turn: 0 as const,
      size: 10,
    }));
    const withLayer: OcrRequest = { ...request, fault: 'picture', words };
    const written = (texts: string[]): Recognized => ({
      lines: texts.map(text => ({ words: [{ text, box: [0, 0, 0, 0] }], opens: true, turn: 0, size: 0 })),
      ...{ turn: 0, isUnplaced: true },
    });
    const short = engine('a', written(['Confidential', 'photograph']));
    const whole = engine('b', written(['Confidential', 'deposition', 'transcrlpt', 'photograph']));
    const read = await readInTurn([short, whole], withLayer, picture, calls);
    expect(read).to.deep.include({ engine: 'b', tried: [{ engine: 'a', code: 'X_ENGINE_ANSWER' }] });
    expect(read).not.to.have.property('confidence');
  });
});
