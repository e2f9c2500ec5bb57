/** Whether two names are taken for one entity: the one place where the bench asks the rules of resolution. */
import { entityKey } from '../../services/llm-service/entity-key.ts';
import type { MentionType } from '../../shared/domain/rows.ts';

export type Decision = 'same' | 'different' | 'unsure';

/** Equal keys are one entity; names without a letter or digit are none. */
export function decide(type: MentionType, a: string, b: string): Decision {
  const key = entityKey(type, a);
  return key !== '' && key === entityKey(type, b) ? 'same' : 'different';
}
