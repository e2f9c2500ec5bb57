/** The client of the HTTP API: what fails for a moment is sent again, answers are checked, errors are coded. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { isErrorCode, PipelineError } from '../shared/errors.ts';
import type { ApiConnection } from './connection.ts';
import { exchange, type Request, type Response } from './exchange.ts';

/** A call that may be repeated without harm. `body` is made anew for every attempt. */
export interface Call {
  method: Request['method'];
  path: string;
  headers?: Record<string, string>;
  body?: () => Promise<Pick<Request, 'body'> & { contentType: string }>;
}

/** A body of JSON. */
export const json = (value: unknown) => async () => ({ contentType: 'application/json', body: JSON.stringify(value) });

export interface Api {
  call<S extends z.ZodType>(call: Call, schema: S): Promise<z.output<S>>;
  get<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>>;
  /** All items of a list, page by page, in its order. */
  list<S extends z.ZodType>(path: string, item: S): AsyncGenerator<z.output<S>>;
}

/** A short list as an array. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

type Attempt = { answer: unknown } | { failure: PipelineError; again: boolean; afterMs?: number | undefined };

const attempts = 5;
const pageSize = 1_000;

/** What the server says when it cannot do something (RFC 9457). */
const problemSchema = z.object({ code: z.string(), detail: z.string().optional() });

/** Throws the code of the server's problem, or `X_API` when there is no answer, or none we understand. */
export function createApi({ url, key }: ApiConnection): Api {
  const call: Api['call'] = async (request, schema) => {
    for (let count = 1; ; count += 1) {
      const attempt = await send(url, key, request);
      if ('answer' in attempt) return checked(attempt.answer, schema, request);
      if (!attempt.again || count === attempts) throw attempt.failure;
      await sleep(attempt.afterMs ?? 100 * 2 ** count * (0.5 + Math.random()));
    }
  };
  const get: Api['get'] = (path, schema) => call({ method: 'GET', path }, schema);
  return {
    call,
    get,
    async *list(path, item) {
      const page = z.object({ items: z.array(item), nextCursor: z.string().nullish() });
      const query = `${path}${path.includes('?') ? '&' : '?'}limit=${pageSize}`;
      let cursor: string | null | undefined;
      do {
        const after: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
        const { items, nextCursor } = await get(`${query}${after}`, page);
        yield* items;
        cursor = nextCursor;
      } while (cursor);
    },
  };
}

async function send(url: string, key: string, { method, path, headers, body: makeBody }: Call): Promise<Attempt> {
  const { contentType, body } = (await makeBody?.()) ?? {};
  const request = {
    method,
    headers: { authorization: `Bearer ${key}`, ...headers, ...(contentType && { 'content-type': contentType }) },
    body,
  };
  let response: Response;
  try {
    response = await exchange(`${url}${path}`, request);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : String(cause);
    return { failure: new PipelineError('X_API', `no answer from ${url}: ${reason}`, { cause }), again: true };
  }
  const type = response.headers['content-type'] ?? '';
  // A refused upload is an answer too, with a status of its own.
  if (type.startsWith('application/json')) return { answer: JSON.parse(response.text) };
  return {
    failure: failureOf(response.status, type, response.text),
    again: [429, 502, 503, 504].includes(response.status),
    afterMs: retryAfterMs(response),
  };
}

function failureOf(status: number, type: string, text: string): PipelineError {
  const problem = type.startsWith('application/problem+json') ? problemSchema.parse(JSON.parse(text)) : undefined;
  if (problem && isErrorCode(problem.code))
    return new PipelineError(problem.code, problem.detail ?? `status ${status}`);
  return new PipelineError('X_API', `an answer that is not of this API: status ${status}`);
}

/** The header in seconds, as our own server sends it (RFC 9110, section 10.2.3). */
function retryAfterMs({ headers }: Response): number | undefined {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.min(seconds, 30) * 1_000 : undefined;
}

function checked<S extends z.ZodType>(answer: unknown, schema: S, { method, path }: Call): z.output<S> {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const paths = parsed.error.issues.map(issue => issue.path.join('.') || issue.code).join(', ');
  throw new PipelineError(
    'X_API',
    `${method} ${path.split('?')[0]}: unexpected answer (${paths}); do the versions match?`,
  );
}
