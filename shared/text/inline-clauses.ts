/** Finds the clauses of a paragraph that runs on without line breaks: "... as follows: 1. Products A. Product. ... B. Pricing." */
import type { Line } from './lines.ts';

/** A label between white space, before a capital. Which ones open clauses their sequence tells. */
const candidate = /(?<=\s|^)(\d{1,2}\.\d{1,2}(?:\.\d{1,2})?\.?|\d{1,2}\.|[A-Z]\.)\s{1,2}(?=["“(]?\p{Lu}[\p{L}’'-]+)/gu;
/** A label after one of these words refers to something. */
const reference =
  /(?:\b(?:Sections?|Articles?|Exhibits?|Schedules?|Append(?:ix|ices)|Annex|Paragraphs?|Clauses?|Parts?|Rules?|Items?|Nos?\.|Ms?\.|Mrs?\.|Dr\.|§+|and|or|to|of|under)|\b\p{Lu}\.)\s*$/u;
/** Shorter paragraphs hold no clauses of their own. */
const shortest = 400;

interface Label {
  at: number;
  /** What it counts on from: `5.` for 5.2, the empty string for 5, `A` for letters. */
  series: string;
  value: number;
  afterSentence: boolean;
}

/** How far on the next of a series may stand. */
const lookAhead = 8000;

/**
 * Cuts lines where clauses open. A label counts if it follows the one before of its series, or is the first of a series that
 * goes on; what merely looks like a label (initials, references) does neither. Lines come in order.
 */
export function createInlineClauses(text: string): (line: Line) => Line[] {
  const open = new Map<string, number>();
  return line => {
    if (line.textEnd - line.textStart < shortest) return [line];
    const pieces: Line[] = [];
    let { start, textStart, afterBlank } = line;
    for (const at of accepted(text, line, labelsIn(text, line), open)) {
      const textEnd = textStart + text.slice(textStart, at).trimEnd().length;
      if (at > textStart) pieces.push({ start, textStart, textEnd, end: at, afterBlank, opensParagraph: afterBlank });
      start = pieces.length ? at : start;
      textStart = at;
      afterBlank ||= pieces.length > 0;
    }
    pieces.push({ ...line, start, textStart, afterBlank, opensParagraph: afterBlank });
    return pieces;
  };
}

function labelsIn(text: string, line: Line): Label[] {
  const found: Label[] = [];
  candidate.lastIndex = line.textStart;
  for (let match = candidate.exec(text); match && match.index < line.textEnd; match = candidate.exec(text)) {
    const before = text.slice(Math.max(line.textStart, match.index - 16), match.index);
    if (reference.test(before)) continue;
    const parts = (match[1] as string).replace(/\.$/, '').split('.');
    const last = parts.at(-1) as string;
    const letter = /[A-Z]/.test(last);
    found.push({
      at: match.index,
      series: letter ? 'A' : parts.slice(0, -1).join('.'),
      value: letter ? last.charCodeAt(0) - 64 : Number(last),
      afterSentence: before === '' || /[.;:!?)”"]\s*$/.test(before),
    });
  }
  return found;
}

function accepted(text: string, line: Line, labels: readonly Label[], open: Map<string, number>): number[] {
  const lastOf = new Map(labels.map(({ series, value }, index) => [`${series}/${value}`, index]));
  let ahead: string | undefined;
  const goesOn = ({ series }: Label, index: number) => {
    if ((lastOf.get(`${series}/2`) ?? -1) > index) return true;
    ahead ??= text.slice(line.end, line.end + lookAhead);
    const next = series === 'A' ? 'B.' : series === '' ? '2.' : `${series}.2`;
    return ahead.startsWith(`${next} `) || ahead.includes(` ${next} `) || ahead.includes(`\n${next} `);
  };
  return labels.flatMap((label, index) => {
    const { at, series, value, afterSentence } = label;
    const continues = open.get(series) === value - 1 && afterSentence;
    if (!continues && !(value === 1 && goesOn(label, index))) return [];
    // A new number starts its letters anew.
    if (series !== 'A') open.delete('A');
    open.set(series, value);
    return [at];
  });
}
