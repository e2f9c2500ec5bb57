/** Compares facts with those a record lists, by kind and normalised value. Pure. */
import type { FactKind } from '../../shared/domain/facts.ts';
import type { FactRow } from '../../shared/domain/rows.ts';
import type { Slip } from './entities.ts';
import type { LoadedRecord } from './record.ts';
import type { Produced } from './run-record.ts';
import { addScore, addShare, noScore, type Score, type Share } from './score.ts';

/** Counts by kind, and every fact that was missed or too much. */
export interface FactScores {
  byKind: Map<FactKind, Score>;
  /** Of the parties found whose role is listed: how many have it. */
  roles: Share;
  categories: Share;
  slips: Slip[];
}

/** Nothing measured yet. */
export const noFactScores = (): FactScores => ({
  byKind: new Map(),
  roles: { right: 0, of: 0 },
  categories: { right: 0, of: 0 },
  slips: [],
});

/** Kinds whose value is a sentence: enough if one says the other and more. */
const sentences: ReadonlySet<FactKind> = new Set(['term', 'termination', 'obligation']);

/** Case, white space, quotation marks, kinds of dash, a leading article and punctuation at the ends are no part of a value. */
const plain = (value: string): string =>
  value
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[–—‑]/g, '-')
    .replace(/[“”‘’'"]/g, '')
    .replace(/\s+/g, ' ')
    .replace(/^(?:in )?the /, '')
    .replace(/^[\s,;:.]+|[\s,;:.]+$/g, '');

/** `C.A. No. 23-1187` and `23-1187` are one number. */
const withoutLabel = (docket: string): string => docket.replace(/^[a-z. ]*nos?\. /, '');

function isSame(kind: FactKind, a: string, b: string): boolean {
  const normal = (value: string) => (kind === 'docket' ? withoutLabel(plain(value)) : plain(value));
  const [one, other] = [normal(a), normal(b)];
  if (one === other) return true;
  return sentences.has(kind) && one !== '' && other !== '' && (one.includes(other) || other.includes(one));
}

/** Adds what one record says. */
export function scoreFacts(scores: FactScores, record: LoadedRecord, produced: Produced): void {
  const annotated = new Set(record.factsAnnotated ?? record.facts.map(({ kind }) => kind));
  const distinct = distinctFacts(produced.facts);
  for (const kind of new Set([...record.facts.map(fact => fact.kind), ...annotated])) {
    const wanted = record.facts.filter(fact => fact.kind === kind);
    const found = distinct.filter(fact => fact.kind === kind);
    const missed = wanted.filter(({ value }) => !found.some(fact => isSame(kind, fact.value, value)));
    const tooMuch = found.filter(fact => !wanted.some(({ value }) => isSame(kind, fact.value, value)));
    const judged = annotated.has(kind) ? found.length : 0;
    const score: Score = {
      wanted: wanted.length,
      hit: wanted.length - missed.length,
      found: judged,
      right: judged && found.length - tooMuch.length,
    };
    scores.byKind.set(kind, addScore(scores.byKind.get(kind) ?? noScore(), score));
    const slip = (what: Slip['kind'], text: string): Slip => ({ record: record.name, kind: what, type: kind, text });
    scores.slips.push(...missed.map(({ value }) => slip('missed', value)));
    if (judged) scores.slips.push(...tooMuch.map(({ value }) => slip('too much', value)));
  }
  scoreRoles(scores, record, distinct);
  scoreCategory(scores, record, produced);
}

/** A fact that is stated in several places is one. */
const distinctFacts = (facts: FactRow[]): FactRow[] => [
  ...new Map(facts.map(fact => [`${fact.kind}/${plain(fact.value)}`, fact])).values(),
];

function scoreRoles(scores: FactScores, record: LoadedRecord, found: FactRow[]): void {
  for (const { kind, value, role } of record.facts) {
    if (role === undefined) continue;
    const fact = found.find(one => one.kind === kind && isSame(kind, one.value, value));
    if (!fact) continue;
    const got = fact.properties.role;
    const isRight = typeof got === 'string' && plain(got) === plain(role);
    scores.roles = addShare(scores.roles, { right: Number(isRight), of: 1 });
    if (!isRight)
      scores.slips.push({ record: record.name, kind: 'missed', type: `role of ${kind}`, text: `${value}: ${role}` });
  }
}

function scoreCategory(scores: FactScores, record: LoadedRecord, { category }: Produced): void {
  if (record.category === undefined) return;
  const isRight = category === record.category;
  scores.categories = addShare(scores.categories, { right: Number(isRight), of: 1 });
  if (!isRight)
    scores.slips.push({
      record: record.name,
      kind: 'missed',
      type: 'category',
      text: `${record.category}, not ${category}`,
    });
}
