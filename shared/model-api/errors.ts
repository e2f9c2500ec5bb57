/** Translates what a model server, or the way to it, answers into our codes. Nothing the server said is repeated: it may quote what was sent. */
import { APIConnectionTimeoutError, APIError } from 'openai';
import { type ErrorCode, PipelineError } from '../errors.ts';
import { AnswerTooLarge } from './bounded-fetch.ts';

/** The longest pause a server may ask for. */
const longestPauseMs = 3_600_000;

/** What fails as an error of the configured server. `stopped`: the caller's own signal ended the request. */
export function toEngineError(thrown: unknown, engine: string, stopped: boolean): PipelineError {
  if (thrown instanceof PipelineError) return thrown;
  const fail = (code: ErrorCode, message: string, retryAfterMs?: number) =>
    new PipelineError(code, message, { cause: thrown, engine, ...(retryAfterMs !== undefined && { retryAfterMs }) });
  if (stopped) return fail('X_TIMEOUT', 'the task was aborted while the engine worked');
  if (causes(thrown).some(cause => cause instanceof AnswerTooLarge))
    return fail('X_ENGINE_ANSWER', 'the answer of the engine is longer than any answer can be');
  if (thrown instanceof SyntaxError) return fail('X_ENGINE_ANSWER', 'the engine answered with broken JSON');
  if (thrown instanceof APIConnectionTimeoutError || causes(thrown).some(isTimeout))
    return fail('X_ENGINE_FAILED', 'the engine did not answer in time');
  if (thrown instanceof APIError && typeof thrown.status === 'number') {
    const { code, message, retryAfterMs } = ofStatus(thrown as APIError<number, Headers>);
    return fail(code, `${message} (HTTP status ${thrown.status})`, retryAfterMs);
  }
  return fail('X_ENGINE_FAILED', 'the engine could not be reached, or broke off');
}

interface Translated {
  code: ErrorCode;
  message: string;
  retryAfterMs?: number | undefined;
}

function ofStatus(error: APIError<number, Headers>): Translated {
  const { status, headers } = error;
  const retryAfterMs = retryAfterOf(headers);
  if (status === 402 || error.code === 'insufficient_quota')
    return { code: 'X_ENGINE_CREDIT', message: 'the account of the engine has no credit left', retryAfterMs };
  if (status === 401 || status === 403)
    return { code: 'I_ENGINE_ACCESS', message: 'the engine refuses the key or the account' };
  if (status === 429) return { code: 'X_ENGINE_BUSY', message: 'the engine asks to wait', retryAfterMs };
  if (status === 413 || saysTooLong(error))
    return { code: 'L_ENGINE_INPUT', message: 'the engine does not take that much at once' };
  if (status >= 500 || status === 408 || status === 409)
    return { code: 'X_ENGINE_FAILED', message: 'the engine failed', retryAfterMs };
  return { code: 'I_ENGINE_REQUEST', message: 'the engine does not take the request' };
}

/** Servers agree on status 400 only; the code is OpenAI's, the words are those of vLLM, llama.cpp and Ollama. */
const saysTooLong = (error: APIError): boolean =>
  error.status === 400 &&
  (error.code === 'context_length_exceeded' || /context (?:length|window|size)|too long/i.test(error.message));

/** RFC 9110, section 10.2.3: seconds or a date; OpenAI adds a header in milliseconds. */
function retryAfterOf(headers: Headers | undefined): number | undefined {
  const ms = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  const after = headers?.get('retry-after') ?? '';
  const seconds = /^\s*\d+(?:\.\d+)?\s*$/.test(after) ? Number(after) * 1_000 : Date.parse(after) - Date.now();
  const pause = Number.isFinite(ms) ? ms : seconds;
  return Number.isFinite(pause) ? Math.min(Math.max(Math.ceil(pause), 0), longestPauseMs) : undefined;
}

const isTimeout = (cause: unknown): boolean => cause instanceof Error && cause.name === 'TimeoutError';

/** The error and what caused it, as far as a chain of errors may reasonably go. */
function causes(thrown: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let at = thrown; at instanceof Error && chain.length < 10; at = at.cause) chain.push(at);
  return chain;
}
