/** `costs`: what calls of engines cost a project, by engine and model and by document. */
import type { Answer } from './answer.ts';
import { type Api, collect } from './api.ts';
import { type CostSum, costsSchema, documentCostSchema } from './api-answers.ts';
import { findProject } from './projects.ts';
import { counted, pairs, table } from './table.ts';

/** Documents shown to a person; the JSON has all. */
const mostShown = 20;

export async function costs(api: Api, nameOrId: string): Promise<Answer> {
  const project = await findProject(api, nameOrId);
  const path = `/v1/projects/${encodeURIComponent(project.id)}/costs`;
  const { cost, engines } = await api.get(`${path}?limit=1`, costsSchema);
  const documents = await collect(api.list(path, documentCostSchema));
  const dearest = documents.toSorted((a, b) => sum(b) - sum(a)).slice(0, mostShown);
  const rows = engines.map(e => [
    ...[e.stage, e.engine, e.model, e.requests, e.cached, e.pages, Math.round(e.audioMs / 60_000)],
    ...[e.inputTokens, e.outputTokens, e.amount === null ? 'not known' : money(e.amount, e.currency)],
  ]);
  const head = ['stage', 'engine', 'model', 'requests', 'kept', 'pages', 'minutes', 'tokens in', 'tokens out', 'cost'];
  const text = [
    pairs([
      ['project', project.name],
      ['cost', costText(cost)],
    ]),
    ...(rows.length > 0 ? [table(head, rows)] : []),
    ...(dearest.length > 0
      ? [
          table(
            ['document', 'cost'],
            dearest.map(item => [item.documentId, costText(item)]),
          ),
        ]
      : []),
  ];
  return { json: { projectId: project.id, cost, engines, documents }, text: text.join('\n\n') };
}

/** `1.25 USD; 20 requests, 3 kept answers, 2 requests without a known price`. */
export function costText({ amounts, requests, cached, unpriced }: CostSum): string {
  const sums = Object.entries(amounts).map(([currency, amount]) => money(amount, currency));
  const said = [counted(requests, 'request'), ...(cached > 0 ? [counted(cached, 'kept answer')] : [])];
  if (unpriced > 0) said.push(`${counted(unpriced, 'request')} without a known price`);
  return `${sums.join(' + ') || 'nothing'}; ${said.join(', ')}`;
}

export const money = (amount: number, currency: string): string => `${amount.toFixed(amount < 1 ? 4 : 2)} ${currency}`;

const sum = ({ amounts }: CostSum): number => Object.values(amounts).reduce((all, amount) => all + amount, 0);
