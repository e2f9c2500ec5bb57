/** Tells which authority "id.", "supra" and short citations speak of, over a whole document. */
import type { DocumentMention } from './consolidate.ts';

/** A case the document cites in full. */
interface CitedCase {
  value: string;
  page: number;
}

/** The cases cited so far, by the ways to cite them again; of two the later one counts. */
interface Cases {
  byValue: Map<string, CitedCase>;
  byBook: Map<string, CitedCase[]>;
  byParty: Map<string, CitedCase>;
  recent: CitedCase[];
}

const createCases = (): Cases => ({ byValue: new Map(), byBook: new Map(), byParty: new Map(), recent: [] });
/** "Id." reaches back no further than this many citations, and few documents cite more cases of one book. */
const mostRecent = 30;
const mostOfBook = 50;

const authorities: ReadonlySet<string> = new Set(['CASE_CITATION', 'STATUTE', 'REGULATION']);

/**
 * The mentions, given in order, those that cite again with the value of what they cite and the same in `properties.refersTo`. "Id." is the
 * authority right before it, a statute too; "supra" goes by name, a short form by volume and reporter, else by name.
 * What nothing fits stays as it is, without `refersTo`.
 */
export function resolveCitations(text: string, mentions: readonly DocumentMention[]): DocumentMention[] {
  const cases = createCases();
  let last: DocumentMention | undefined;
  return mentions.map(mention => {
    if (!authorities.has(mention.type)) return mention;
    const { form } = mention.properties;
    const resolved = form === 'id' ? asBefore(mention, last, cases) : isAgain(form) ? again(mention, cases) : mention;
    if (mention.type === 'CASE_CITATION' && (form === 'full' || form === 'neutral')) remember(cases, mention);
    // After parallel citations "id." is the case, which goes by its first one; what is only quoted there it is not.
    const quoted = quotes.test(text.slice(Math.max(0, mention.start - 24), mention.start));
    if (mention.properties.parallelTo === undefined && !quoted && isKnown(resolved)) last = resolved;
    return resolved;
  });
}

/** "(quoting Smith v. Jones, ...)": an authority within the parenthesis of another. */
const quotes = /\((?:quoting|citing|discussing|(?:also\s)?cited\sin)\s{1,2}(?:(?:see|also|e\.g\.,?)\s{1,2}){0,2}$/i;

const isAgain = (form: unknown): boolean => form === 'short' || form === 'supra';
/** An "id." that nobody could resolve says nothing to the next one. */
const isKnown = ({ properties: { form, refersTo } }: DocumentMention): boolean =>
  form !== 'id' || refersTo !== undefined;

const referringTo = (mention: DocumentMention, value: string): DocumentMention => ({
  ...mention,
  value,
  properties: { ...mention.properties, refersTo: value },
});

/** Few decisions are longer than this many pages of a reporter. */
const longestCase = 250;

function asBefore(mention: DocumentMention, before: DocumentMention | undefined, cases: Cases): DocumentMention {
  if (!before) return mention;
  const page = Number.parseInt(String(mention.properties.pinpoint), 10);
  // The first of parallel citations: the pages of the others are of other books.
  const known = cases.byValue.get(before.value);
  if (known && isOutside(known, page)) {
    // The page shows that another case is meant: the last one that has it, if any.
    const other = cases.recent.findLast(candidate => candidate.page <= page && !isOutside(candidate, page));
    return other ? referringTo(mention, other.value) : mention;
  }
  // "Id. at 47" after a statute named in passing: only decisions have pages.
  if (before.type === 'STATUTE' && page > 0) {
    const other = cases.recent.findLast(candidate => candidate.page <= page && !isOutside(candidate, page));
    return other ? referringTo(mention, other.value) : mention;
  }
  return { ...referringTo(mention, before.value), type: before.type };
}

const isOutside = (known: CitedCase, page: number): boolean => page < known.page || page > known.page + longestCase;

function again(mention: DocumentMention, cases: Cases): DocumentMention {
  const { volume, reporter, pinpoint, caseName } = mention.properties;
  const page = Number.parseInt(String(pinpoint), 10);
  const byPlace = (volume !== undefined && cases.byBook.get(`${volume} ${reporter}`)) || [];
  // Of several in one volume the one that begins last before the page.
  const starting = byPlace
    .filter(known => !(known.page > page))
    .reduce<CitedCase | undefined>((best, known) => (best && best.page > known.page ? best : known), undefined);
  const found = starting ?? (typeof caseName === 'string' ? byName(caseName, cases) : undefined);
  return found ? referringTo(mention, found.value) : mention;
}

const byName = (name: string, { byParty }: Cases): CitedCase | undefined => byParty.get(plain(name));

function remember(cases: Cases, { value, properties }: DocumentMention): void {
  const { volume, reporter, page, parties, caseName, parallelTo } = properties;
  const names = Array.isArray(parties) ? parties : typeof caseName === 'string' ? [caseName, subject(caseName)] : [];
  const known: CitedCase = {
    value: typeof parallelTo === 'string' ? parallelTo : value,
    // The number of a decision in a database is no page.
    page: volume === undefined ? Number.NaN : Number.parseInt(String(page), 10),
  };
  const book = `${volume} ${reporter}`;
  if (volume !== undefined) cases.byBook.set(book, [...(cases.byBook.get(book) ?? []), known].slice(-mostOfBook));
  if (!cases.byValue.has(known.value)) cases.byValue.set(known.value, known);
  cases.recent.push(known);
  if (cases.recent.length > mostRecent) cases.recent.shift();
  for (const party of names.map(plain)) {
    for (const short of [party, ...party.split(' ').filter(word => word.length > 2), ...openings(party)])
      cases.byParty.set(short, known);
  }
}

/** "Watchtower Bible" of "Watchtower Bible & Tract Society". */
const openings = (party: string): string[] => {
  const words = party.split(/\s+/).slice(0, 6);
  return words.map((_, at) => words.slice(0, at + 1).join(' ')).slice(1);
};

/** "In re Smith" is "Smith" in short. */
const subject = (caseName: string): string =>
  caseName.replace(/^(?:In re|Ex parte|(?:In the )?Matter of|Estate of)\s/i, '');

const plain = (name: unknown): string =>
  String(name)
    .toLowerCase()
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .trim();
