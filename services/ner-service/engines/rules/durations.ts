/** Lengths of time, as ISO 8601 durations: "thirty (30) days" is `P30D`, "one year and six months" `P1Y6M`. */
import type { FoundMention } from '../engine.ts';
import { numberInWords, readNumber } from './number-words.ts';

const gap = '(?:[^\\S\\n]{1,3}|[^\\S\\n]{0,2}\\n[^\\S\\n]{0,12})';
const unit = '(?:second|minute|hour|day|week|month|quarter|year|decade)';
/** The number in words, in figures, or both: "thirty (30)". */
const amount = (at: string): string =>
  `(?:(?<words${at}>${numberInWords})(?:-|${gap})?(?:\\((?<both${at}>\\d{1,4})\\))?|(?<figures${at}>\\d{1,4}(?:\\.\\d{1,2})?)(?:${gap}\\((?:${numberInWords})\\))?)`;
/** What is counted; a qualifier may stand before it and between hyphens. */
const counted = (at: string): string =>
  `(?:[-–]|${gap}|(?<=\\)))(?:(?<kind${at}>business|working|banking|trading|calendar|consecutive|full|additional|successive|court)(?:-|${gap}))?(?<unit${at}>${unit})s?(?![\\p{L}\\d]|-\\p{L}{2,}s)`;
const duration = new RegExp(
  `\\b(?=[\\doOtTfFsSeEnNhHmMbBzZ])(?<![\\p{L}\\p{N}$€£.,/§#-])${amount('1')}${counted('1')}(?:(?:,?${gap}and${gap}|,${gap}|${gap})${amount('2')}${counted('2')})?`,
  'giu',
);
/** "35 years old", "18 years of age" is an age, "the 30 days of June" counts days. */
const age = /^[-\s]{1,3}(?:old|of[-\s]age)\b/i;

const anyUnit = new RegExp(unit, 'i');

/** The letter of each unit, how many of them one is, and whether it is of the time of day. */
const letters: Readonly<Record<string, { letter: string; times: number; ofDay?: boolean }>> = {
  second: { letter: 'S', times: 1, ofDay: true },
  minute: { letter: 'M', times: 1, ofDay: true },
  hour: { letter: 'H', times: 1, ofDay: true },
  day: { letter: 'D', times: 1 },
  week: { letter: 'W', times: 1 },
  month: { letter: 'M', times: 1 },
  quarter: { letter: 'M', times: 3 },
  year: { letter: 'Y', times: 1 },
  decade: { letter: 'Y', times: 10 },
};

/** All durations. Business days count as days and say so among the properties. */
export function* findDurations(text: string): Generator<FoundMention> {
  if (!anyUnit.test(text)) return;
  for (const match of text.matchAll(duration)) {
    const end = match.index + match[0].length;
    const groups = match.groups as Record<string, string | undefined>;
    if (age.test(text.slice(end, end + 10)) || /^\d+[-\s]+Second$/.test(match[0])) continue;
    const first = partOf(groups, '1');
    const second = partOf(groups, '2');
    if (!first || (groups.unit2 && !second)) continue;
    const parts = [first, ...(second ? [second] : [])];
    const days = parts.filter(({ ofDay }) => !ofDay).map(({ written }) => written);
    const times = parts.filter(({ ofDay }) => ofDay).map(({ written }) => written);
    const value = `P${days.join('')}${times.length > 0 ? `T${times.join('')}` : ''}`;
    const business = /^(?:business|working|banking|trading|court)$/i.test(groups.kind1 ?? '');
    yield {
      type: 'DURATION',
      start: match.index,
      end,
      value,
      properties: { ...(business && { business: true }) },
      score: 0.93,
    };
  }
}

function partOf(
  groups: Record<string, string | undefined>,
  at: string,
): { written: string; ofDay: boolean } | undefined {
  const words = groups[`words${at}`];
  const figures = groups[`both${at}`] ?? groups[`figures${at}`];
  const count = figures === undefined ? words && readNumber(words) : Number(figures);
  const known = letters[(groups[`unit${at}`] ?? '').toLowerCase()];
  if (typeof count !== 'number' || !known) return undefined;
  return { written: `${count * known.times}${known.letter}`, ofDay: known.ofDay === true };
}
