/** Finds the title of a document: what a lawyer would call it in a list. */
import type { Claim, Passage } from '../engine.ts';
import { type Found, findCaseName } from './caption.ts';
import { type HeadLine, headLines } from './head-lines.ts';

/** A possible title; the highest score wins, of equal ones the first. */
export interface Candidate extends Found {
  rule: string;
  score: number;
}

const maxTitle = 250;
const documentNoun =
  /\b(?:agreement|contract|lease|amendment|indenture|guaranty|promissory note|sublease|complaint|counterclaim|petition|answer|motion|memorandum (?:of law|in|of points|of understanding|opinion)|brief|opposition|reply|stipulation|notice of|affidavit|declaration|deposition|transcript|interrogatories|requests? for|subpoena|certificate|indictment|information|verdict|resolution|(?:appearance|information|application|claim) (?:of counsel )?form|order|opinion|judgment|decree|invoice|balance sheet|statement of|last will|power of attorney|report|bylaws|articles of)\b/i;
/** Titles that name a kind of decision and nothing else: the case is known by its name, not by these. */
const bareDecision =
  /^\(?(?:(?:slip|memorandum|final|per curiam|published|unpublished|not for publication) )*(?:opinion|judgment|memorandum opinion(?: \d)?|decision|syllabus|order and opinion|opinion and order|opinion of the court|findings of fact and (?:opinion|conclusions of law))\)?$/i;
