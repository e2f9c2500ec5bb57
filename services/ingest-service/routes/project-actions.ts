/** What can be asked for all documents of a project at once: try again what failed with a code, run again from a stage on. */
import type { Documents, RunAnswer } from '../../../shared/record/documents.ts';
import { sideBySide } from '../../../shared/side-by-side.ts';
import type { Access } from '../access.ts';
import { idCursor, toPage } from '../cursor.ts';
import { type Call, type Endpoint, endpoint, type Reply } from '../endpoint.ts';
import { type Action, refusalOf } from '../refusal.ts';
import { projectRunSchema } from '../schemas/documents.ts';
import { reprocessProjectBody, retryProjectBody } from '../schemas/input.ts';

/** Calls of the record at a time, for one request. */
const width = 4;

const description =
  'Acts on some documents and answers a cursor for the next ones: call again with it until it is null.';
const answers = { 202: { description: 'What was started.', schema: projectRunSchema } };

export const projectActionRoutes = (access: Access, documents: Documents): Endpoint[] => [
  endpoint({
    method: 'post',
    path: '/v1/projects/{id}/retry',
    summary: 'Try again all that failed, or misses something, with a code',
    description: `${description} Calling again with the same is harmless.`,
    scope: 'write',
    body: retryProjectBody,
    answers,
    async handle(call) {
      const { code, cursor, limit } = call.body;
      const project = await access.project(call.caller, call.params.id);
      const ids = await documents.failedWith(project.id, code, { after: idCursor.decode(cursor), limit });
      return startedReply(project.id, await startAll(call, 'retry', { ids, limit }, documents.retry));
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/projects/{id}/reprocess',
    summary: 'Run all that has ended again from a stage on',
    description: `${description} Documents that were cancelled, and those in progress, are left alone.`,
    scope: 'write',
    body: reprocessProjectBody,
    answers,
    async handle(call) {
      const { from, reason = 'requested', request = null, cursor, limit } = call.body;
      const project = await access.project(call.caller, call.params.id);
      const ids = await documents.reprocessable(project.id, from, request, { after: idCursor.decode(cursor), limit });
      const reprocess = (id: string) => documents.reprocess(id, from, reason, request);
      return startedReply(project.id, await startAll(call, 'reprocess', { ids, limit }, reprocess));
    },
  }),
];

const startedReply = (projectId: string, body: object): Reply => ({
  status: 202,
  headers: { Location: `/v1/projects/${projectId}/report` },
  body,
});

/** Each in a transaction of its own: one for all would hold their locks against the workers. */
async function startAll(
  call: Pick<Call, 'publish'>,
  action: Action,
  { ids, limit }: { ids: string[]; limit: number },
  start: (documentId: string) => Promise<RunAnswer>,
) {
  const refusals = await sideBySide(ids, width, async documentId => {
    const answer = await start(documentId);
    if (answer.error === undefined) call.publish(answer.deliveries);
    // One that was deleted since it was found needs no answer.
    else if (answer.state) return { documentId, state: answer.state, detail: refusalOf(action, answer.state) };
    return answer.error ?? null;
  });
  return {
    started: refusals.filter(refusal => refusal === null).length,
    refused: refusals.filter(refusal => typeof refusal === 'object' && refusal !== null),
    nextCursor: toPage(ids, limit, idCursor, id => id).nextCursor,
  };
}
