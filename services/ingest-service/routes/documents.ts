/** Documents as they stand, and what came out of them. */
import type { Documents } from '../../../shared/record/documents.ts';
import type { Access } from '../access.ts';
import { timePage, toTimePage } from '../cursor.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { pageOf } from '../schemas/answers.ts';
import { documentSchema, documentWithStagesSchema, toDocument, toStages } from '../schemas/documents.ts';
import { documentsQuery, pageQuery } from '../schemas/input.ts';

export const documentRoutes = (access: Access, documents: Documents): Endpoint[] => [
  endpoint({
    method: 'get',
    path: '/v1/documents',
    summary: 'List documents, by time of arrival',
    scope: 'read',
    query: documentsQuery,
    answers: { 200: pageOf('Documents.', documentSchema) },
    async handle({ caller, query }) {
      const project = await access.project(caller, query.project);
      const found = await documents.list(project.id, timePage(query), query.state);
      return { body: toTimePage(found.map(toDocument), query.limit) };
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/documents/{id}',
    summary: 'One document, with its stages',
    scope: 'read',
    answers: { 200: { description: 'The document.', schema: documentWithStagesSchema } },
    async handle({ caller, params }) {
      const document = await access.document(caller, params.id);
      return { body: { ...toDocument(document), stages: toStages(await documents.stages(document.id)) } };
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/documents/{id}/children',
    summary: 'Attachments and nested messages of a document',
    scope: 'read',
    query: pageQuery,
    answers: { 200: pageOf('Documents.', documentSchema) },
    async handle({ caller, params, query }) {
      const parent = await access.document(caller, params.id);
      const found = await documents.children(parent.id, timePage(query));
      return { body: toTimePage(found.map(toDocument), query.limit) };
    },
  }),
];
