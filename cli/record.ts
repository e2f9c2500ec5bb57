/** The record for commands that the HTTP API does not offer: open while they work. */
import { PipelineError } from '../shared/errors.ts';
import { createRecordClient, type RecordClient } from '../shared/record/client.ts';
import { createProjects, type Project, type Projects } from '../shared/record/projects.ts';
import type { Answer } from './answer.ts';
import { recordConnection } from './connection.ts';
import { isId } from './ids.ts';

/** Throws `X_CONFIG` if there is no record to talk to. */
export async function withRecord(
  work: (record: RecordClient) => Promise<Answer>,
  environment?: Record<string, string | undefined>,
): Promise<Answer> {
  const record = createRecordClient(recordConnection(environment));
  try {
    return await work(record);
  } finally {
    record.close();
  }
}

/** The same for its projects. */
export const withProjects = (work: (projects: Projects) => Promise<Answer>): Promise<Answer> =>
  withRecord(record => work(createProjects(record)));

/** By name or id. Throws `I_NOT_FOUND` that names some of those there are. */
export async function projectByName(projects: Projects, name: string): Promise<Project> {
  const project = (await projects.byName(name)) ?? (isId(name) ? await projects.get(name) : null);
  if (project) return project;
  const known = (await projects.list({ limit: 10 })).map(other => `"${other.name}"`);
  const there = known.length === 0 ? 'there is none yet' : `there are: ${known.join(', ')}`;
  throw new PipelineError('I_NOT_FOUND', `no project "${name}"; ${there}`);
}
