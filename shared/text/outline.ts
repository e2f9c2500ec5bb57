/** Reads one line of a legal document as a heading or a numbered clause. */
import { type Label, partRank, readLabel } from './labels.ts';
import {
  goesOnFromReference,
  isCapitalsHeading,
  isKnownHeading,
  isPlainTitle,
  isTitle,
  runInTitle,
  tidyTitle,
} from './titles.ts';

/** A line that opens a part of the document. */
export interface OutlineLine {
  kind: 'heading' | 'clause';
  /** What goes on the heading path: label and title as printed, "5.2 Invoices", or the label alone, "(b)". */
  title: string;
  /** A clause that opens with a title of its own. */
  titled: boolean;
  /** Numbering of one kind, `capitals` or `titled`. */
  style: string;
  /** Its place in the series; 0 without a number. */
  value: number;
  /** Outermost is 0. Without one, the document decides which level the style has. */
  rank?: number;
  /** A number without its title: the next line may be it. */
  bare: boolean;
}

/** Rank of headings in capitals: above all numbers, below all named parts. */
export const capitalsRank = 7;
const maxHeadingLength = 160;

/**
 * Reads a trimmed line that opens a paragraph. Whether it opens one the caller knows best: "Section 5.2 of the lease" in the
 * middle of a wrapped sentence must not be asked about. `after` is the outline line before. Markdown is not read.
 */
export function readOutlineLine(line: string, after?: Pick<OutlineLine, 'style' | 'value'>): OutlineLine | undefined {
  const label = mayOpen(line.charCodeAt(0)) ? readLabel(line, after) : undefined;
  return (label && readLabelled(line, label)) ?? readUnnumbered(line);
}

/** Letters, digits, "(", "§" and "¶" alone open an outline line: most lines end here. */
const mayOpen = (code: number): boolean =>
  (code >= 48 && code <= 57) ||
  (code >= 65 && code <= 90) ||
  (code >= 97 && code <= 122) ||
  code === 40 ||
  code === 167 ||
  code === 182;

function readLabelled(line: string, label: Label): OutlineLine | undefined {
  const { style, value } = label;
  const rank = partRank(style);
  const named = rank !== undefined || /^(?:section|request|code)/.test(style);
  const rest = label.rest.replace(/^[\s.:—–-]+/, '');
  if (named && goesOnFromReference(rest)) return undefined;
  const place = { style, value, ...(rank !== undefined && { rank }) };
  if (style.startsWith('code')) return readCodeSection(label, rest, place);
  const isItem = /^(?:bracket|lower)/.test(style);
  if (!isItem && line.length <= maxHeadingLength && isTitle(rest)) {
    return { kind: 'heading', title: tidyTitle(line), titled: rest !== '', bare: rest === '', ...place };
  }
  // A sentence about a part, not the part itself; "SECTION 3. The lessee shall" is the section.
  if (named && style !== 'request' && !/^\s*[.:—–-]/.test(label.rest) && !runInTitle(rest)) return undefined;
  if (rank !== undefined && !/^\s*[.:—–-]/.test(label.rest)) return undefined;
  // "R. C. Boyd Enterprises" opens a line with an initial, not with a letter of an outline.
  if (/^(?:roman|letter)$/.test(style) && /^\p{Lu}\.\s/u.test(rest)) return undefined;
  const title = runInTitle(rest);
  return {
    kind: 'clause',
    title: title
      ? tidyTitle(`${label.label}${/^[.:]/.test(label.rest) ? label.rest.charAt(0) : ''} ${title}`)
      : tidyTitle(label.label),
    titled: title !== undefined,
    bare: false,
    ...place,
  };
}

/** "§ 2-601. Buyer's rights on improper delivery.": sections of codes have sentences for titles, which may be all of the line. */
function readCodeSection(
  { label, rest: after }: Label,
  rest: string,
  place: Pick<OutlineLine, 'style' | 'value' | 'rank'>,
): OutlineLine | undefined {
  if (rest !== '' && !/^\s*[.:—–-]/.test(after)) return undefined;
  const title = /^\p{Lu}[^.;]{2,120}(?=\.(?:\s|$)|$)/u.exec(rest)?.[0];
  const isAll = rest === '' || rest.length <= (title?.length ?? -1) + 1;
  return {
    kind: isAll ? 'heading' : 'clause',
    title: tidyTitle(title ? `${label}. ${title}` : label),
    titled: title !== undefined,
    bare: false,
    ...place,
  };
}

function readUnnumbered(line: string): OutlineLine | undefined {
  const isKnown = isKnownHeading(line);
  if (!isKnown && !isCapitalsHeading(line)) return undefined;
  const style = isKnown ? 'known' : 'capitals';
  return { kind: 'heading', title: tidyTitle(line), titled: true, style, value: 0, rank: capitalsRank, bare: false };
}

/** Reads a line that stands alone above prose as a title without a number. */
export function readPlainHeading(line: string): OutlineLine | undefined {
  if (!isPlainTitle(line)) return undefined;
  return { kind: 'heading', title: tidyTitle(line), titled: true, style: 'titled', value: 0, bare: false };
}

/** Words whose full stop ends no sentence in a heading. */
const abbreviation = /\b(?:Mr|Mrs|Ms|Dr|vs?|Inc|Co|Corp|No|St|Jr|Sec)\./g;
/** Lines longer than this in all are an argument, not the heading of one. */
const maxSentenceHeading = 300;

/**
 * Reads a numbered paragraph that stands alone, unwrapped, as a heading that is a sentence: "II. Whether the loan was at risk".
 * It does not end like a sentence, or most of its words are capitalised.
 */
export function readSentenceHeading(
  paragraph: string,
  after?: Pick<OutlineLine, 'style' | 'value'>,
): OutlineLine | undefined {
  if (paragraph.length > maxSentenceHeading) return undefined;
  const line = paragraph.replace(/\s+/g, ' ');
  const label = readLabel(line, after);
  if (!label || !/^(?:roman|letter|number1)$/.test(label.style)) return undefined;
  if (
    /^\p{Lu}\.\s/u.test(label.rest) ||
    /[;:,]$|\b(?:and|or)$/.test(line) ||
    /[.!?]\s+\p{Lu}\p{Ll}+\s\p{Ll}/u.test(label.rest.replace(abbreviation, ''))
  )
    return undefined;
  const words = label.rest.split(' ').filter(word => word.length > 3);
  const capitals = words.filter(word => /^["“‘'(]*\p{Lu}/u.test(word)).length;
  const isSentence = /[.!?]["”’)]*\d{0,2}$/.test(line);
  const mostly = words.length > 1 && capitals >= words.length * 0.7;
  if (isSentence ? !mostly || label.style === 'number1' : !mostly && label.style === 'number1') return undefined;
  return { kind: 'heading', title: tidyTitle(line), titled: true, style: label.style, value: label.value, bare: false };
}
