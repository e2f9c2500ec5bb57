/** Asks the engines for a page one after the other, until one reads it. */
import type { EngineCalls } from '../../shared/engine-calls.ts';
import { PipelineError } from '../../shared/errors.ts';
import { isOutage } from '../../shared/outage.ts';
import { composePage } from './compose.ts';
import type { InkedPicture, OcrEngine } from './engines/engine.ts';
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
      const page = composePage(request, await engine.recognize(picture, calls), engine, picture.ink);
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
