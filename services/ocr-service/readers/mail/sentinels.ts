/** Carries marks through html-to-text, which only knows text: noncharacters around a stretch, resolved into offsets after it. */
import type { Mark } from '../../../../shared/domain/structure.ts';

/** Unicode sets U+FDD0 to U+FDEF aside for uses like this (The Unicode Standard, 23.7). */
export const sentinels = {
  quote: ['\ufdd0', '\ufdd1'],
  softQuote: ['\ufdd2', '\ufdd3'],
  signature: ['\ufdd4', '\ufdd5'],
  table: ['\ufdd6', '\ufdd7'],
  head: ['\ufdd8', '\ufdd9'],
  cut: '\ufdda',
} as const;

type Wrapped = Exclude<keyof typeof sentinels, 'cut'>;

/** HTML that holds none of them itself, plain or as references: what a sender writes marks nothing. */
export const withoutSentinels = (html: string): string =>
  html
    .replace(/[\ufdd0-\ufdef]/g, '')
    .replace(/&#(?:x0*([\da-f]{4})(?![\da-f])|0*(\d{5})(?!\d));?/gi, (reference, hex?: string, decimal?: string) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code >= 0xfdd0 && code <= 0xfdef ? '' : reference;
    });

/** The text between the two sentinels of a kind; nothing stays nothing. */
export function wrap(kind: Wrapped, text: string): string {
  const [open, close] = sentinels[kind];
  return text ? open + text + close : text;
}

/** A table as lines; only one with several rows and columns is marked, the rest are pairs of a name and a value. */
export function wrapTable(rows: { cells: string[]; head: boolean }[]): string {
  const shown = rows.filter(({ cells }) => cells.some(cell => cell));
  const lines = shown.map(({ cells }) => cells.join('\t').trimEnd());
  const isTable = lines.length > 1 && shown.some(({ cells }) => cells.filter(cell => cell).length > 1);
  if (!isTable) return lines.join('\n');
  const heads = shown.findIndex(({ head }) => !head);
  if (heads <= 0) return wrap('table', lines.join('\n'));
  return wrap('table', `${wrap('head', lines.slice(0, heads).join('\n'))}\n${lines.slice(heads).join('\n')}`);
}

interface Span {
  start: number;
  end: number;
}

export interface Resolved {
  text: string;
  tables: Mark[];
  quotes: (Span & { soft: boolean })[];
  signatures: Span[];
  cut: number;
}

const kinds = ['quote', 'softQuote', 'signature', 'table', 'head'] as const satisfies readonly Wrapped[];
const opening = new Map<string, Wrapped>(kinds.map(kind => [sentinels[kind][0], kind]));
const closing = new Map<string, Wrapped>(kinds.map(kind => [sentinels[kind][1], kind]));

/**
 * Takes the sentinels out, tidies lines - no blanks at their ends, at most one empty line in a row - and gives the
 * stretches by offset, trimmed to what is printed. Sentinels without their other half are dropped.
 */
export function resolveSentinels(marked: string): Resolved {
  const found: Resolved = { text: '', tables: [], quotes: [], signatures: [], cut: 0 };
  const open = new Map<Wrapped, number[]>(kinds.map(kind => [kind, []]));
  const out = createTidyText();
  for (const piece of marked.split(/([\ufdd0-\ufdef])/)) {
    const opens = opening.get(piece);
    const closes = closing.get(piece);
    if (opens) open.get(opens)?.push(out.length());
    else if (closes) {
      const start = open.get(closes)?.pop();
      if (start !== undefined) addSpan(found, closes, start, out.length());
    } else if (piece === sentinels.cut) found.cut++;
    else if (!/^[\ufdd0-\ufdef]$/.test(piece)) out.add(piece);
  }
  found.text = out.text();
  return trimSpans(found);
}

function addSpan(found: Resolved, kind: Wrapped, start: number, end: number): void {
  if (kind === 'quote' || kind === 'softQuote') found.quotes.push({ start, end, soft: kind === 'softQuote' });
  else if (kind === 'signature') found.signatures.push({ start, end });
  else found.tables.push({ kind: kind === 'table' ? 'table' : 'table-head', start, end });
}

/** Collects text; white space is written when the next printed character is known. */
function createTidyText() {
  const pieces: string[] = [];
  let length = 0;
  let pending = '';
  return {
    length: () => length,
    add(piece: string) {
      for (const run of piece.split(/(\s+)/u)) {
        if (run === '') continue;
        if (/^\s/u.test(run)) {
          pending += run;
          continue;
        }
        const space = length ? tidy(pending) : '';
        pending = '';
        pieces.push(space, run);
        length += space.length + run.length;
      }
    },
    text: () => pieces.join(''),
  };
}

/** Line breaks swallow the blanks before them, not those that indent the next line. */
function tidy(space: string): string {
  const breaks = space.split('\n').length - 1;
  return breaks ? '\n'.repeat(Math.min(2, breaks)) + space.slice(space.lastIndexOf('\n') + 1) : space;
}

function trimSpans(found: Resolved): Resolved {
  const { text } = found;
  const trim = <S extends Span>(spans: S[]): S[] =>
    spans
      .map(span => {
        let { start, end } = span;
        while (start < end && /\s/.test(text[start] as string)) start++;
        while (end > start && /\s/.test(text[end - 1] as string)) end--;
        return { ...span, start, end };
      })
      .filter(({ start, end }) => end > start)
      .sort((a, b) => a.start - b.start || b.end - a.end);
  return { ...found, tables: trim(found.tables), quotes: trim(found.quotes), signatures: trim(found.signatures) };
}
