/** The prompts of the engine: files with a version each, read when the engine is made. */
import { readPrompt } from '../../../../shared/model-api/prompt-file.ts';

const names = ['category', 'facts', 'pairs'] as const;

export interface Prompts {
  texts: Record<(typeof names)[number], string>;
  /** `category 1, facts 1, pairs 1`: stored with what they made. */
  version: string;
}

/** Throws if a file does not start with its version: what it made could not be told from what another wording made. */
export function readPrompts(): Prompts {
  const read = names.map(name => {
    return { name, ...readPrompt(new URL(`./prompts/${name}.md`, import.meta.url)) };
  });
  return {
    texts: Object.fromEntries(read.map(({ name, text }) => [name, text])) as Prompts['texts'],
    version: read.map(({ name, version }) => `${name} ${version}`).join(', '),
  };
}
