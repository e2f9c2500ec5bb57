/** The bytes of one incoming file: a look at its head first, then all of it, counted and bounded. */
import type { Readable } from 'node:stream';
import { PipelineError } from '../../shared/errors.ts';
import { faultPoint } from '../../shared/fault-points.ts';
import { mediaTypeHeadBytes } from '../../shared/files/media-type.ts';
import { notePassed } from './young-garbage.ts';

export interface FileBytes {
  /** The first 64 KiB, or all there is. They come again in `upTo`. */
  head(): Promise<Buffer>;
  /** The whole file, piece by piece. Throws `L_FILE_TOO_LARGE` past a number of bytes. */
  upTo(maxBytes: number): AsyncGenerator<Uint8Array>;
  /** Reads what is left and throws it away. Throws what the stream fails with, also if it has failed before. */
  drain(): Promise<void>;
  /** Bytes read so far. */
  count(): number;
}

export function readFileBytes(stream: Readable): FileBytes {
  // By hand, not by `for await`: leaving such a loop would destroy the stream, and with it the rest of the form.
  const pieces = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  const looked: Buffer[] = [];
  let count = 0;
  const read = async (): Promise<Buffer | undefined> => {
    const { value } = await pieces.next().catch(error => {
      throw stream.errored ?? error; // the coded reason the stream was destroyed for, when there is one
    });
    count += value?.length ?? 0;
    notePassed(value?.length ?? 0);
    return value;
  };
  const unlessOver = (maxBytes: number): void => {
    if (count > maxBytes) throw new PipelineError('L_FILE_TOO_LARGE', `the file has more than ${maxBytes} bytes`);
  };

  return {
    async head() {
      while (count < mediaTypeHeadBytes) {
        const piece = await read();
        if (!piece) break;
        looked.push(piece);
      }
      return Buffer.concat(looked).subarray(0, mediaTypeHeadBytes);
    },
    async *upTo(maxBytes) {
      unlessOver(maxBytes);
      yield* looked;
      await faultPoint('mid-upload');
      for (let piece = await read(); piece; piece = await read()) {
        unlessOver(maxBytes);
        yield piece;
        await faultPoint('mid-upload');
      }
    },
    async drain() {
      while (await read());
      if (stream.errored) throw stream.errored;
    },
    count: () => count,
  };
}
