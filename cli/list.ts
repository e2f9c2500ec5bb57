/** `list`: the documents of a project, one line each. */
import type { DocumentState } from '../shared/domain/stage.ts';
import type { Answer } from './answer.ts';
import { type Api, collect } from './api.ts';
import { type ListedDocument, listedDocumentSchema } from './api-answers.ts';
import { findProject } from './projects.ts';
import { counted, table } from './table.ts';

/** In order of arrival; those in one state if one is named. */
export async function list(api: Api, nameOrId: string, state?: DocumentState): Promise<Answer> {
  const project = await findProject(api, nameOrId);
  const documents = await documentsOf(api, project.id, state);
  const count = counted(documents.length, 'document');
  return { json: documents, text: documents.length === 0 ? count : `${documentTable(documents)}\n\n${count}` };
}

/** All documents of a project, or those in one state. */
export const documentsOf = (api: Api, projectId: string, state?: DocumentState): Promise<ListedDocument[]> =>
  collect(
    api.list(
      `/v1/documents?project=${encodeURIComponent(projectId)}${state ? `&state=${state}` : ''}`,
      listedDocumentSchema,
    ),
  );

/** File, state, what is wrong and where, id. What a partial document lacks is in its warnings. */
export function documentTable(documents: ListedDocument[]): string {
  const rows = documents.map(({ id, fileName, sourcePath, state, error, warnings }) => {
    const missing = warnings.filter(warning => warning.missing);
    const codes = error ? [error.code] : [...new Set(missing.map(({ code }) => code))];
    const stages = error ? [error.stage ?? 'intake'] : [...new Set(missing.map(({ stage }) => stage))];
    return [sourcePath ?? fileName, state, codes.join(' '), stages.join(' '), id];
  });
  return table(['file', 'state', 'code', 'stage', 'id'], rows);
}
