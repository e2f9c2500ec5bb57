/** Lets the bytes of a file through, but its end only if they are the ones that were recorded. */
import { createHash } from 'node:crypto';
import { PipelineError } from '../../shared/errors.ts';
import { notePassed } from './young-garbage.ts';

/** A step of a pipeline. Throws `X_FILE_CHANGED` in place of the last piece when the SHA-256 is another. */
export const whole = (sha256: string) =>
  async function* (pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const hash = createHash('sha256');
    let held: Buffer | undefined;
    for await (const piece of pieces) {
      if (held) yield held;
      hash.update(piece);
      notePassed(piece.length);
      held = piece;
    }
    if (hash.digest('hex') !== sha256) {
      throw new PipelineError('X_FILE_CHANGED', 'the stored bytes do not match the recorded SHA-256');
    }
    if (held) yield held;
  };
