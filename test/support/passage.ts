/** Makes a passage of a text by hand, for tests of what reads one. */
import type { Passage } from '../../services/llm-service/engines/engine.ts';
import { passageOf } from '../../services/llm-service/passage.ts';
import type { Category } from '../../shared/domain/category.ts';
import { chunksOf, mentionsOf } from './rows.ts';

/** The whole text in one chunk, with mentions of these words. */
export function textPassage(text: string, category?: Category, ...said: Parameters<typeof mentionsOf>[2][]): Passage {
  const chunks = chunksOf(text);
  return passageOf('text/plain', chunks, mentionsOf(text, chunks, ...said), category);
}
