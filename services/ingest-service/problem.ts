/** Errors as `application/problem+json` (RFC 9457): a stable code and what to do, never a stack or a document's content. */
import { STATUS_CODES } from 'node:http';
import type { Response } from 'express';
import { type ErrorCode, errorCodes, PipelineError, toPipelineError } from '../../shared/errors.ts';

/** The status of the codes a caller can meet; by default 422 for what was sent and 500 for what is ours. */
const statuses: Partial<Record<ErrorCode, number>> = {
  I_REQUEST: 400,
  I_UPLOAD_ABORTED: 400,
  I_UNAUTHORIZED: 401,
  I_FORBIDDEN: 403,
  I_NOT_FOUND: 404,
  I_STATE: 409,
  I_PROJECT_EXISTS: 409,
  L_FILE_TOO_LARGE: 413,
  I_UNSUPPORTED_TYPE: 415,
  X_DRAINING: 503,
  X_RECORD: 503,
  X_STORE: 503,
  X_REDIS: 503,
};

/** Seconds after which a caller may try again what failed for a reason of ours. */
const retryAfterSeconds = 5;

/** The HTTP status of an error code. */
export const statusOf = (code: ErrorCode): number => statuses[code] ?? (code.startsWith('X_') ? 500 : 422);

/** A thrown value as an error of ours and its status; what Express and its parsers refuse keeps their status. */
export function classify(thrown: unknown): { error: PipelineError; status: number } {
  const status = (thrown as { status?: unknown } | null)?.status;
  if (thrown instanceof PipelineError || typeof status !== 'number' || status < 400 || status > 499) {
    const error = toPipelineError(thrown);
    return { error, status: statusOf(error.code) };
  }
  // Their messages quote the body.
  const detail = `the request was refused while it was read: ${STATUS_CODES[status] ?? status}`;
  return { error: new PipelineError('I_REQUEST', detail, { cause: thrown }), status };
}

/** Answers with a problem. `more` are extension members: what was done before the problem came up. */
export function sendProblem(response: Response, error: PipelineError, status: number, more: object = {}): void {
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  if (status === 503) response.setHeader('Retry-After', String(retryAfterSeconds));
  const { code, message: detail } = error;
  const problem = { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, code, detail };
  response
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify({ ...problem, whatToDo: errorCodes[code], ...more }));
}
