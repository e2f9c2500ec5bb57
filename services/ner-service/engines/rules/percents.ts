/** Shares in percent, as a plain number: "five percent (5%)" is `5`, "25 basis points" `0.25`. */
import type { FoundMention } from '../engine.ts';
import { numberInWords, readNumber } from './number-words.ts';

const gap = '(?:[^\\S\\n]{1,3}|[^\\S\\n]{0,2}\\n[^\\S\\n]{0,12})';
const figures = '(?:\\d{1,3}(?:,\\d{3}){1,3}|\\d{1,9})?(?:\\.\\d{1,6})?(?:[^\\S\\n]?[½¼¾]|[^\\S\\n]\\d/\\d{1,2}(?=%))?';
const sign = `(?:[^\\S\\n]{0,2}%|${gap}(?:percent(?:age${gap}points?)?|per${gap}cent(?:um)?)(?!\\p{L}))`;

/** "five percent (5%)", "fifty-one percent". */
const inWords = new RegExp(
  `\\b(?=[oOtTfFsSeEnNhHmMbBzZ])(?<![\\p{L}\\p{N}-])(?:(?<part>one[- ](?:half|quarter|third|fourth|tenth)|three[- ]quarters|two[- ]thirds)${gap}of${gap}(?:one${gap})?|(?<whole>${numberInWords})${gap}(?:and${gap}(?<and>one[- ](?:half|quarter|fourth)|three[- ]quarters)${gap})?)(?:\\((?<inside>${figures})%?\\)${gap})?(?:percent|per${gap}cent(?:um)?)(?!\\p{L})(?:${gap}and${gap}one-half)?(?:${gap}?\\((?<figures>${figures})[^\\S\\n]{0,2}%\\))?`,
  'giu',
);
const inFigures = new RegExp(`(?<![\\p{L}\\p{N}.,$/])(?=[\\d.])(?<figures>${figures})${sign}`, 'giu');
const basisPoints = new RegExp(
  `(?<![\\p{L}\\p{N}.,$/])(?<figures>\\d{1,4}(?:\\.\\d{1,2})?)${gap}(?:basis${gap}points?|bps)(?!\\p{L})`,
  'giu',
);

const anyPercent = /%|per\s?cent|basis|bps/i;

const fractions: Readonly<Record<string, number>> = {
  half: 0.5,
  quarter: 0.25,
  fourth: 0.25,
  third: 0.3333,
  tenth: 0.1,
  quarters: 0.75,
  thirds: 0.6667,
  '½': 0.5,
  '¼': 0.25,
  '¾': 0.75,
};

/** All percentages. One written out and in figures is one mention. */
export function* findPercents(text: string): Generator<FoundMention> {
  if (!anyPercent.test(text)) return;
  for (const match of text.matchAll(inWords)) {
    const { part, whole, and, inside, figures: after } = match.groups as Record<string, string | undefined>;
    const written = after || inside;
    const words = (whole ? readNumber(whole) : 0) ?? Number.NaN;
    yield* mention(match, written ? readFigures(written) : words + fraction(part) + fraction(and));
  }
  for (const match of text.matchAll(inFigures)) yield* mention(match, readFigures(match.groups?.figures as string));
  for (const match of text.matchAll(basisPoints)) yield* mention(match, Number(match.groups?.figures) / 100);
}

const fraction = (words: string | undefined): number => fractions[words?.split(/[- ]/)[1]?.toLowerCase() ?? ''] ?? 0;

function readFigures(written: string): number {
  const [whole = '', over] = written.replace(/,/g, '').split(/\s(?=\d\/)/);
  const mixed = /[½¼¾]/.exec(whole)?.[0];
  const [above, below] = (over ?? '').split('/').map(Number);
  const number = Number(whole.replace(/\s?[½¼¾]/, '') || Number.NaN);
  return number + (mixed ? (fractions[mixed] ?? 0) : 0) + (over && below ? (above ?? 0) / below : 0);
}

function* mention(match: RegExpExecArray, percent: number): Generator<FoundMention> {
  if (!Number.isFinite(percent)) return;
  yield {
    type: 'PERCENT',
    start: match.index,
    end: match.index + match[0].length,
    // Binary fractions leave tails that the text does not have.
    value: String(Number(percent.toFixed(6))),
    properties: {},
    score: 0.97,
  };
}
