/** The prompts of the engine: files with a version each, read when the engine is made. */
import { readFileSync } from 'node:fs';

const names = ['category', 'facts', 'pairs'] as const;

export interface Prompts {
  texts: Record<(typeof names)[number], string>;
  /** `category 1, facts 1, pairs 1`: stored with what they made. */
  version: string;
}

/** Throws if a file does not start with its version: what it made could not be told from what another wording made. */
export function readPrompts(): Prompts {
  const read = names.map(name => {
    const file = readFileSync(new URL(`./prompts/${name}.md`, import.meta.url), 'utf8');
    const [head, version] = /^version: (\d+)\n\n/.exec(file) ?? [];
    if (head === undefined) throw new TypeError(`the prompt ${name} has no version`);
    return { name, version, text: file.slice(head.length).trim() };
  });
  return {
    texts: Object.fromEntries(read.map(({ name, text }) => [name, text])) as Prompts['texts'],
    version: read.map(({ name, version }) => `${name} ${version}`).join(', '),
  };
}
