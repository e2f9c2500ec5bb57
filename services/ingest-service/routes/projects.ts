/** Projects, what they hold, and the proof that nothing of them was dropped. */
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { PipelineError } from '../../../shared/errors.ts';
import type { Documents } from '../../../shared/record/documents.ts';
import type { Lists } from '../../../shared/record/lists.ts';
import type { Project, Projects } from '../../../shared/record/projects.ts';
import type { Access } from '../access.ts';
import { timeCursor, toPage } from '../cursor.ts';
import { type Call, type Endpoint, endpoint } from '../endpoint.ts';
import { problemSchema } from '../schemas/documents.ts';
import { entitiesQuery, projectBody, projectsQuery } from '../schemas/input.ts';
import { pageOf } from '../schemas/page.ts';
import { entitySchema, projectSchema, reportSchema } from '../schemas/projects.ts';

const keyOf = ({ createdAt, id }: { createdAt: string; id: string }) => ({ createdAt, id });

export function projectRoutes(access: Access, projects: Projects, documents: Documents, lists: Lists): Endpoint[] {
  const create = async ({ caller, body }: Call<undefined, z.output<typeof projectBody>>) => {
    if (caller.projectId) throw new PipelineError('I_FORBIDDEN', 'the key is bound to a project');
    const known = await projects.byName(body.name);
    const project = known ?? (await projects.create(body.name, body));
    refuseOtherTerms(project, body);
    return { status: known ? 200 : 201, headers: { Location: `/v1/projects/${project.id}` }, body: project };
  };

  const list = async ({ caller, query }: Call<z.output<typeof projectsQuery>>) => {
    if (!caller.projectId && query.name === undefined) {
      const found = await projects.list({ after: timeCursor.decode(query.cursor), limit: query.limit });
      return { body: toPage(found, query.limit, timeCursor, keyOf) };
    }
    const project = caller.projectId ? await projects.get(caller.projectId) : await projects.byName(query.name ?? '');
    const items = project && (query.name ?? project.name) === project.name ? [project] : [];
    return { body: { items, nextCursor: null } };
  };

  const one = async ({ caller, params }: Call) => ({ body: await byId(caller, params) });

  const report = async ({ caller, params }: Call) => {
    const found = await documents.report((await byId(caller, params)).id);
    if (!found) throw new PipelineError('I_NOT_FOUND', 'no such project');
    return { body: found };
  };

  const entities = async ({ caller, params, query }: Call<z.output<typeof entitiesQuery>>) => {
    const project = await byId(caller, params);
    const page = { after: timeCursor.decode(query.cursor), limit: query.limit };
    return { body: toPage(await lists.entities(project.id, page, query.type), query.limit, timeCursor, keyOf) };
  };

  const byId = (caller: Call['caller'], params: Call['params']) => access.project(caller, params.id);

  const read = { method: 'get', scope: 'read' } as const;
  const exists = {
    description: 'A project of this name has other settings or limits.',
    schema: problemSchema,
    mediaType: 'application/problem+json',
  };
  const created = { description: 'The project was made.', schema: projectSchema };
  const known = { description: 'It was there, and is as asked for.', schema: projectSchema };
  return [
    endpoint({
      method: 'post',
      scope: 'admin',
      path: '/v1/projects',
      summary: 'Make a project',
      body: projectBody,
      answers: { 201: created, 200: known, 409: exists },
      handle: create,
    }),
    endpoint({
      ...read,
      path: '/v1/projects',
      summary: 'List the projects the key may see',
      query: projectsQuery,
      answers: { 200: pageOf('Projects.', projectSchema) },
      handle: list,
    }),
    endpoint({
      ...read,
      path: '/v1/projects/{id}',
      summary: 'One project',
      answers: { 200: { description: 'The project.', schema: projectSchema } },
      handle: one,
    }),
    endpoint({
      ...read,
      path: '/v1/projects/{id}/report',
      summary: 'The proof that nothing was dropped',
      answers: { 200: { description: 'The report.', schema: reportSchema } },
      handle: report,
    }),
    endpoint({
      ...read,
      path: '/v1/projects/{id}/entities',
      summary: 'Canonical entities',
      query: entitiesQuery,
      answers: { 200: pageOf('Entities.', entitySchema) },
      handle: entities,
    }),
  ];
}

/** Somebody who asks for limits must not go away believing that they hold. */
function refuseOtherTerms(project: Project, asked: z.output<typeof projectBody>): void {
  for (const term of ['settings', 'limits'] as const) {
    if (asked[term] !== undefined && !isDeepStrictEqual(asked[term], project[term])) {
      throw new PipelineError('I_PROJECT_EXISTS', `a project of this name has other ${term}`);
    }
  }
}
