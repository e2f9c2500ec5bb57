/** The demo in words: the table, the balance, what was not as expected, and where to go on from there. */
import { balance, refusalTable } from '../report.ts';
import { counted, table } from '../table.ts';
import type { MatterResult, Result } from './run-matter.ts';

export interface Addresses {
  api: string;
  key: string;
  board: string;
  boardUser: string;
  boardPassword: string;
  supabase: string;
}

/** The result, section by section. */
export function describeResult({ results, report }: MatterResult): string {
  const head = ['file', 'state', 'code', 'pages', 'chunks', 'mentions', 'facts', 'seconds'];
  const sections = [table(head, results.map(rowOf)), refusalTable(report), balance(report)];
  const wrong = results.filter(({ expected }) => expected !== undefined);
  if (wrong.length > 0) {
    const lines = wrong.map(({ file, state, code, expected }) => [
      file,
      [state, code].filter(Boolean).join(' '),
      expected,
    ]);
    sections.push(table(['NOT AS EXPECTED', 'is', 'should be'], lines));
  } else sections.push(`${counted(results.length, 'file')}, each in the state samples/matter/truth.json says.`);
  if (results.some(({ replayed }) => replayed)) {
    sections.push(
      'The matter was sent before; these are the documents of then. Remove the data folder (DATA_DIR) to begin anew.',
    );
  }
  return `\n${sections.join('\n\n')}\n`;
}

const rowOf = ({ file, state, code, document, counts, seconds }: Result) => [
  file,
  state,
  code,
  document?.pageCount,
  counts?.chunks,
  counts?.mentions,
  counts?.facts,
  seconds?.toFixed(1),
];

/** Where to look, and a first call to make. */
export function describeAddresses(addresses: Addresses, { project, results }: MatterResult): string {
  const { api, key, board, boardUser, boardPassword, supabase } = addresses;
  const document = results.find(({ state }) => state === 'completed')?.document;
  return `
  API            ${api}   (described by ${api}/openapi.json)
  Board          ${board}   (user ${boardUser}, password ${boardPassword})
  Supabase REST  ${supabase}/rest/v1

  See for yourself:
  curl -H 'Authorization: Bearer ${key}' '${api}/v1/documents${document ? `/${document.id}/chunks` : `?project=${project.id}`}'

`;
}
