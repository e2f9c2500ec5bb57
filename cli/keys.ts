/** `keys`: makes, lists and revokes keys of the HTTP API, directly in the record: whoever has its service key may. */
import { UsageError } from '../shared/command.ts';
import { PipelineError } from '../shared/errors.ts';
import { type Scope, scopes } from '../shared/record/projects.ts';
import type { Answer } from './answer.ts';
import { parseId } from './ids.ts';
import { projectByName, withProjects } from './record.ts';
import { instant, table } from './table.ts';

/** Shows the key, once. */
export const createKey = (options: { name: string; scopes: Scope[]; project?: string | undefined }): Promise<Answer> =>
  withProjects(async projects => {
    const { project: projectName, ...wanted } = options;
    const project = projectName === undefined ? null : await projectByName(projects, projectName);
    const { id, key } = await projects.createKey({ ...wanted, projectId: project?.id ?? null });
    const json = { id, key, name: options.name, scopes: options.scopes, projectId: project?.id ?? null };
    return { json, text: `${key}\n\nKey ${id}. It is not stored and not shown again.` };
  });

export const listKeys = (): Promise<Answer> =>
  withProjects(async projects => {
    const keys = await projects.listKeys();
    const names = new Map<string, string | undefined>();
    for (const id of new Set(keys.flatMap(({ projectId }) => projectId ?? []))) {
      names.set(id, (await projects.get(id))?.name);
    }
    const json = keys.map(key => ({ ...key, projectName: names.get(key.projectId ?? '') ?? null }));
    const rows = json.map(key => [
      key.id,
      key.name,
      `${key.prefix}…`,
      key.scopes.join(' '),
      key.projectName ?? key.projectId ?? 'all',
      key.lastUsedAt ? instant(key.lastUsedAt) : 'never',
      key.revokedAt && instant(key.revokedAt),
    ]);
    return { json, text: table(['id', 'name', 'key', 'scopes', 'project', 'last used', 'revoked'], rows) };
  });

/** Throws `I_NOT_FOUND` if there is no such key, or it was revoked before. */
export async function revokeKey(text: string): Promise<Answer> {
  const id = parseId(text);
  return withProjects(async projects => {
    if (!(await projects.revokeKey(id))) throw new PipelineError('I_NOT_FOUND', `no key ${id} to revoke`);
    return { json: { id, revoked: true }, text: `Key ${id} is revoked.` };
  });
}

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
