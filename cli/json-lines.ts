/** Writes JSON Lines to a file: one value a line, as fast as the disk takes them. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

export interface JsonLines {
  write(value: unknown): Promise<void>;
  /** Resolves when all is on disk; answers the number of lines. */
  close(): Promise<number>;
}

/** Replaces the file if it is there. Its rows are as privileged as the originals: only the owner may read it. */
export function openJsonLines(path: string): JsonLines {
  const stream = createWriteStream(path, { mode: 0o600, flush: true });
  const end = finished(stream);
  end.catch(() => {}); // reported by the next write, or by close
  let lines = 0;
  return {
    async write(value) {
      lines += 1;
      if (!stream.write(`${JSON.stringify(value)}\n`)) await Promise.race([once(stream, 'drain'), end]);
    },
    async close() {
      stream.end();
      await end;
      return lines;
    },
  };
}
