/** Finds projects by what a person types: a name or an id. */
import { PipelineError } from '../shared/errors.ts';
import { type Api, json } from './api.ts';
import { type Project, projectSchema } from './api-answers.ts';

/** Throws `I_NOT_FOUND` if the key sees no such project. */
export const findProject = (api: Api, nameOrId: string): Promise<Project> =>
  api.get(`/v1/projects/${encodeURIComponent(nameOrId)}`, projectSchema);

/** Makes the project if there is none of that name; that takes a key with scope `admin`. */
export async function ensureProject(api: Api, name: string): Promise<Project> {
  try {
    return await findProject(api, name);
  } catch (thrown) {
    if (!(thrown instanceof PipelineError && thrown.code === 'I_NOT_FOUND')) throw thrown;
  }
  return api.call({ method: 'POST', path: '/v1/projects', body: json({ name }) }, projectSchema);
}
