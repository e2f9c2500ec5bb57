/** Counts the lists of a document and gives each paragraph the label it is printed with and the one a lawyer cites. */
import { formatNumber } from './number-format.ts';
import type { Level, List, Numbering } from './numbering.ts';
import type { Styles } from './styles.ts';

/** What a paragraph says of its numbering itself; its style says the rest. */
export interface NumberedParagraph {
  style?: string;
  numId?: string;
  level?: number;
}

export interface Label {
  /** 1 is outermost. */
  level: number;
  /** As it stands before the text: `(c)`, `Section 3.02`, `•`; empty for a level without one. */
  printed: string;
  /** With the labels it stands under, without closing full stop: `2.1(c)`; absent for bullets and empty labels. */
  cited?: string;
  /** Between label and text. */
  separator: '' | ' ';
}

export interface Labels {
  /** Counts a paragraph. Must be called for each, in order. Undefined for one outside all lists: its text may begin with a typed label. */
  next(paragraph: NumberedParagraph, text: string): Label | undefined;
  /** A list after this does not belong under a label before it: a heading without number, a new section of the document. */
  cut(): void;
}

/** The state of the lists that share one key. */
interface Count {
  numbers: (number | undefined)[];
  cited: (string | undefined)[];
  /** Overrides of the start hold once: at the first paragraph of that list and level. */
  started: Set<string>;
}

export function createLabels(numbering: Numbering, styles: Styles): Labels {
  const counts = new Map<string, Count>();
  const clauses = createClauses();
  return {
    next(paragraph, text) {
      const place = placeOf(paragraph, numbering, styles);
      const level = place?.list.level(place.index);
      if (!place || !level) {
        clauses.readTyped(text);
        return undefined;
      }
      const { list, index } = place;
      const count = counts.get(list.key) ?? { numbers: [], cited: [], started: new Set() };
      counts.set(list.key, count);
      advance(count, place, level);
      const printed = level.hidden ? '' : printLabel(count, list, index, level);
      const label: Label = { level: index + 1, printed, separator: level.suffix === 'nothing' || !printed ? '' : ' ' };
      const isCited = level.format !== 'bullet' && /[\p{L}\p{N}]/u.test(printed);
      count.cited.length = index;
      if (isCited) {
        label.cited = clauses.cite(printed, level.format, parentOf(count, level, index));
        count.cited[index] = label.cited;
      }
      return label;
    },
    cut: () => clauses.cut(),
  };
}

/** Where the text stands: the clause, and the sub-clauses in brackets that are open in it. */
interface Clauses {
  cite(printed: string, format: string, parent: string | undefined): string;
  readTyped(text: string): void;
  cut(): void;
}

/** Labels that authors type: `2.1`, `2.`, `Section 5`. A number alone may begin a sentence. */
const typedLabel =
  /^(?:(?:article|section)\s{1,5}(?:\d{1,3}(?:\.\d{1,3}){0,4}|[ivxlc]{1,8})\b|\d{1,3}(?:\.\d{1,3}){1,4}(?=[.\s])|\d{1,3}\.(?=\s))/i;

/**
 * A label in brackets never stands alone: `(a)` of a list of its own belongs to the clause before it, and `(i)` of another
 * list to that `(a)`, until a label of the same kind as an open one comes.
 */
function createClauses(): Clauses {
  let open: { format: string; cited: string }[] = [];
  /** The paragraph that was read last begins a clause itself: it cuts nothing off. */
  let isTyped = false;
  return {
    cite(printed, format, parent) {
      isTyped = false;
      const isInner = printed.startsWith('(');
      if (isInner) {
        const same = open.findIndex(clause => clause.format === format);
        if (same >= 0) open.length = same;
      } else open = [];
      const cited = joinLabels(parent ?? (isInner ? open.at(-1)?.cited : undefined), printed);
      open.push({ format: isInner ? format : '', cited });
      return cited;
    },
    readTyped(text) {
      const typed = typedLabel.exec(text.slice(0, 60).trimStart())?.[0];
      isTyped = typed !== undefined;
      if (typed) open = [{ format: '', cited: typed.replace(/\.$/, '') }];
    },
    cut() {
      if (!isTyped) open = [];
    },
  };
}

interface Place {
  list: List;
  numId: string;
  index: number;
}

/** The list and level of a paragraph: its own, else its style's, whose level is the one that names the style. */
function placeOf({ style, numId, level }: NumberedParagraph, numbering: Numbering, styles: Styles): Place | undefined {
  const resolved = styles.resolve(style ?? styles.defaultParagraph);
  const id = numId ?? resolved.numId;
  const list = id === undefined || id === '0' ? undefined : numbering(id);
  if (!list || id === undefined) return undefined;
  const named = () => resolved.chain.map(list.levelOfStyle).find(index => index !== undefined);
  const index = level ?? (numId === undefined ? (named() ?? resolved.level) : named()) ?? 0;
  return { list, numId: id, index: Math.min(Math.max(index, 0), 8) };
}

/** Counts one on, starts what has not begun, and lets the levels within begin anew. */
function advance(count: Count, { list, numId, index }: Place, level: Level): void {
  const override = list.startOverride(index);
  const isFirst = override !== undefined && !count.started.has(`${numId} ${index}`);
  count.started.add(`${numId} ${index}`);
  const before = count.numbers[index];
  if (isFirst) count.numbers[index] = override;
  else count.numbers[index] = before === undefined ? level.start : before + 1;
  // A level that was jumped over shows its first number, and has used it.
  for (let outer = 0; outer < index; outer++)
    count.numbers[outer] ??= list.startOverride(outer) ?? list.level(outer)?.start ?? 1;
  for (let inner = index + 1; inner <= 8; inner++) {
    const restart = list.level(inner)?.restart ?? inner;
    if (index < restart) count.numbers[inner] = undefined;
  }
}

function printLabel(count: Count, list: List, index: number, level: Level): string {
  if (level.format === 'bullet') return bullet(level.text);
  return level.text
    .replace(/%([1-9])/g, (_, digit: string) => {
      const of = Number(digit) - 1;
      // A level inside the paragraph's own has no number yet.
      if (of > index) return '';
      const { format = 'decimal', pattern } = list.level(of) ?? {};
      const isDigits = level.legal && format !== 'none' && format !== 'bullet';
      return formatNumber(count.numbers[of] ?? 0, isDigits ? 'decimal' : format, pattern);
    })
    .trim();
}

/** Bullets are drawn by symbol fonts: letters and private characters stand for dots and squares there. */
const bullet = (text: string): string => (/^[\p{L}\p{N}\p{Co}§¨]*$/u.test(text) ? (text ? '•' : '') : text.trim());

/** The label of the level around the outermost one that the label prints itself. */
function parentOf(count: Count, level: Level, index: number): string | undefined {
  const printed = [...level.text.matchAll(/%([1-9])/g)].map(match => Number(match[1]) - 1).filter(of => of <= index);
  for (let outer = Math.min(...printed, index) - 1; outer >= 0; outer--) {
    const cited = count.cited[outer];
    if (cited) return cited;
  }
  return undefined;
}

/** `2.1` and `(c)` make `2.1(c)`, `Article I` and `A.` make `Article I.A`. */
function joinLabels(parent: string | undefined, printed: string): string {
  const own = printed.replace(/[.:\s]+$/, '');
  if (parent === undefined) return own;
  const open = own.endsWith(')') && !own.includes('(') ? `(${own}` : own;
  return open.startsWith('(') ? `${parent}${open}` : `${parent}.${open}`;
}
