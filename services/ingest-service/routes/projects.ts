/** Projects, what they hold, and the proof that nothing of them was dropped. */
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { PipelineError } from '../../../shared/errors.ts';
import type { Documents } from '../../../shared/record/documents.ts';
import type { Lists } from '../../../shared/record/lists.ts';
import type { Project, Projects } from '../../../shared/record/projects.ts';
import type { Access } from '../access.ts';
import { idCursor, timePage, toPage, toTimePage } from '../cursor.ts';
import { type Call, type Endpoint, endpoint } from '../endpoint.ts';
import { pageOf, problem } from '../schemas/answers.ts';
import { entitiesQuery, pageQuery, projectBody, projectsQuery, reviewsQuery, settingsBody } from '../schemas/input.ts';
import { costsSchema, entitySchema, projectSchema, reportSchema, reviewSchema } from '../schemas/projects.ts';

export const projectRoutes = (access: Access, projects: Projects): Endpoint[] => [
  endpoint({
    method: 'post',
    path: '/v1/projects',
    summary: 'Make a project',
    scope: 'admin',
    body: projectBody,
    answers: {
      201: { description: 'The project was made.', schema: projectSchema },
      200: { description: 'It was there, and is as asked for.', schema: projectSchema },
      409: problem('A project of this name has other settings or limits.'),
    },
    async handle({ caller, body }) {
      if (caller.projectId) throw new PipelineError('I_FORBIDDEN', 'the key is bound to a project');
      const known = await projects.byName(body.name);
      const project = known ?? (await projects.create(body.name, body));
      refuseOtherTerms(project, body);
      return { status: known ? 200 : 201, headers: { Location: `/v1/projects/${project.id}` }, body: project };
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/projects',
    summary: 'List the projects the key may see',
    scope: 'read',
    query: projectsQuery,
    answers: { 200: pageOf('Projects.', projectSchema) },
    async handle({ caller, query }) {
      if (caller.projectId || query.name) return { body: toTimePage(await atMostOne(projects, caller, query.name), 2) };
      return { body: toTimePage(await projects.list(timePage(query)), query.limit) };
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/projects/{id}',
    summary: 'One project',
    scope: 'read',
    answers: { 200: { description: 'The project.', schema: projectSchema } },
    handle: async ({ caller, params }) => ({ body: await access.project(caller, params.id) }),
  }),
  endpoint({
    method: 'post',
    path: '/v1/projects/{id}/settings',
    summary: 'Change settings of a project',
    scope: 'admin',
    body: settingsBody,
    answers: { 200: { description: 'The project as it is now.', schema: projectSchema } },
    async handle({ caller, params, body }) {
      const project = await projects.setSettings((await access.project(caller, params.id)).id, body);
      if (!project) throw new PipelineError('I_NOT_FOUND', 'no such project');
      return { body: project };
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/projects/{id}/costs',
    summary: 'What calls of engines cost: in all, by engine and model, by document',
    scope: 'read',
    query: pageQuery,
    answers: { 200: { description: 'Costs, and a page of documents.', schema: costsSchema } },
    async handle({ caller, params, query: { cursor, limit } }) {
      const project = await access.project(caller, params.id);
      const { items, ...costs } = await projects.costs(project.id, { after: idCursor.decode(cursor), limit });
      return { body: { ...costs, ...toPage(items, limit, idCursor, ({ documentId }) => documentId) } };
    },
  }),
];

/** What a project holds. */
export const projectContentRoutes = (access: Access, documents: Documents, lists: Lists): Endpoint[] => [
  endpoint({
    method: 'get',
    path: '/v1/projects/{id}/report',
    summary: 'The proof that nothing was dropped',
    scope: 'read',
    answers: { 200: { description: 'The report.', schema: reportSchema } },
    async handle({ caller, params }) {
      const report = await documents.report((await access.project(caller, params.id)).id);
      if (!report) throw new PipelineError('I_NOT_FOUND', 'no such project');
      return { body: report };
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/projects/{id}/entities',
    summary: 'Canonical entities',
    scope: 'read',
    query: entitiesQuery,
    answers: { 200: pageOf('Entities.', entitySchema) },
    async handle({ caller, params, query }) {
      const project = await access.project(caller, params.id);
      const options = { type: query.type, merged: query.merged === 'true' };
      return { body: toTimePage(await lists.entities(project.id, timePage(query), options), query.limit) };
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/projects/{id}/entity-reviews',
    summary: 'Pairs of entities that may be one',
    scope: 'read',
    query: reviewsQuery,
    answers: { 200: pageOf('Pairs.', reviewSchema) },
    async handle({ caller, params, query }) {
      const project = await access.project(caller, params.id);
      const closed = query.closed === 'true';
      return { body: toTimePage(await lists.reviews(project.id, timePage(query), { closed }), query.limit) };
    },
  }),
];

/** The project of a name, or of the caller's key; none if it is neither. */
async function atMostOne(projects: Projects, caller: Call['caller'], name: string | undefined): Promise<Project[]> {
  const project = caller.projectId ? await projects.get(caller.projectId) : await projects.byName(name ?? '');
  return project && (name ?? project.name) === project.name ? [project] : [];
}

/** Somebody who asks for limits must not go away believing that they hold. */
function refuseOtherTerms(project: Project, asked: z.output<typeof projectBody>): void {
  for (const term of ['settings', 'limits'] as const) {
    if (asked[term] !== undefined && !isDeepStrictEqual(asked[term], project[term])) {
      throw new PipelineError('I_PROJECT_EXISTS', `a project of this name has other ${term}`);
    }
  }
}
