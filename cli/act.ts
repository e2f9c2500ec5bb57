/** `retry`, `reprocess`, `cancel`: what an operator does with a document, or with all of a project. */
import { z } from 'zod';
import { UsageError } from '../shared/command.ts';
import type { StageName } from '../shared/domain/stage.ts';
import { type ErrorCode, isErrorCode, PipelineError, toPipelineError } from '../shared/errors.ts';
import type { Answer } from './answer.ts';
import { type Api, json } from './api.ts';
import { reportSchema } from './api-answers.ts';
import { parseId } from './ids.ts';
import { findProject } from './projects.ts';
import { counted, table } from './table.ts';

export type Action = { name: 'retry' | 'cancel' } | { name: 'reprocess'; from: StageName };
/** `request`: under one id no document is started twice, so that a command that was interrupted can go on. */
export type ProjectAction =
  | { name: 'retry'; code: ErrorCode }
  | { name: 'reprocess'; from: StageName; request: string };

const done = { retry: 'is tried again', cancel: 'is cancelled', reprocess: 'is processed again' } as const;

const pageSchema = z.object({
  started: z.number(),
  refused: z.array(z.object({ documentId: z.string(), state: z.string(), detail: z.string() })),
  nextCursor: z.string().nullable(),
});

/** Throws `I_STATE` if the document is in no state for it, `I_NOT_FOUND` if the key does not see it. */
export async function act(api: Api, id: string, action: Action): Promise<Answer> {
  const { name, ...parameters } = action;
  const path = `/v1/documents/${parseId(id)}/${name}`;
  const answer = await api.call({ method: 'POST', path, body: json(parameters) }, z.looseObject({}));
  return { json: answer, text: `Document ${id} ${done[name]}.` };
}

/**
 * Page by page, so that a matter of any size is done. `incomplete` if a document was refused. What breaks off a reprocess says how
 * to go on.
 */
export async function actOnProject(
  api: Api,
  nameOrId: string,
  { name, ...parameters }: ProjectAction,
): Promise<Answer> {
  const project = await findProject(api, nameOrId);
  const { received, states } = await api.get(`/v1/projects/${project.id}/report`, reportSchema);
  const refused: z.output<typeof pageSchema>['refused'] = [];
  let started = 0;
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const body = json({ ...parameters, ...(cursor && { cursor }) });
    const path = `/v1/projects/${project.id}/${name}`;
    const page = await api.call({ method: 'POST', path, body }, pageSchema).catch(thrown => {
      throw 'request' in parameters ? interrupted(toPipelineError(thrown), started, parameters.request) : thrown;
    });
    started += page.started;
    refused.push(...page.refused);
    cursor = page.nextCursor;
  }
  // A retry picks by code; of all the rest a person wants to know what became of it.
  const left = name === 'reprocess' ? leftAlone(states, received - started - refused.length) : {};
  return {
    json: { started, refused, leftAlone: left },
    text: describe(
      `${counted(started, 'document')} ${name === 'retry' ? 'tried again' : 'processed again'}.`,
      refused,
      left,
    ),
    exit: refused.length > 0 ? 'incomplete' : 'ok',
  };
}

const interrupted = (error: PipelineError, started: number, request: string): PipelineError =>
  new PipelineError(
    error.code,
    `${error.message}; ${counted(started, 'document')} started so far, go on with --request ${request}`,
    { cause: error },
  );

/** A code of ours; throws a usage error for what is none. */
export function parseCode(text: string): ErrorCode {
  if (isErrorCode(text)) return text;
  throw new UsageError(`"${text}" is no error code; they are listed in docs/operations.md`);
}

/** What a reprocess of a project does not touch, by its state before; `stage`: what does not have the stage at all. */
function leftAlone(states: Record<string, number>, untouched: number): Record<string, number> {
  const names = ['processing', 'cancelled', 'duplicate', 'excluded', 'deleted'] as const;
  const byState = names.map(state => [state, states[state] ?? 0] as const);
  const rest = untouched - byState.reduce((sum, [, count]) => sum + count, 0);
  return Object.fromEntries([...byState, ['stage', rest] as const].filter(([, count]) => count > 0));
}

function describe(head: string, refused: { detail: string }[], left: Record<string, number>): string {
  const reasons = [...Map.groupBy(refused, ({ detail }) => detail)].map(([detail, some]) => [some.length, detail]);
  const alone = Object.entries(left).map(([why, count]) => [
    count,
    `left alone: ${why === 'stage' ? 'does not have this stage' : why}`,
  ]);
  const rows = [...reasons, ...alone];
  return rows.length === 0 ? head : `${head}\n\n${table(['not', 'why'], rows)}`;
}
