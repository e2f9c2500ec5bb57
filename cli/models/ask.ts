/** Asks for a file at one of the places of the catalogue, and at no other, wherever it is sent from there. */
import { PipelineError } from '../../shared/errors.ts';

const mostRedirects = 5;
/** For the head of an answer. */
const answerMs = 30_000;

export interface Asked {
  answer: Response;
  /** What the first host says the SHA-256 of the file is; null if it says nothing. Hugging Face does of its large files. */
  published: string | null;
}

/**
 * The answer with its body unread. Redirects are followed as far as they stay within `origins`. No credentials are sent, and no
 * proxy is used. Throws `X_MODEL_SOURCE`.
 */
export async function ask(
  start: string,
  headers: Record<string, string>,
  origins: readonly string[],
  signal: AbortSignal,
): Promise<Asked> {
  let url = new URL(start);
  let published: string | null = null;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    if (!isAllowed(url, origins)) throw sourceError(`${url.origin} is not a place of the catalogue`);
    const answer = await send(url, headers, signal);
    published ??= sha256In(answer.headers.get('x-linked-etag'));
    const location = answer.headers.get('location');
    if (answer.status < 300 || answer.status > 399 || !location) return { answer, published };
    await answer.body?.cancel();
    if (!URL.canParse(location, url.href)) throw sourceError(`${url.host} sends on to what is no address`);
    url = new URL(location, url);
  }
  throw sourceError(`${url.host} sends on more than ${mostRedirects} times`);
}

async function send(url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error('late')), answerMs);
  try {
    return await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.any([signal, late.signal]) });
  } catch (thrown) {
    signal.throwIfAborted();
    const { cause } = thrown as Error & { cause?: NodeJS.ErrnoException };
    const why = late.signal.aborted ? `no answer within ${answerMs / 1_000} s` : (cause?.code ?? 'no connection');
    throw sourceError(`${url.host} is not within reach (${why}); is there a network?`, thrown);
  } finally {
    clearTimeout(timer);
  }
}

/** An origin of the list, or a host below one that begins with `*.`, with the same scheme. */
export function isAllowed(url: URL, origins: readonly string[]): boolean {
  return origins.some(origin => {
    if (!origin.includes('://*.')) return url.origin === origin;
    const [scheme = '', host = ''] = origin.split('://*');
    return url.protocol === `${scheme}:` && url.port === '' && url.hostname.endsWith(host);
  });
}

export const sourceError = (message: string, cause?: unknown): PipelineError =>
  new PipelineError('X_MODEL_SOURCE', message, { cause });

function sha256In(etag: string | null): string | null {
  const value = etag?.replaceAll('"', '').toLowerCase() ?? '';
  return /^[0-9a-f]{64}$/.test(value) ? value : null;
}
