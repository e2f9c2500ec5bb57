/** Finds words that cite again what was cited before: "Id. at 556", "Twombly, supra, at 12". */
import { findShortName } from './case-names.ts';

/** A place that cites an earlier authority of the same document. */
export interface CitationReference {
  start: number;
  end: number;
  form: 'id' | 'supra';
  /** In one spelling: `Id. at 556`, `Twombly, supra, at 12`. */
  value: string;
  pinpoint?: string;
  /** The name in front of "supra". */
  caseName?: string;
}

const gap = '(?:[^\\S\\n]{1,2}|[^\\S\\n]?\\n[^\\S\\n]{0,12})';
const pages =
  '(?<pages>(?:\\*{1,2}|¶{1,2}\\s?|§{1,2}\\s?|pp?\\.\\s)?\\d{1,5}(?:\\([a-z0-9]{1,3}\\))*(?:[-–—]\\s?(?:\\*|¶)?\\d{1,5})?(?:,\\s?\\*?\\d{1,4}(?:[-–]\\d{1,4})?(?![\\d.]|\\s[A-Z][\\w.]*\\s\\d))*(?:,?\\s?(?:&\\s)?(?:nn?\\.|fn\\.)\\s?\\d{1,3})?)';
/** In small letters only inside a sentence; "ID." in capitals is something else. */
const id = new RegExp(
  `(?=[Ii])(?<![\\p{L}\\p{N}.])(?:Id|id|Ibid|ibid)\\.(?:,?${gap}(?:at${gap}${pages}|(?<section>[§¶]{1,2}\\s?\\d{1,5}(?:\\([a-z0-9]{1,3}\\))*)))?`,
  'gu',
);
const supra = new RegExp(
  `(?=s)(?<![\\p{L}\\p{N}])supra(?:,?${gap}(?:at${gap})?(?:n(?:ote|\\.)${gap}\\d{1,3}))?(?:,?${gap}at${gap}${pages})?`,
  'gu',
);

/** All references in order. A "supra" counts only with the name of a case in front of it. */
export function findCitationReferences(text: string): CitationReference[] {
  return [...identical(text), ...above(text)].sort((a, b) => a.start - b.start);
}

function* identical(text: string): Generator<CitationReference> {
  if (!/[Ii](?:d|bid)\./.test(text)) return;
  for (const match of text.matchAll(id)) {
    const { pages: at, section } = match.groups as Record<string, string | undefined>;
    const pinpoint = (at ?? section)?.replace(/\s+/g, ' ');
    yield {
      start: match.index,
      end: match.index + match[0].length,
      form: 'id',
      value: `Id.${at ? ` at ${pinpoint}` : section ? ` ${pinpoint}` : ''}`,
      ...(pinpoint && { pinpoint }),
    };
  }
}

function* above(text: string): Generator<CitationReference> {
  if (!text.includes('supra')) return;
  for (const match of text.matchAll(supra)) {
    const name = findShortName(text, match.index, 0);
    if (!name) continue;
    const pinpoint = match.groups?.pages?.replace(/\s+/g, ' ');
    yield {
      start: name.start,
      end: match.index + match[0].length,
      form: 'supra',
      value: `${name.name}, supra${pinpoint ? `, at ${pinpoint}` : ''}`,
      ...(pinpoint && { pinpoint }),
      caseName: name.name,
    };
  }
}
