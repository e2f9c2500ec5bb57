/** Frees the buffers of passing bytes early: they are garbage at once, but V8 looks for them only when 64 MB have gathered. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** A collection of the young generation takes about a millisecond; once in so many bytes it costs next to nothing. */
const everyBytes = 8 * 1024 ** 2;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options: { type: 'minor' }) => void;

let passed = 0;

/** Counts bytes that came in, over all uploads of the process, and has their buffers freed in time. */
export function notePassed(bytes: number): void {
  passed += bytes;
  if (passed < everyBytes) return;
  passed = 0;
  collect({ type: 'minor' });
}
