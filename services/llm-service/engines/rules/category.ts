/** Decides the category of a document by evidence weighed over the whole of it, never by the first match. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Category, categories } from '../../../../shared/domain/category.ts';
import type { Categorisation, Claim, Passage } from '../engine.ts';
import type { CueLine } from './cue.ts';
import { litigationCues } from './cues-of-litigation.ts';
import { paperCues } from './cues-of-papers.ts';
import { readTitle } from './title.ts';
import { kindOfTitle } from './title-kind.ts';

const cueTable = { ...litigationCues, ...paperCues };

/** Roughly the first page, in UTF-16 units: captions, headings and letterheads are there. */
const titleZoneLength = 2_500;
/** A score under this is less than one cue in a title: too little to name a category. */
const leastScore = 4;
/**
 * What the kind of file says. A message is a mail, whatever it speaks of; a recording or a picture is evidence, unless its words
 * are those of a deposition, an invoice and so on.
 */
const byMediaType: [pattern: RegExp, category: Category, score: number][] = [
  [/^(?:message\/rfc822|application\/vnd\.ms-outlook)$/, 'email', 20],
  [/^(?:audio|video)\//, 'exhibit', 5],
  [/^image\//, 'exhibit', 4],
];
/** How a title was found that is what the paper calls itself, not the name of its case or its subject. */
const titleRules: ReadonlySet<string> = new Set(['document-noun', 'capitals']);
/** Spans kept per cue; the count says how many hits there were. */
const maxSpans = 5;

/** How much one cue spoke for its category, and where. */
interface Evidence {
  cue: string;
  category: Category;
  count: number;
  score: number;
  spans: [start: number, end: number][];
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** The hit without white space around it, in offsets of the document. */
function spanOf(match: RegExpExecArray, charStart: number): [number, number] {
  const lead = match[0].length - match[0].trimStart().length;
  const start = charStart + match.index + lead;
  return [start, start + match[0].trim().length];
}

function weigh(category: Category, cue: CueLine, document: Passage): Evidence | null {
  const [name, pattern, title, body] = cue;
  const spans: Evidence['spans'] = [];
  let count = 0;
  let inTitle = false;
  for (const match of document.text.matchAll(pattern)) {
    count += 1;
    inTitle ||= match.index < titleZoneLength;
    if (spans.length < maxSpans) spans.push(spanOf(match, document.charStart));
  }
  if (count === 0) return null;
  const score = rounded((inTitle ? title : 0) + body * Math.log2(1 + count));
  return { cue: name, category, count, score, spans };
}

const allCues = (): [Category, CueLine][] =>
  categories.flatMap(category => (cueTable[category] ?? []).map((cue): [Category, CueLine] => [category, cue]));

/** The title of the paper, where it calls the paper something, outweighs any cue of what the paper speaks about. */
const titleScore = 12;

function fromTitle(document: Passage): Evidence[] {
  const title = readTitle(document);
  const category = title && titleRules.has(title.rule) ? kindOfTitle(title.value) : undefined;
  if (!title || !category) return [];
  const spans: Evidence['spans'] = [[title.start + document.charStart, title.end + document.charStart]];
  return [{ cue: 'title', category, count: 1, score: titleScore, spans }];
}

async function gatherEvidence(document: Passage, signal: AbortSignal): Promise<Evidence[]> {
  const evidence = fromTitle(document);
  for (const [pattern, category, score] of byMediaType) {
    if (pattern.test(document.mediaType)) evidence.push({ cue: 'media-type', category, count: 1, score, spans: [] });
  }
  for (const [category, cue] of allCues()) {
    // One cue over 50 MB takes a good part of a second; the lease must be renewed in between.
    await nextTurn();
    signal.throwIfAborted();
    const found = weigh(category, cue, document);
    if (found) evidence.push(found);
  }
  return evidence;
}

function totals(evidence: Evidence[]): Partial<Record<Category, number>> {
  const scores: Partial<Record<Category, number>> = {};
  for (const { category, score } of evidence) scores[category] = rounded((scores[category] ?? 0) + score);
  return scores;
}

/** The claim quotes the strongest cue of the category; null if all its evidence lies outside the text. */
function claimFor(category: Category, evidence: Evidence[], document: Passage, confidence: number): Claim | null {
  const strongest = evidence
    .filter(item => item.category === category && item.spans.length > 0)
    .sort((a, b) => b.score - a.score || (a.cue < b.cue ? -1 : 1))[0];
  const [start, end] = strongest?.spans[0] ?? [0, 0];
  if (!strongest || end === start) return null;
  const quote = document.text.slice(start - document.charStart, end - document.charStart);
  return { kind: 'category', value: category, properties: { confidence, evidence }, quote, charStart: start };
}

/**
 * The category with the highest sum of cue scores. `confidence` is its share of its own and the runner-up's score,
 * 0.5 (a tie) to 1. With no score of at least 4 the document is `other`, with a warning and no claim.
 */
export async function categorise(document: Passage, signal: AbortSignal): Promise<Categorisation> {
  const evidence = await gatherEvidence(document, signal);
  const scores = totals(evidence);
  // Stable sort: of equal scores the category listed first wins, whatever order the evidence came in.
  const ranked = [...categories].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const [best, second] = ranked.map(category => ({ category, score: scores[category] ?? 0 }));
  if (!best || best.score < leastScore) {
    return { category: 'other', scores, claims: [], warnings: [{ code: 'category.undecided' }] };
  }
  const confidence = rounded(best.score / (best.score + (second?.score ?? 0)));
  const claim = claimFor(best.category, evidence, document, confidence);
  return { category: best.category, scores, claims: claim ? [claim] : [], warnings: [] };
}
