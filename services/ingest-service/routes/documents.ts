/** Documents as they stand, their tasks and history, and what can be asked of them. */
import type { z } from 'zod';
import { PipelineError } from '../../../shared/errors.ts';
import type { DocumentRecord, Documents, Refused, RunAnswer } from '../../../shared/record/documents.ts';
import type { Lists } from '../../../shared/record/lists.ts';
import type { Access } from '../access.ts';
import { numberCursor, timeCursor, toPage } from '../cursor.ts';
import { type Call, type Endpoint, endpoint, type Reply } from '../endpoint.ts';
import * as answers from '../schemas/documents.ts';
import { documentsQuery, pageQuery, reprocessBody } from '../schemas/input.ts';
import { pageOf } from '../schemas/page.ts';

type PageQuery = z.output<typeof pageQuery>;

const keyOf = ({ createdAt, id }: { createdAt: string; id: string }) => ({ createdAt, id });
const oneDocument = { description: 'The document.', schema: answers.documentWithStagesSchema };
const state409 = {
  description: 'The state of the document does not allow it.',
  schema: answers.problemSchema,
  mediaType: 'application/problem+json',
};

export function documentRoutes(access: Access, documents: Documents, lists: Lists): Endpoint[] {
  const byTime = ({ cursor, limit }: PageQuery) => ({ after: timeCursor.decode(cursor), limit });

  const list = async ({ caller, query }: Call<z.output<typeof documentsQuery>>) => {
    const project = await access.project(caller, query.project);
    const found = await documents.list(project.id, byTime(query), query.state);
    return { body: toPage(found.map(answers.toDocument), query.limit, timeCursor, keyOf) };
  };
  const one = async ({ caller, params }: Call) => {
    const document = await access.document(caller, params.id ?? '');
    const stages = answers.toStages(await documents.stages(document.id));
    return { body: { ...answers.toDocument(document), stages } };
  };
  const children = async ({ caller, params, query }: Call<PageQuery>) => {
    const parent = await access.document(caller, params.id ?? '');
    const found = await documents.children(parent.id, byTime(query));
    return { body: toPage(found.map(answers.toDocument), query.limit, timeCursor, keyOf) };
  };
  const tasks = async ({ caller, params, query }: Call<PageQuery>) => {
    const document = await access.document(caller, params.id ?? '');
    return { body: toPage(await lists.tasks(document.id, byTime(query)), query.limit, timeCursor, keyOf) };
  };
  const events = async ({ caller, params, query }: Call<PageQuery>) => {
    const document = await access.document(caller, params.id ?? '');
    const page = { after: numberCursor.decode(query.cursor), limit: query.limit };
    return { body: toPage(await lists.events(document.id, page), query.limit, numberCursor, last => last.sequence) };
  };

  /** Runs what starts work, and has its tasks published once the answer is out. */
  const start = async (call: Call, run: (document: DocumentRecord) => Promise<RunAnswer>): Promise<Reply> => {
    const document = await access.document(call.caller, call.params.id ?? '');
    const { generation, deliveries } = allowed(await run(document));
    call.publish(deliveries);
    const location = `/v1/documents/${document.id}`;
    return { status: 202, headers: { Location: location }, body: { documentId: document.id, generation } };
  };
  const reprocess = (call: Call<unknown, z.output<typeof reprocessBody>>) =>
    start(call, ({ id }) => documents.reprocess(id, call.body.from, call.body.reason ?? 'requested'));
  const retry = (call: Call) => start(call, ({ id }) => documents.retry(id));
  const cancel = async ({ caller, params }: Call) => {
    const document = await access.document(caller, params.id ?? '');
    const { cancelled } = allowed(await documents.cancel(document.id));
    return { body: { documentId: document.id, cancelled } };
  };

  const started = { description: 'The run was started.', schema: answers.runSchema };
  const at = (rest = '') => `/v1/documents/{id}${rest}`;
  const read = { method: 'get', scope: 'read' } as const;
  const act = { method: 'post', scope: 'write' } as const;
  return [
    endpoint({
      ...read,
      path: '/v1/documents',
      summary: 'List documents, by time of arrival',
      query: documentsQuery,
      answers: { 200: pageOf('Documents.', answers.documentSchema) },
      handle: list,
    }),
    endpoint({
      ...read,
      path: at(),
      summary: 'One document, with its stages',
      answers: { 200: oneDocument },
      handle: one,
    }),
    endpoint({
      ...read,
      path: at('/children'),
      summary: 'Attachments and nested messages of a document',
      query: pageQuery,
      answers: { 200: pageOf('Documents.', answers.documentSchema) },
      handle: children,
    }),
    endpoint({
      ...read,
      path: at('/tasks'),
      summary: 'Tasks of a document, all generations',
      query: pageQuery,
      answers: { 200: pageOf('Tasks.', answers.taskSchema) },
      handle: tasks,
    }),
    endpoint({
      ...read,
      path: at('/events'),
      summary: 'History of a document, hash-chained',
      query: pageQuery,
      answers: { 200: pageOf('Events.', answers.eventSchema) },
      handle: events,
    }),
    endpoint({
      ...act,
      path: at('/reprocess'),
      summary: 'Run again from a stage on',
      body: reprocessBody,
      answers: { 202: started, 409: state409 },
      handle: reprocess,
    }),
    endpoint({
      ...act,
      path: at('/retry'),
      summary: 'Try again what failed',
      answers: { 202: started, 409: state409 },
      handle: retry,
    }),
    endpoint({
      ...act,
      path: at('/cancel'),
      summary: 'Cancel what is in progress',
      answers: { 200: { description: 'Cancelled.', schema: answers.cancelSchema }, 409: state409 },
      handle: cancel,
    }),
  ];
}

/** The answer of the record, unless it refused. */
function allowed<T extends { error?: undefined }>(answer: T | Refused): T {
  if (answer.error === undefined) return answer as T;
  if (answer.error === 'not_found') throw new PipelineError('I_NOT_FOUND', 'no such document');
  throw new PipelineError('I_STATE', `the document is ${answer.state}`);
}
