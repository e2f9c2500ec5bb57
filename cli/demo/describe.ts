/** The demo in words: the table, the balance, what was not as expected, and where to go on from there. */
import { balance, refusalTable } from '../report.ts';
import { counted, printable, table } from '../table.ts';
import type { CitedFact } from './find-cited-fact.ts';
import type { MatterResult, Result } from './run-matter.ts';

export interface Addresses {
  api: string;
  key: string;
  board: string;
  boardUser: string;
  boardPassword: string;
  supabase: string;
}

/** The result, section by section. `dataDir` is where to delete it. */
export function describeResult(
  { results, report }: MatterResult,
  fact: CitedFact | undefined,
  dataDir: string,
): string {
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
  const { foundInside } = report.families;
  sections.push(
    `${counted(foundInside, 'document')} more found inside them: attachments, nested messages, members of an archive.`,
  );
  if (results.some(({ replayed }) => replayed)) {
    sections.push(
      `The matter was sent before; these are the documents of then. Remove the folder ${dataDir} to begin anew.`,
    );
  }
  if (fact) sections.push(describeFact(fact));
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

/** A fact, and the very words that prove it. */
const describeFact = ({ file, kind, value, quote, charStart, charEnd, page }: CitedFact): string => {
  const where = [file, page && `page ${page}`, `characters ${charStart} to ${charEnd}`].filter(Boolean).join(', ');
  const words = printable(quote.replaceAll(/\s+/g, ' '));
  return `Every fact has its place. ${printable(kind)} ${printable(value)}: ${where}\n  "${words}"`;
};

/** Where to look, and a first call to make. */
export function describeAddresses(addresses: Addresses, { project, results }: MatterResult): string {
  const { api, key, board, boardUser, boardPassword, supabase } = addresses;
  const document = results.find(({ state }) => state === 'completed')?.document;
  return `
  API       ${api}   (described by ${api}/openapi.json)
  Board     ${board}   (user ${boardUser}, password ${boardPassword})
  Supabase  ${supabase}

  See for yourself:
  curl -H 'Authorization: Bearer ${key}' '${api}/v1/documents${document ? `/${document.id}/chunks` : `?project=${project.id}`}'

  Ctrl-C stops everything.

`;
}

/** For a demo that ends here: its servers are gone, its data is kept. */
export const describeNextSteps = ({ project }: MatterResult): string => `
  What was made is kept. To go on:
  npm start                                                   # everything again; prints URLs, a key and a first call
  npm run cli -- report "${project.name}"                       # in another terminal
  npm run cli -- export "${project.name}" --out ./out

`;
