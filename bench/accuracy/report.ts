/** Sets what was measured as tables a person can read; the same in the terminal and in `docs/accuracy.md`. Pure. */
import { factKinds } from '../../shared/domain/facts.ts';
import { mentionTypes } from '../../shared/domain/rows.ts';
import { type Measured, rulesOf } from './measure.ts';
import { addScore, addShare, f1, noScore, noShare, precision, recall, type Score, type Share } from './score.ts';

const percent = (value: number | null): string => (value === null ? '–' : `${(value * 100).toFixed(1)}`);
const share = ({ right, of }: Share): string => `${right} of ${of} (${percent(of === 0 ? null : right / of)}%)`;

/** A Markdown table whose columns line up as plain text too. The first column is flush left. */
function table(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => (row[column] ?? '').length)));
  const line = (row: string[]) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), rule, ...body.map(line)];
}

const measures = (score: Score): string[] => [percent(precision(score)), percent(recall(score)), percent(f1(score))];

function entityTable({ entities }: Measured): string[] {
  const types = mentionTypes.flatMap(type => {
    const score = entities.byType.get(type);
    return score ? [{ type: type as string, ...score }] : [];
  });
  if (types.length === 0) return [];
  const all = types.reduce(
    (sum, score) => ({
      type: 'all',
      exact: addScore(sum.exact, score.exact),
      relaxed: addScore(sum.relaxed, score.relaxed),
      values: addShare(sum.values, score.values),
    }),
    { type: 'all', exact: noScore(), relaxed: noScore(), values: noShare },
  );
  return [
    '',
    '### Entities',
    '',
    ...table([
      ['type', 'labelled', 'judged', 'P', 'R', 'F1', 'P overlap', 'R overlap', 'F1 overlap', 'value'],
      ...[...types, all].map(({ type, exact, relaxed, values }) => [
        type,
        `${exact.wanted}`,
        `${exact.found}`,
        ...measures(exact),
        ...measures(relaxed),
        percent(values.of === 0 ? null : values.right / values.of),
      ]),
    ]),
  ];
}

function factTable({ facts }: Measured): string[] {
  const kinds = factKinds.flatMap(kind => {
    const score = facts.byKind.get(kind);
    return score ? [{ kind, score }] : [];
  });
  const rows = kinds.map(({ kind, score }) => [kind, `${score.wanted}`, `${score.found}`, ...measures(score)]);
  return [
    ...(rows.length ? ['', '### Facts', '', ...table([['kind', 'listed', 'judged', 'P', 'R', 'F1'], ...rows])] : []),
    ...(facts.categories.of ? ['', `Category right: ${share(facts.categories)}.`] : []),
    ...(facts.roles.of ? ['', `Role right, of the parties found: ${share(facts.roles)}.`] : []),
  ];
}

function pairLines({ pairs }: Measured): string[] {
  const same = pairs.merged + pairs.missed;
  const different = pairs.apart + pairs.wronglyMerged;
  if (same + different === 0) return [];
  return [
    '',
    '### Resolution',
    '',
    ...table([
      ['pairs', 'count', 'right', 'wrong', 'of these unsure'],
      ['one entity (wrong: missed)', `${same}`, `${pairs.merged}`, `${pairs.missed}`, `${pairs.missedUnsure}`],
      [
        'two entities (wrong: merged)',
        `${different}`,
        `${pairs.apart}`,
        `${pairs.wronglyMerged}`,
        `${pairs.apartUnsure}`,
      ],
    ]),
  ];
}

function ruleTable(measured: Measured): string[] {
  const rows = rulesOf(measured).map(({ rule, share: one }) => [
    rule,
    `${one.right}`,
    `${one.of}`,
    percent(one.right / one.of),
  ]);
  return rows.length ? ['', '### Chunks, words, mail', '', ...table([['rule', 'right', 'of', '%'], ...rows])] : [];
}

/** One collection as lines of Markdown. Percentages; `–` where nothing can be said. */
export function reportLines(measured: Measured): string[] {
  const failed = measured.failures.map(({ record, code }) => `${record} (${code})`).join(', ');
  return [
    `## ${measured.title}`,
    '',
    `${measured.records} files or texts.${failed && ` Nothing came of ${failed}: all that is known of them counts as missed.`}`,
    ...entityTable(measured),
    ...factTable(measured),
    ...ruleTable(measured),
    ...pairLines(measured),
  ];
}
