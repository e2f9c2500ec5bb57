/** `report`: the proof that nothing of a project was dropped. */
import { type DocumentState, documentStates } from '../shared/domain/stage.ts';
import type { Answer } from './answer.ts';
import type { Api } from './api.ts';
import { type ListedDocument, type Report, reportSchema } from './api-answers.ts';
import { costText } from './costs.ts';
import { documentsOf, documentTable } from './list.ts';
import { findProject } from './projects.ts';
import { instant, pairs, table } from './table.ts';

/** States in which a file is not, or not wholly, read: a person should look at each. */
const unread = ['failed', 'completed_partial', 'excluded', 'cancelled'] as const satisfies DocumentState[];

/** `error` if the states do not add up to what was received. */
export async function report(api: Api, nameOrId: string): Promise<Answer> {
  const project = await findProject(api, nameOrId);
  const found = await readReport(api, project.id);
  const documents: ListedDocument[] = [];
  for (const state of unread) {
    if (found.states[state] > 0) documents.push(...(await documentsOf(api, project.id, state)));
  }
  const json = { ...found, unread: documents };
  return { json, text: describe(project.name, found, documents), exit: addsUp(found) ? 'ok' : 'error' };
}

/** The report of a project, as the record counts it. */
export const readReport = (api: Api, projectId: string): Promise<Report> =>
  api.get(`/v1/projects/${encodeURIComponent(projectId)}/report`, reportSchema);

/** True if every document received is in exactly one state. */
export const addsUp = ({ received, states }: Report): boolean =>
  received === Object.values(states).reduce((sum, count) => sum + count, 0);

const balanceOrder = [...documentStates.filter(state => state !== 'processing'), 'processing'] as const;
const shortNames: Partial<Record<DocumentState, string>> = { completed_partial: 'partial', processing: 'in progress' };

/** `received N = completed a + partial b + ...`. */
export const balance = ({ received, states }: Report): string =>
  `received ${received} = ${balanceOrder.map(state => `${shortNames[state] ?? state} ${states[state]}`).join(' + ')}`;

function describe(name: string, found: Report, documents: ListedDocument[]): string {
  const { families, pages, duplicatesOfUnread, cost } = found;
  const sections = [
    pairs([
      ['project', name],
      ['files', `handed over ${families.handedOver}, found inside them ${families.foundInside}`],
      ['pages', `declared ${pages.declared}, read ${pages.read}, missing ${pages.missing}`],
      ['cost', cost.requests + cost.cached > 0 ? costText(cost) : null],
      [
        'unread copies',
        duplicatesOfUnread > 0 ? `${duplicatesOfUnread}, as their first failed or was cancelled` : null,
      ],
    ]),
  ];
  const failures = Object.entries(found.failures);
  if (failures.length > 0) sections.push(table(['failed with', 'documents'], failures));
  if (documents.length > 0) sections.push(documentTable(documents));
  if (found.refusals.length > 0) sections.push(refusalTable(found));
  sections.push(balance(found) + (addsUp(found) ? '' : '\nThe states do not add up to what was received.'));
  return sections.join('\n\n');
}

/** The files refused at the door. */
export const refusalTable = ({ refusals }: Report): string =>
  table(
    ['refused at the door', 'code', 'bytes', 'when', 'id'],
    refusals.map(({ fileName, code, bytes, createdAt, id }) => [fileName, code, bytes, instant(createdAt), id]),
  );
