/** Finds labelled words in the text that came out: white space is one space, a word broken over two lines is whole. Pure. */

/** A stretch of a text in UTF-16 units. */
export interface Span {
  start: number;
  end: number;
}

/** A text in another shape, and where each of its units stands in the text. */
interface Shape {
  text: string;
  at: number[];
}

/** Quotation marks and dashes that readers and typists write in several ways, by the plain one; one unit each. */
const plainMarks: Record<string, string> = { '“': '"', '”': '"', '’': "'", '‘': "'", '–': '-', '—': '-', '‑': '-' };

/** Asked of every unit: the pattern only where the answer is not plain. */
const isBlank = (unit: string): boolean =>
  unit < '\u0080' ? unit === ' ' || (unit >= '\t' && unit <= '\r') : /\s/.test(unit);

/** `mend`: a hyphen at the end of a line and the line break are left out. */
function shapeOf(text: string, mend: boolean): Shape {
  const out: string[] = [];
  const at: number[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text[index] as string;
    if (isBlank(unit)) {
      if (out.at(-1) === ' ') continue;
      out.push(' ');
    } else if (mend && unit === '-' && /^-[ \t]*\n\s{0,40}\p{L}/u.test(text.slice(index, index + 48))) {
      while (/[\s-]/.test(text[index + 1] ?? '')) index += 1;
      continue;
    } else out.push(unit < '\u0080' ? unit : (plainMarks[unit] ?? unit));
    at.push(index);
  }
  return { text: out.join(''), at };
}

const flatQuote = (quote: string): string => shapeOf(quote.trim(), false).text;

const isWordUnit = (unit: string | undefined): boolean => unit !== undefined && /[\p{L}\p{N}]/u.test(unit);

/** Whether a hit begins or ends within a word. */
const cutsWord = (text: string, start: number, end: number): boolean =>
  (isWordUnit(text[start]) && isWordUnit(text[start - 1])) || (isWordUnit(text[end - 1]) && isWordUnit(text[end]));

/** Finds words in one text. */
export interface Locator {
  text: string;
  /** Every place of the words, in order. */
  all(quote: string): Span[];
}

/** A finder over one text; the work on the text is done once. */
export function createLocator(text: string): Locator {
  const shapes = [shapeOf(text, false), shapeOf(text, true)];
  return {
    text,
    all(quote) {
      const words = flatQuote(quote);
      const places = new Map<number, Span>();
      for (const shape of shapes) {
        for (let from = shape.text.indexOf(words); from >= 0; from = shape.text.indexOf(words, from + 1)) {
          const to = from + words.length;
          if (cutsWord(shape.text, from, to)) continue;
          const start = shape.at[from] ?? 0;
          places.set(start, { start, end: (shape.at[to - 1] ?? start) + 1 });
        }
      }
      return [...places.values()].sort((a, b) => a.start - b.start);
    },
  };
}

/** How often the words stand in a text up to an offset: the occurrence to ask for in another form of the text. */
export const occurrenceAt = (locator: Locator, quote: string, start: number): number =>
  locator.all(quote).filter(place => place.start <= start).length || 1;
