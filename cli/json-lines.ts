/** Writes JSON Lines to a file: one value a line. */
import { openTextFile } from './text-file.ts';

export interface JsonLines {
  write(value: unknown): Promise<void>;
  /** Resolves when all is on disk; answers the number of lines. */
  close(): Promise<number>;
}

/** Replaces the file if it is there. */
export function openJsonLines(path: string): JsonLines {
  const file = openTextFile(path);
  let lines = 0;
  return {
    async write(value) {
      lines += 1;
      await file.write(`${JSON.stringify(value)}\n`);
    },
    async close() {
      await file.close();
      return lines;
    },
  };
}
