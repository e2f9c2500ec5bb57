/** Prompts are files that start with their version: what one wording made can be told from what another made. */
import { readFileSync } from 'node:fs';

export interface Prompt {
  version: string;
  text: string;
}

/** Throws if the file does not start with its version. */
export function readPrompt(file: URL): Prompt {
  const content = readFileSync(file, 'utf8');
  const [head, version] = /^version: (\d+)\n\n/.exec(content) ?? [];
  if (head === undefined || version === undefined) throw new TypeError(`the prompt ${file.pathname} has no version`);
  return { version, text: content.slice(head.length).trim() };
}
