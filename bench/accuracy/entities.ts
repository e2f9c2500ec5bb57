/** Compares mentions with labelled spans, exactly and by overlap. Pure. */
import { type MentionType, mentionTypes } from '../../shared/domain/rows.ts';
import { answers, typeOfLabel } from './labels.ts';
import { createLocator, type Locator, occurrenceAt, type Span } from './locate.ts';
import type { LabelledSpan, LoadedRecord, Stretch } from './record.ts';
import type { Produced } from './run-record.ts';
import { addScore, addShare, noScore, noShare, type Score, type Share } from './score.ts';

/** All that is counted of one type. */
export interface TypeScore {
  exact: Score;
  relaxed: Score;
  /** Of the labels found exactly that say what they stand for: how many mentions have that value. */
  values: Share;
}

/** One thing that went wrong, for a person who wants to know why. */
export interface Slip {
  record: string;
  kind: 'missed' | 'too much';
  type: string;
  text: string;
}

/** Counts by type, and every label or mention that was not exactly right. */
export interface EntityScores {
  byType: Map<MentionType, TypeScore>;
  slips: Slip[];
}

type Typed = Span & { type: MentionType; value: string };

/** A labelled span in the text; `place` is null when its words did not come out, `type` where the label has no type of ours. */
interface Wanted {
  type: MentionType | null;
  place: Span | null;
  words: string;
  value: string | undefined;
  /** One of all the places of its words. */
  isEvery?: boolean;
}

/** Nothing measured yet. */
export const noEntityScores = (): EntityScores => ({ byType: new Map(), slips: [] });

/** Adds what one record says. A labelled span whose words are not in the text counts as missed. */
export function scoreEntities(scores: EntityScores, record: LoadedRecord, { text, mentions }: Produced): void {
  const locator = createLocator(text);
  const range = rangeOf(record, locator, text);
  const wanted = withoutInner(record.spans.flatMap(span => wantedOf(span, record, locator))).filter(
    ({ place }) => !place || within(place, range),
  );
  const isJudged = judgeOf(wanted, range);
  const found = mentions.map(({ type, value, charStart, charEnd }) => ({
    type,
    value,
    start: charStart,
    end: charEnd,
  }));
  const annotated = annotatedTypes(record);
  for (const type of mentionTypes) {
    const own = wanted.filter(span => span.type === type);
    const candidates = found.filter(span => answers(span.type, type));
    const judged = annotated.has(type) ? found.filter(span => span.type === type && isJudged(span)) : [];
    if (own.length === 0 && judged.length === 0) continue;
    const score = (matches: (a: Span, b: Span) => boolean): Score => ({
      wanted: own.length,
      hit: own.filter(({ place }) => place && candidates.some(span => matches(span, place))).length,
      found: judged.length,
      right: judged.filter(span => own.some(({ place }) => place && matches(span, place))).length,
    });
    const before = scores.byType.get(type) ?? { exact: noScore(), relaxed: noScore(), values: noShare };
    scores.byType.set(type, {
      exact: addScore(before.exact, score(equal)),
      relaxed: addScore(before.relaxed, score(overlap)),
      values: addShare(before.values, shareOfValues(type, own, candidates)),
    });
    scores.slips.push(...slipsOf(record.name, type, own, candidates, judged, text));
  }
}

/** What lies in the range and is not at a place people would not agree on. A span that is labelled is judged in any case. */
function judgeOf(wanted: Wanted[], range: Span): (span: Span) => boolean {
  const typed = wanted.flatMap(({ type, place }) => (type !== null && place ? [place] : []));
  const unsure = wanted
    .flatMap(({ type, place }) => (type === null && place ? [place] : []))
    .filter(place => !typed.some(label => holds(label, place)));
  return span =>
    within(span, range) && (typed.some(label => equal(label, span)) || !unsure.some(place => overlap(place, span)));
}

function shareOfValues(type: MentionType, own: Wanted[], candidates: Typed[]): Share {
  const valued = own.flatMap(({ place, value }) => {
    const mention = place && value !== undefined && candidates.find(span => equal(span, place));
    return mention ? [plainValue(type, mention.value) === plainValue(type, value)] : [];
  });
  return { right: valued.filter(Boolean).length, of: valued.length };
}

