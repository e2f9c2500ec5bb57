/** Tells which authority "id.", "supra" and short citations speak of, over a whole document. */
import type { DocumentMention } from './consolidate.ts';

/** A case the document cites in full. */
interface CitedCase {
  value: string;
  volume?: unknown;
  reporter?: unknown;
  page: number;
  names: readonly string[];
}

const authorities: ReadonlySet<string> = new Set(['CASE_CITATION', 'STATUTE', 'REGULATION']);

/**
 * The mentions, given in order, those that cite again with the value of what they cite and the same in `properties.refersTo`. "Id." is the
 * authority right before it, a statute too; "supra" goes by name, a short form by volume and reporter, else by name.
 * What nothing fits stays as it is, without `refersTo`.
 */
export function resolveCitations(text: string, mentions: readonly DocumentMention[]): DocumentMention[] {
  const cases: CitedCase[] = [];
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

function asBefore(
  mention: DocumentMention,
  before: DocumentMention | undefined,
  cases: readonly CitedCase[],
): DocumentMention {
  if (!before) return mention;
  const page = Number.parseInt(String(mention.properties.pinpoint), 10);
  // The first of parallel citations: the pages of the others are of other books.
  const known = cases.find(({ value }) => value === before.value);
  if (known && isOutside(known, page)) {
    // The page shows that another case is meant: the last one that has it, if any.
    const other = cases.findLast(candidate => candidate.page <= page && !isOutside(candidate, page));
    return other ? referringTo(mention, other.value) : mention;
  }
  return { ...referringTo(mention, before.value), type: before.type };
}

const isOutside = (known: CitedCase, page: number): boolean => page < known.page || page > known.page + longestCase;

function again(mention: DocumentMention, cases: readonly CitedCase[]): DocumentMention {
  const { volume, reporter, pinpoint, caseName } = mention.properties;
  const page = Number.parseInt(String(pinpoint), 10);
  const byPlace = cases.filter(known => volume !== undefined && known.volume === volume && known.reporter === reporter);
  // Of several in one volume the one that begins last before the page.
  const starting = byPlace
    .filter(known => !(known.page > page))
    .reduce<CitedCase | undefined>((best, known) => (best && best.page > known.page ? best : known), undefined);
  const found = starting ?? (typeof caseName === 'string' ? byName(caseName, cases) : undefined);
  return found ? referringTo(mention, found.value) : mention;
}

const byName = (name: string, cases: readonly CitedCase[]): CitedCase | undefined => {
  const wanted = plain(name);
  return cases.findLast(({ names }) => names.some(party => party === wanted || party.split(' ').includes(wanted)));
};

function remember(cases: CitedCase[], { value, properties }: DocumentMention): void {
  const { volume, reporter, page, parties, caseName, parallelTo } = properties;
  const names = Array.isArray(parties) ? parties : typeof caseName === 'string' ? [caseName, subject(caseName)] : [];
  cases.push({
    value: typeof parallelTo === 'string' ? parallelTo : value,
    volume,
    reporter,
    // The number of a decision in a database is no page.
    page: volume === undefined ? Number.NaN : Number.parseInt(String(page), 10),
    names: names.map(plain),
  });
}

/** "In re Smith" is "Smith" in short. */
const subject = (caseName: string): string =>
  caseName.replace(/^(?:In re|Ex parte|(?:In the )?Matter of|Estate of)\s/i, '');

const plain = (name: unknown): string =>
  String(name)
    .toLowerCase()
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .trim();
