/** Asks the engines for a page one after the other, until one reads it. */
import type { EngineCalls } from '../../shared/engine-calls.ts';
import { PipelineError } from '../../shared/errors.ts';
import { isOutage } from '../../shared/outage.ts';
import { composePage } from './compose.ts';
import type { InkedPicture, OcrEngine, Recognized } from './engines/engine.ts';
import type { ReadPage, TriedEngine } from './page.ts';
import type { OcrRequest } from './readers/pdf.ts';

/** No engine read the page: what the last one said, and what was tried before it. */
export class AllRefused extends Error {
  readonly last: PipelineError;
  readonly engine: string;
  readonly tried: TriedEngine[];

  constructor(last: PipelineError, engine: string, tried: TriedEngine[]) {
    super('no engine read the page', { cause: last });
    this.last = last;
    this.engine = engine;
    this.tried = tried;
  }
}

/**
 * The page as the first engine reads it whose reading is accepted; `tried` names those before it. An engine that asks to wait
 * is waited for: its error goes through, as does an aborted task's. Rejects with {@link AllRefused} when the last engine fails;
 * a page that the last engine finds nothing on comes back as missing.
 */
export async function readInTurn(
  engines: readonly OcrEngine[],
  request: OcrRequest,
  picture: InkedPicture,
  calls: EngineCalls,
): Promise<ReadPage> {
  const tried: TriedEngine[] = [];
  const before = () => (tried.length > 0 ? { tried: [...tried] } : {});
  for (const [index, engine] of engines.entries()) {
    const isLast = index === engines.length - 1;
    try {
      const seen = await engine.recognize(picture, calls);
      if (seen.isUnplaced) refuseWithoutLayer(request, seen, engine.name);
      const page = composePage(request, seen, engine, picture.ink);
      if (page.state !== 'missing' || isLast) return { ...page, ...before() };
      tried.push({ engine: engine.name, code: page.errorCode ?? 'I_NO_TEXT' });
    } catch (thrown) {
      if (!(thrown instanceof PipelineError) || isOutage(thrown) || calls.signal.aborted) throw thrown;
      if (isLast) throw new AllRefused(thrown, engine.name, tried);
      tried.push({ engine: engine.name, code: thrown.code });
    }
  }
  throw new TypeError('no engine for OCR');
}

/** Words of the text layer that a reading must have, too; short ones prove nothing, and models mend a letter here and there. */
const leastShared = 0.6;

/** What stands in a good text layer is on the page: a reading without it has left out at least that. */
function refuseWithoutLayer({ words }: OcrRequest, { lines }: Recognized, engine: string): void {
  const letters = (texts: string[]) => texts.flatMap(text => text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? []);
  const layer = letters(words.map(word => word.text));
  const read = new Set(letters(lines.flatMap(line => line.words.map(word => word.text))));
  const shared = layer.filter(word => read.has(word)).length;
  if (shared >= leastShared * layer.length) return;
  const message = `the reading of the page has ${shared} of ${layer.length} words of its text layer`;
  throw new PipelineError('X_ENGINE_ANSWER', message, { engine });
}
