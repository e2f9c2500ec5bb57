/** Errors as the board shows them. They lie in Redis: a code, and a message that quotes nothing. */
import type { PipelineError } from '../shared/errors.ts';

/** The first line of what became of a job. */
export const codeAndMessage = ({ code, message }: PipelineError): string => `${code}: ${message}`;

/** An error as the board shows it: one line, no stack. */
export function boardError(message: string): Error {
  const error = new Error(message);
  error.stack = message;
  return error;
}
