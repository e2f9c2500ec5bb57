/** Writes text to a file piece by piece, as fast as the disk takes it. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

export interface TextFile {
  write(text: string): Promise<void>;
  /** Resolves when all is on disk. */
  close(): Promise<void>;
}

/** Replaces the file if it is there. What is written is as privileged as the originals: only the owner may read it. */
export function openTextFile(path: string): TextFile {
  const stream = createWriteStream(path, { mode: 0o600, flush: true });
  const end = finished(stream);
  end.catch(() => {}); // reported by the next write, or by close
  return {
    async write(text) {
      if (!stream.write(text)) await Promise.race([once(stream, 'drain'), end]);
    },
    async close() {
      stream.end();
      await end;
    },
  };
}
