/** `keys`: makes, lists and revokes keys of the HTTP API, directly in the record: whoever has its service key may. */
import { PipelineError } from '../shared/errors.ts';
import { createRecordClient } from '../shared/record/client.ts';
import { createProjects, type Projects, type Scope, scopes } from '../shared/record/projects.ts';
import { type Answer, UsageError } from './answer.ts';
import { recordConnection } from './connection.ts';
import { instant, table } from './table.ts';

/** Shows the key, once. */
export const createKey = (options: { name: string; scopes: Scope[]; project?: string | undefined }): Promise<Answer> =>
  withProjects(async projects => {
    const { project: projectName, ...wanted } = options;
    const project = projectName === undefined ? undefined : await projects.byName(projectName);
    if (project === null) throw new PipelineError('I_NOT_FOUND', `no project "${projectName}"`);
    const { id, key } = await projects.createKey({ ...wanted, projectId: project?.id ?? null });
    const json = { id, key, name: options.name, scopes: options.scopes, projectId: project?.id ?? null };
    return { json, text: `${key}\n\nKey ${id}. It is not stored and not shown again.` };
  });

export const listKeys = (): Promise<Answer> =>
  withProjects(async projects => {
    const keys = await projects.listKeys();
    const rows = keys.map(key => [
      key.id,
      key.name,
      `${key.prefix}…`,
      key.scopes.join(' '),
      key.projectId ?? 'all',
      key.lastUsedAt ? instant(key.lastUsedAt) : 'never',
      key.revokedAt && instant(key.revokedAt),
    ]);
    return { json: keys, text: table(['id', 'name', 'key', 'scopes', 'project', 'last used', 'revoked'], rows) };
  });

/** Throws `I_NOT_FOUND` if there is no such key, or it was revoked before. */
export const revokeKey = (id: string): Promise<Answer> =>
  withProjects(async projects => {
    if (!(await projects.revokeKey(id))) throw new PipelineError('I_NOT_FOUND', `no key ${id} to revoke`);
    return { json: { id, revoked: true }, text: `Key ${id} is revoked.` };
  });

/** Reads `read,write`. */
export function parseScopes(list: string): Scope[] {
  const wanted = list.split(',').map(scope => scope.trim());
  for (const scope of wanted) {
    if (!scopes.some(known => known === scope)) {
      throw new UsageError(`no scope "${scope}"; there are ${scopes.join(', ')}`);
    }
  }
  return wanted as Scope[];
}

async function withProjects(work: (projects: Projects) => Promise<Answer>): Promise<Answer> {
  const record = createRecordClient(recordConnection());
  try {
    return await work(createProjects(record));
  } finally {
    record.close();
  }
}