/** Names and addresses in any case and white space; telephone numbers without extension, with or without the 1 of North America. */
const plainValue = (type: MentionType, value: string): string =>
  type === 'PHONE'
    ? value
        .replace(/\D*(?:x|ext)\D*\d+$/i, '')
        .replace(/\D/g, '')
        .replace(/^1(?=\d{10}$)/, '')
    : value.toLowerCase().replace(/\s+/g, ' ').trim();

const equal = (a: Span, b: Span): boolean => a.start === b.start && a.end === b.end;
const overlap = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;
const within = (a: Span, range: Span): boolean => a.start >= range.start && a.end <= range.end;

function slipsOf(
  record: string,
  type: MentionType,
  own: Wanted[],
  candidates: Typed[],
  judged: Typed[],
  text: string,
): Slip[] {
  const missed = own.filter(({ place }) => !(place && candidates.some(span => equal(span, place))));
  const tooMuch = judged.filter(span => !own.some(({ place }) => place && equal(span, place)));
  return [
    ...missed.map(
      ({ words, place }): Slip => ({
        record,
        kind: 'missed',
        type,
        text: place ? words : `${words} (not in the text)`,
      }),
    ),
    ...tooMuch.map(({ start, end }): Slip => ({ record, kind: 'too much', type, text: text.slice(start, end) })),
  ];
}

/** Types that are fully labelled: those the record names, else those it labels. */
function annotatedTypes({ labelsAnnotated, spans, labelMap }: LoadedRecord): Set<MentionType> {
  const labels = labelsAnnotated ?? spans.map(({ label }) => label);
  return new Set(labels.flatMap(label => typeOfLabel(label, labelMap) ?? []));
}

function wantedOf(span: LabelledSpan, record: LoadedRecord, locator: Locator): Wanted[] {
  const { value } = span;
  const type = typeOfLabel(span.label, record.labelMap) ?? null;
  if ('start' in span) {
    const words = record.text?.slice(span.start, span.end) ?? '';
    return [{ type, value, place: placeOf(span, record, locator), words }];
  }
  const places = locator.all(span.quote);
  const words = span.quote;
  if (span.occurrence === 'all' && places.length > 0)
    return places.map(place => ({ type, value, place, words, isEvery: true }));
  const index = typeof span.occurrence === 'number' ? span.occurrence - 1 : 0;
  return [{ type, value, place: places[index] ?? null, words }];
}

/** Of words labelled everywhere, not the places inside a longer span of the type: `Cano` in `Cano Petroleum, Inc.` */
function withoutInner(wanted: Wanted[]): Wanted[] {
  return wanted.filter(
    ({ type, place, isEvery }) =>
      !(isEvery && place && wanted.some(other => other.type === type && other.place && holds(other.place, place))),
  );
}

const holds = (outer: Span, inner: Span): boolean =>
  within(inner, outer) && inner.end - inner.start < outer.end - outer.start;

/** Where a stretch stands in the text that came out; null if its words are not there. */
export function placeOf(stretch: Stretch, record: LoadedRecord, locator: Locator): Span | null {
  if ('quote' in stretch) return locator.all(stretch.quote)[(stretch.occurrence ?? 1) - 1] ?? null;
  if (record.text === undefined || record.text.startsWith(locator.text)) return stretch;
  // Offsets count the text as given; what came out is another form of it (line ends, composed letters).
  const words = record.text.slice(stretch.start, stretch.end);
  const occurrence = occurrenceAt(originalOf(record), words, stretch.start);
  return locator.all(words)[occurrence - 1] ?? null;
}

const originals = new WeakMap<LoadedRecord, Locator>();

function originalOf(record: LoadedRecord): Locator {
  const locator = originals.get(record) ?? createLocator(record.text ?? '');
  originals.set(record, locator);
  return locator;
}

function rangeOf({ range, ...record }: LoadedRecord, locator: Locator, text: string): Span {
  if (!range) return { start: 0, end: text.length };
  const from = placeOf(range.from, record, locator);
  const to = placeOf(range.to, record, locator);
  // Words that did not come out leave nothing to judge.
  return from && to ? { start: from.start, end: to.end } : { start: 0, end: 0 };
}