/** Never a title, whatever else it holds. */
const furniture =
  /\b(?:court|circuit|district of|division)\b(?!.*\b(?:motion|order|notice|petition)\b)|^(?:\(|(?:agreement|contract|lease) (?:no\b|number\b|#)|(?:appeal|doc|document|pg|entry id)\b(?=\W*:)|in the|for the|before|no\.|nos\.|docket|case|page|filed|argued|decided|dated?|exhibit|ex\.|appeals? from|on appeal|to:|from:|cc:|sent:|date:|re:|subject:|dear|quicklinks|opinion (?:delivered|filed|number|no)|on (?:petition|writ|certi))(?<=:|\b)|(?:19|20)\d{2}\s[A-Z]|@|https?:|\bconfidential (?:portions|treatment)\b|\b(?:omitted|redacted)\b|^\d[\d\s./-]*$|^[\W\d_]*$/i;

const capitals = (text: string): boolean => /[A-Z]{2}/.test(text) && !/[a-z]{2}/.test(text);
const titleCase = (text: string): boolean =>
  text.split(/\s+/).every(word => /^(?:[^a-z]|(?:of|and|the|to|for|in|on|or|by|with|a|an|as|re|its)\b)/.test(word));

/** Each of these opens a continuation or leaves a line open. */
const leavesOpen = /(?:\b(?:and|or|of|to|for|the|in|on|by|with|from|as|re|a|an)|[,;:&–—-])$/i;

/** A title line with the lines it runs on to. The quote must be one slice, so nothing else may stand between them. */
function titleBlock(text: string, lines: HeadLine[], at: number): Found {
  const first = lines[at] as HeadLine;
  let last = first;
  for (const next of lines.slice(at + 1, at + 6)) {
    const touches = /^[^\S\n]*\n[^\S\n]*(?:\d{0,2}|[vV]s?\.)[^\S\n]*$/.test(text.slice(last.end, next.start));
    if (/^[vV]s?\.$/.test(next.text)) continue;
    const mixed = !capitals(next.text) && leavesOpen.test(last.text) && titleCase(next.text);
    const fits = capitals(first.text) ? capitals(next.text) : mixed;
    const starts = /^(?:and|or|of|to|for|in|on|with|pursuant|regarding|by)\b/i.test(next.text);
    const isLastWord = fits && /^(?:AGREEMENT|CONTRACT|LEASE)$/.test(next.text);
    if (!touches || !fits || !(starts || isLastWord || leavesOpen.test(last.text)) || furniture.test(next.text)) break;
    last = next;
  }
  const slice = text.slice(first.start, last.end);
  // Margin numbers, and the "v." of the column beside.
  const value = slice.replace(/\n\s*(?:\d{1,2}|[vV]s?\.)(?=\s)/g, ' ').replace(/\s+/g, ' ');
  return { value, start: first.start, end: last.end };
}

function namedTitles(text: string, lines: HeadLine[]): Candidate[] {
  const candidates: Candidate[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.text.length > maxTitle || furniture.test(line.text) || !(capitals(line.text) || titleCase(line.text)))
      continue;
    const block = titleBlock(text, lines, at);
    if (!documentNoun.test(block.value) || /[.;,]$/.test(block.value)) continue;
    candidates.push({ ...block, rule: 'document-noun', score: bareDecision.test(block.value) ? 4 : 8 });
  }
  return candidates;
}

/** Text without line ends: a run of capitals that ends in what the document is. */
function runOfCapitals(text: string): Candidate[] {
  const run =
    /(?:\b[A-Z][A-Z&'’-]+,?\s+){1,10}(?:AGREEMENT|CONTRACT|LEASE|COMPLAINT|ORDER|NOTICE|AFFIDAVIT|DECLARATION)\b/;
  const match = run.exec(text.slice(0, 1_000));
  if (!match) return [];
  const value = match[0].replace(/\s+/g, ' ');
  return [{ value, start: match.index, end: match.index + match[0].length, rule: 'capitals', score: 5 }];
}

/** What the writer says the document is about: the subject of a mail or letter, the heading of a rule in a register. */
const statedSubjects: { rule: string; pattern: RegExp; score: number }[] = [
  { rule: 'mail-subject', pattern: /^Subject:[^\S\n]*(\S[^\n]*)/m, score: 10 },
  { rule: 'rulemaking', pattern: /^((?:[A-Z][^\n.]{5,120}\n){1,3})\s*AGENCY:/m, score: 10 },
  {
    rule: 'division',
    pattern: /^[^\S\n]*((?:TITLE|SUBTITLE|CHAPTER|SUBCHAPTER|PART)\s+[\dA-Z]{1,5}\s?[—–-]\s?[A-Z][^\n]{2,120})/m,
    score: 7,
  },
  { rule: 'letter-subject', pattern: /^[^\S\n]*(?:Re|RE):[^\S\n]*(\S[^\n]*)/m, score: 9 },
];

function subjects(head: string): Candidate[] {
  return statedSubjects.flatMap(({ rule, pattern, score }) => {
    const match = pattern.exec(head);
    const subject = match?.[1]?.trim();
    if (!match || !subject) return [];
    const start = match.index + match[0].indexOf(subject);
    return [{ value: subject.replace(/\s+/g, ' '), start, end: start + subject.length, rule, score }];
  });
}

/** The number of a section, a date, an address: a heading within a document, a stamp, a letterhead. */
const noHeading = /^(?:[A-Z]|[IVX]+|\d{1,2})\.\s|^[A-Z][a-z]{2,8}\.?\s\d{1,2},\s?\d{4}|[A-Z]{2}\s\d{5}(?:-\d{4})?$/;

/** The first line that could be a heading: better than nothing, and said to be no more than that. */
function firstHeading(lines: HeadLine[]): Candidate[] {
  const line = lines.find(
    ({ text }) =>
      text.length >= 4 &&
      text.length <= 120 &&
      !furniture.test(text) &&
      !noHeading.test(text) &&
      !/[.,;]$/.test(text) &&
      (capitals(text) || titleCase(text)),
  );
  return line ? [{ value: line.text, start: line.start, end: line.end, rule: 'first-heading', score: 2 }] : [];
}

/** The best candidate for a title, with the rule that found it; undefined if nothing in the head looks like one. */
export function readTitle(document: Passage): Candidate | undefined {
  const lines = headLines(document.text);
  const head = document.text.slice(0, lines.at(-1)?.end ?? 0);
  const caseName = findCaseName(lines);
  const candidates = [
    ...subjects(head),
    ...namedTitles(document.text, lines),
    ...(caseName ? [{ ...caseName, rule: 'case-name', score: 6 }] : []),
    ...runOfCapitals(document.text),
    ...firstHeading(lines),
  ].sort((a, b) => b.score - a.score || a.start - b.start);
  return candidates[0];
}

/** The title with its quote, as a claim; none if there is no title. `properties.rule` says how it was found. */
export function findTitle(document: Passage): Claim[] {
  const best = readTitle(document);
  if (!best) return [];
  const quote = document.text.slice(best.start, best.end);
  return [
    {
      kind: 'title',
      value: best.value,
      properties: { rule: best.rule },
      quote,
      charStart: document.charStart + best.start,
    },
  ];
}
