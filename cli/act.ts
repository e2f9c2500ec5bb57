/** `retry`, `reprocess`, `cancel`: what an operator does with a document. */
import { z } from 'zod';
import type { StageName } from '../shared/domain/stage.ts';
import type { Answer } from './answer.ts';
import { type Api, json } from './api.ts';
import { parseId } from './ids.ts';

export type Action = { name: 'retry' | 'cancel' } | { name: 'reprocess'; from: StageName };

const done = { retry: 'is tried again', cancel: 'is cancelled', reprocess: 'is processed again' } as const;

/** Throws `I_STATE` if the document is in no state for it, `I_NOT_FOUND` if the key does not see it. */
export async function act(api: Api, id: string, action: Action): Promise<Answer> {
  const { name, ...parameters } = action;
  const path = `/v1/documents/${parseId(id)}/${name}`;
  const answer = await api.call({ method: 'POST', path, body: json(parameters) }, z.looseObject({}));
  return { json: answer, text: `Document ${id} ${done[name]}.` };
}
