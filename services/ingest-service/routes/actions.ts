/** What can be asked of a document: run again, try again, stop. */
import { PipelineError } from '../../../shared/errors.ts';
import type { Documents, Refused, RunAnswer } from '../../../shared/record/documents.ts';
import type { Access } from '../access.ts';
import { type Call, type Endpoint, endpoint, type Reply } from '../endpoint.ts';
import { type Action, refusalOf } from '../refusal.ts';
import { problem } from '../schemas/answers.ts';
import { cancelSchema, runSchema } from '../schemas/documents.ts';
import { reprocessBody } from '../schemas/input.ts';

const started = {
  202: { description: 'The run was started.', schema: runSchema },
  409: problem('The state of the document does not allow it.'),
};

export const actionRoutes = (access: Access, documents: Documents): Endpoint[] => [
  endpoint({
    method: 'post',
    path: '/v1/documents/{id}/reprocess',
    summary: 'Run again from a stage on',
    description: 'The results there are stay until the new ones are complete.',
    scope: 'write',
    body: reprocessBody,
    answers: started,
    async handle(call) {
      const { id } = await access.document(call.caller, call.params.id);
      const { from, reason = 'requested' } = call.body;
      return startedReply(call, id, allowed('reprocess', await documents.reprocess(id, from, reason)));
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/documents/{id}/retry',
    summary: 'Try again what failed',
    scope: 'write',
    answers: started,
    async handle(call) {
      const { id } = await access.document(call.caller, call.params.id);
      return startedReply(call, id, allowed('retry', await documents.retry(id)));
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/documents/{id}/cancel',
    summary: 'Cancel what is in progress, with all that was found inside it',
    scope: 'write',
    answers: { 200: { description: 'Cancelled.', schema: cancelSchema }, 409: started[409] },
    async handle({ caller, params }) {
      const { id } = await access.document(caller, params.id);
      const { cancelled } = allowed('cancel', await documents.cancel(id));
      return { body: { documentId: id, cancelled } };
    },
  }),
];

type Started = Exclude<RunAnswer, Refused>;

/** The answer to what starts work, whose tasks are published after it. */
function startedReply(call: Pick<Call, 'publish'>, documentId: string, { generation, deliveries }: Started): Reply {
  call.publish(deliveries);
  return {
    status: 202,
    headers: { Location: `/v1/documents/${documentId}` },
    body: { documentId, generation },
  };
}

/** The answer of the record, unless it refused. */
function allowed<T extends { error?: undefined }>(action: Action, answer: T | Refused): T {
  if (answer.error === undefined) return answer as T;
  if (answer.error === 'not_found') throw new PipelineError('I_NOT_FOUND', 'no such document');
  throw new PipelineError('I_STATE', refusalOf(action, answer.state));
}
