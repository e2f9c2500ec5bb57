/** `projects`; and finding a project by what a person types: a name or an id. */
import { PipelineError } from '../shared/errors.ts';
import { prices } from '../shared/prices/prices.ts';
import type { Answer } from './answer.ts';
import { type Api, collect, json } from './api.ts';
import { type Project, projectSchema } from './api-answers.ts';
import { instant, pairs, table } from './table.ts';

/** Most names shown to somebody who typed one that is not there. */
const mostNames = 10;

/** All the key may see. */
export async function listProjects(api: Api): Promise<Answer> {
  const projects = await collect(api.list('/v1/projects', projectSchema));
  const rows = projects.map(({ id, name, createdAt }) => [name, id, instant(createdAt)]);
  return {
    json: projects,
    text: projects.length === 0 ? 'There is none yet.' : table(['project', 'id', 'made'], rows),
  };
}

/** The settings of a project, after they were changed if there is something to change: takes a key with scope `admin`. */
export async function projectSettings(
  api: Api,
  nameOrId: string,
  { budget, localOnly }: { budget?: number | null | undefined; localOnly?: boolean | undefined },
): Promise<Answer> {
  const { id } = await findProject(api, nameOrId);
  const change = {
    ...(budget !== undefined && { budget: budget === null ? null : { amount: budget, currency: prices.currency } }),
    ...(localOnly !== undefined && { localOnly }),
  };
  const path = `/v1/projects/${id}`;
  const project =
    Object.keys(change).length === 0
      ? await api.get(path, projectSchema)
      : await api.call({ method: 'POST', path: `${path}/settings`, body: json(change) }, projectSchema);
  const rows = Object.entries(project.settings).map(([name, value]): [string, string] => [name, JSON.stringify(value)]);
  return { json: project, text: pairs([['project', project.name], ['id', project.id], ...rows]) };
}

/** Throws `I_NOT_FOUND`, naming what there is, if the key sees no such project. */
export async function findProject(api: Api, nameOrId: string): Promise<Project> {
  const project = await projectOrNone(api, nameOrId);
  if (project) return project;
  throw new PipelineError('I_NOT_FOUND', `no project "${nameOrId}"; ${await describeKnown(api)}`);
}

/** Makes the project if there is none of that name; that takes a key with scope `admin`. */
export async function ensureProject(api: Api, name: string): Promise<Project> {
  const project = await projectOrNone(api, name);
  return project ?? api.call({ method: 'POST', path: '/v1/projects', body: json({ name }) }, projectSchema);
}

async function projectOrNone(api: Api, nameOrId: string): Promise<Project | undefined> {
  try {
    return await api.get(`/v1/projects/${encodeURIComponent(nameOrId)}`, projectSchema);
  } catch (thrown) {
    if (thrown instanceof PipelineError && thrown.code === 'I_NOT_FOUND') return undefined;
    throw thrown;
  }
}

async function describeKnown(api: Api): Promise<string> {
  const names: string[] = [];
  for await (const { name } of api.list('/v1/projects', projectSchema)) {
    if (names.length === mostNames) return `there are, among others: ${names.join(', ')}`;
    names.push(`"${name}"`);
  }
  return names.length === 0 ? 'there is none yet' : `there are: ${names.join(', ')}`;
}
