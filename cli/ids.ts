/** Ids as a person types them. */
import { UsageError } from '../shared/command.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True for what may be an id. */
export const isId = (text: string): boolean => uuid.test(text);

/** The id; throws a usage error for what cannot be one. */
export function parseId(text: string): string {
  if (!isId(text)) throw new UsageError(`"${text}" is not an id: ids look like 0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a`);
  return text;
}
