/** `status`: where a document stands, stage by stage, and what to do if it failed. */
import type { Answer } from './answer.ts';
import type { Api } from './api.ts';
import { type ApiDocument, documentSchema } from './api-answers.ts';
import { parseId } from './ids.ts';
import { instant, pairs, table } from './table.ts';

/** Throws `I_NOT_FOUND` for an id the key does not see. */
export async function status(api: Api, id: string): Promise<Answer> {
  const document = await api.get(`/v1/documents/${parseId(id)}`, documentSchema);
  return { json: document, text: describe(document) };
}

function describe(document: ApiDocument): string {
  const { error } = document;
  const sections = [
    pairs([
      ['document', document.id],
      ['file', document.sourcePath ?? document.fileName],
      ['found inside', document.parentId],
      ['kind', document.mediaType],
      ['state', document.state],
      ['error', error && `${error.code} in ${error.stage ?? 'intake'}, attempt ${error.attempt ?? 1}`],
      ['', error?.message],
      ['what to do', error?.whatToDo],
      ['duplicate of', document.duplicateOf],
      ['category', document.category],
      ['language', document.language],
      ['pages', document.pageCount],
      ['characters', document.textLength],
      ['received', instant(document.createdAt)],
      ['ended', document.finishedAt && instant(document.finishedAt)],
    ]),
  ];
  if (document.stages.length > 0) {
    const rows = document.stages.map(({ stage, state }) => [stage, state]);
    sections.push(table(['stage', 'state'], rows));
  }
  if (document.warnings.length > 0) {
    const rows = document.warnings.map(({ stage, code, count, at, missing }) => [
      stage,
      code,
      count,
      at?.join(' '),
      missing ? 'something is missing' : '',
    ]);
    sections.push(table(['stage', 'warning', 'count', 'at', ''], rows));
  }
  return sections.join('\n\n');
}
