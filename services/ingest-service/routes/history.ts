/** What was done to a document: its tasks, and its history. */
import type { Lists } from '../../../shared/record/lists.ts';
import type { Access } from '../access.ts';
import { numberCursor, timePage, toPage, toTimePage } from '../cursor.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { pageOf } from '../schemas/answers.ts';
import { eventSchema, taskSchema } from '../schemas/documents.ts';
import { pageQuery } from '../schemas/input.ts';

export const historyRoutes = (access: Access, lists: Lists): Endpoint[] => [
  endpoint({
    method: 'get',
    path: '/v1/documents/{id}/tasks',
    summary: 'Tasks of a document, all generations',
    scope: 'read',
    query: pageQuery,
    answers: { 200: pageOf('Tasks.', taskSchema) },
    async handle({ caller, params, query }) {
      const document = await access.document(caller, params.id);
      return { body: toTimePage(await lists.tasks(document.id, timePage(query)), query.limit) };
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/documents/{id}/events',
    summary: 'History of a document, hash-chained',
    scope: 'read',
    query: pageQuery,
    answers: { 200: pageOf('Events.', eventSchema) },
    async handle({ caller, params, query: { cursor, limit } }) {
      const document = await access.document(caller, params.id);
      const events = await lists.events(document.id, { after: numberCursor.decode(cursor), limit });
      return { body: toPage(events, limit, numberCursor, last => last.sequence) };
    },
  }),
];
