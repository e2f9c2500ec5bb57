/** The page of one document: where it stands, what went wrong and what to do, and the button that asks the record to retry. */
import type { DocumentState } from '../shared/domain/stage.ts';
import { errorCodes } from '../shared/errors.ts';
import { escapeHtml, page, type Said, saidHtml } from './pages.ts';
import type { VisibleDocument, VisibleError, VisibleStage, VisibleWarning } from './visible-document.ts';

/** States in which the record may find something to try again. */
const retryable: readonly DocumentState[] = ['failed', 'completed_partial', 'cancelled'];

const backLink = '<p><a href="/">Back to the queues</a></p>';

/** `apiUrl` is where the API shows the document; it is not a link, since a browser has no API key to send. */
export const documentPage = (document: VisibleDocument, apiUrl: string, said?: Said): string =>
  page(
    `Document ${document.id}`,
    `<h1>Document <code>${escapeHtml(document.id)}</code></h1>${saidHtml(said)}
<dl>${factsOf(document)
      .map(([name, html]) => `<dt>${name}</dt><dd>${html}</dd>`)
      .join('')}</dl>
${stagesHtml(document.stages)}${warningsHtml(document.warnings)}${actionHtml(document)}
<p>With an API key: <code>GET ${escapeHtml(apiUrl)}</code></p>
${backLink}`,
  );

/** Instead of a page for a document that is not there. */
export const noDocumentPage = (): string =>
  page('No such document', `<h1>No such document</h1><p>The record has no document of this id.</p>${backLink}`);

function factsOf(document: VisibleDocument): [name: string, html: string][] {
  const { state, error, pageCount, duplicateOf, parentId, createdAt, finishedAt } = document;
  const facts: [string, string | null][] = [
    ['State', escapeHtml(state.replace('_', ' '))],
    ['Error', error && errorHtml(error)],
    ['Failed in', error?.stage ? escapeHtml(`${error.stage}, attempt ${error.attempt ?? '-'}`) : null],
    ['Pages', pageCount === null ? null : String(pageCount)],
    ['Copy of', duplicateOf && linkTo(duplicateOf)],
    ['Found inside', parentId && linkTo(parentId)],
    ['Received', timeHtml(createdAt)],
    ['Finished', finishedAt && timeHtml(finishedAt)],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null);
}

const errorHtml = ({ code }: VisibleError): string =>
  `<code class="bad">${escapeHtml(code)}</code><br>${escapeHtml(errorCodes[code])}`;

const linkTo = (id: string): string => `<a href="/documents/${escapeHtml(id)}"><code>${escapeHtml(id)}</code></a>`;

const timeHtml = (time: string): string =>
  `<time>${escapeHtml(new Date(time).toISOString().slice(0, 19).replace('T', ' '))} UTC</time>`;

const tableHtml = (title: string, heads: string[], rows: string[][]): string =>
  `<h2>${title}</h2><div class="wide"><table><thead><tr>${heads.map(head => `<th>${head}</th>`).join('')}</tr></thead>
<tbody>${rows.map(cells => `<tr>${cells.map(cell => `<td>${cell}</td>`).join('')}</tr>`).join('\n')}</tbody></table></div>`;

function stagesHtml(stages: VisibleStage[]): string {
  if (stages.length === 0) return '<p>It goes through no stage.</p>';
  return tableHtml(
    'Stages',
    ['Stage', 'State', 'Generation', 'Error', 'Attempt'],
    stages.map(({ stage, state, currentGeneration, buildingGeneration, error }) => [
      stage,
      state,
      generationOf(currentGeneration, buildingGeneration),
      error ? errorHtml(error) : '',
      String(error?.attempt ?? ''),
    ]),
  );
}

/** The one that is read, and the one that is to take its place. */
const generationOf = (current: number | null, building: number | null): string =>
  building === null ? `${current ?? '-'}` : `${current ?? 'none'}&nbsp;→&nbsp;${building}`;

function warningsHtml(warnings: VisibleWarning[]): string {
  if (warnings.length === 0) return '';
  return tableHtml(
    'Warnings',
    ['Stage', 'Code', 'Count', 'Effect'],
    warnings.map(({ stage, code, count, isMissing }) => [
      stage,
      `<code>${escapeHtml(code)}</code>`,
      String(count),
      isMissing ? '<span class="bad">something is missing</span>' : '',
    ]),
  );
}

/** What makes sense now: to wait and look again, to retry, or nothing. */
function actionHtml({ id, state }: VisibleDocument): string {
  if (state === 'processing') return `<p><a href="/documents/${escapeHtml(id)}">Look again</a></p>`;
  if (!retryable.includes(state)) return '';
  return `<h2>Try again</h2>
<form method="post" action="/retry/${escapeHtml(id)}"><button>Retry what failed</button></form>
<p>The record reopens what failed and delivers it again; jobs on the board stay as they are.</p>`;
}
