/** Tells an outage of the platform, which costs no document anything, from what a document or a task is to blame for. */
import type { PipelineError } from './errors.ts';
import { isAway, isTooSlow } from './record/client.ts';

/**
 * True if the same work succeeds once something comes back: the record, the file store, the disk of this machine, an engine
 * that asks to wait. An original that is not in the store is none: that does not end by itself.
 */
export function isOutage(error: PipelineError): boolean {
  if (error.code === 'X_ENGINE_BUSY' || error.code === 'X_ENGINE_CREDIT' || error.code === 'X_DISK') return true;
  // Without a cause the disk said nothing: it is a finding of our own.
  if (error.code === 'X_STORE') return error.cause !== undefined;
  // Worth asking again, but not for ever: it may be this document that makes a statement long.
  return isAway(error) && !isTooSlow(error);
}
