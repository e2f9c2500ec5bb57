/** Keeps the headings above a place while a text is read from top to bottom. */
import type { OutlineLine } from './outline.ts';

export interface HeadingPath {
  /** The outline line before. */
  last(): OutlineLine | undefined;
  /** True if the line is the next of a series that is open. */
  isNext(line: OutlineLine): boolean;
  /** Enters a part: those it closes leave the path. */
  enter(line: OutlineLine): void;
  /** The last heading goes on with these words. */
  extend(more: string): void;
  /** Titles in force, outermost first. Shared until the next change. */
  path(): readonly string[];
}

interface Open {
  rank: number;
  line: OutlineLine;
  title: string;
}

/** Deeper nesting is not of a document; it would make paths, and the memory for them, grow without end. */
const maxDepth = 12;
const numberedRank = 10;

/**
 * Named parts have fixed ranks. The level of a numbering style is where the document first uses it: "A." may stand above
 * "1." or below. A style that starts anew inside a clause is a list of its own.
 */
export function createHeadingPath(): HeadingPath {
  let open: Open[] = [];
  let path: readonly string[] = [];
  let last: OutlineLine | undefined;
  return {
    last: () => last,
    isNext: ({ style, value }) => open.some(({ line }) => line.style === style && line.value + 1 === value),
    enter(line) {
      last = line;
      open = line.rank === undefined ? openAbove(open, line) : open.filter(entry => entry.rank < (line.rank as number));
      if (open.length >= maxDepth) open.pop();
      const rank = line.rank ?? Math.max(numberedRank, (open.at(-1)?.rank ?? 0) + 1);
      open.push({ rank, line, title: line.title });
      path = open.map(({ title }) => title);
    },
    extend(more) {
      const entry = open.at(-1);
      if (entry && last) {
        entry.title = `${entry.title} ${more}`;
        last = { ...last, title: entry.title, bare: false };
      }
      path = open.map(({ title }) => title);
    },
    path: () => path,
  };
}

/** What stays open above a line whose style alone tells its level. */
function openAbove(open: readonly Open[], line: OutlineLine): Open[] {
  const same = findLast(open, ({ line: own }) => own.style === line.style && own.value + 1 === line.value);
  if (same >= 0) return open.slice(0, same);
  const sibling = findLast(open, ({ line: own }) => own.style === line.style);
  const isList = line.kind === 'clause' && line.value === 1 && open[sibling]?.line.kind === 'clause';
  if (sibling >= 0 && !isList) return open.slice(0, sibling);
  const decimals = /^number(\d)$/.exec(line.style)?.[1];
  // "2." closes "1.1" even if the document never printed "1."; a heading is never part of a clause.
  const closes = (entry: Open) =>
    (opensContract(entry) && /^(?:number|section)/.test(line.style)) ||
    // "Section 1" after recitals "A." and "B." that no heading names.
    (line.style.startsWith('section') && entry.line.kind === 'clause' && /^(?:letter|roman)$/.test(entry.line.style)) ||
    isDeeper(entry.line.style, decimals) ||
    (line.kind === 'heading' && entry.line.kind === 'clause' && !isPrefix(entry, line));
  const first = open.findIndex(closes);
  return first < 0 ? [...open] : open.slice(0, first);
}

/** What stands before the first numbered clause of a contract, or lists them, holds none of them. */
const opensContract = ({ line }: Open): boolean =>
  /^(?:RECITALS|Recitals|W\s?I\s?T\s?N\s?E|Witnesseth|PREAMBLE|Preamble|TABLE OF|Table of|CONTENTS|Contents|INDEX)/.test(
    line.title,
  );

const isDeeper = (style: string, decimals: string | undefined): boolean => {
  const own = /^number(\d)$/.exec(style)?.[1];
  return own !== undefined && decimals !== undefined && own > decimals;
};

/** True if the entry is "5." and the line "5.2": the line is below it, heading or not. */
const isPrefix = ({ line: { title } }: Open, line: OutlineLine): boolean => {
  const number = /^(?:Section\s|SECTION\s|§+\s?)?(\d+(?:\.\d+)*)/.exec(title)?.[1];
  return number !== undefined && line.title.replace(/^\D+/, '').startsWith(`${number}.`);
};

function findLast(open: readonly Open[], test: (entry: Open) => boolean): number {
  for (let at = open.length - 1; at >= 0; at--) if (test(open[at] as Open)) return at;
  return -1;
}
