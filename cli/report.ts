/** `report`: the proof that nothing of a project was dropped. */
import { type DocumentState, documentStates } from '../shared/domain/stage.ts';
import type { Answer } from './answer.ts';
import type { Api } from './api.ts';
import { type Report, reportSchema } from './api-answers.ts';
import { findProject } from './projects.ts';
import { instant, pairs, table } from './table.ts';

/** `error` if the states do not add up to what was received. */
export async function report(api: Api, nameOrId: string): Promise<Answer> {
  const project = await findProject(api, nameOrId);
  const found = await readReport(api, project.id);
  return { json: found, text: describe(project.name, found), exit: addsUp(found) ? 'ok' : 'error' };
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

function describe(name: string, found: Report): string {
  const { pages } = found;
  const sections = [
    pairs([
      ['project', name],
      ['pages', `declared ${pages.declared}, read ${pages.read}, missing ${pages.missing}`],
    ]),
  ];
  const failures = Object.entries(found.failures);
  if (failures.length > 0) sections.push(table(['failed with', 'documents'], failures));
  if (found.refusals.length > 0) sections.push(refusalTable(found));
  sections.push(balance(found) + (addsUp(found) ? '' : '\nThe states do not add up to what was received.'));
  return sections.join('\n\n');
}

/** The files refused at the door. */
export const refusalTable = ({ refusals }: Report): string =>
  table(
    ['refused at the door', 'code', 'bytes', 'when'],
    refusals.map(({ fileName, code, bytes, createdAt }) => [fileName, code, bytes, instant(createdAt)]),
  );
