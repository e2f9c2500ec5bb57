/** Tells a line that ran out of room from one that was ended on purpose: names go on over the first, not over the second. */

/** Says whether a line was ended on purpose anywhere between two offsets of the text. */
export type EndsLine = (from: number, to: number) => boolean;

/** Lines to either side that show how wide the text is set here. */
const reach = 6;
/** Narrower than this no text is set, not even in three columns: addresses, captions and signatures are. */
const leastWidth = 32;
/** Lines of one width differ by as much in characters, since letters differ in width. */
const fullShare = 0.7;

const lineFeed = 10;

/** The bracket or bar between the columns of a caption. */
const captionMark = /^[)|§](?:\s|$)|\s[)|§]$/;

/** Reads the line breaks of a text. A break is for want of room if the next word would not have fitted on the line. */
export function readLineBreaks(text: string): EndsLine {
  const lines = text.split('\n').map(line => line.trim());
  const ended = new Set<number>();
  let end = -1;
  for (const [at, line] of text.split('\n').entries()) {
    end += line.length + 1;
    if (!ranOutOfRoom(lines, at)) ended.add(end);
  }
  return (from, to) => {
    // Character by character: the next break may be far beyond the few characters asked about.
    for (let at = from; at < to; at++) if (text.charCodeAt(at) === lineFeed && ended.has(at)) return true;
    return false;
  };
}

function ranOutOfRoom(lines: readonly string[], at: number): boolean {
  const line = lines[at] as string;
  const next = lines[at + 1];
  if (!line || !next || captionMark.test(line)) return false;
  // A hyphen, or small letters below, go on whatever the width.
  if (/\p{L}-$/u.test(line) || /^\p{Ll}/u.test(next)) return true;
  // "UNIVERSITY / OF TEXAS": no line of its own begins or ends so.
  if (/^(?:OF|AND|&)\s/.test(next) || /\s(?:OF|AND|&)$/.test(line)) return true;
  let width = 0;
  for (let near = Math.max(0, at - reach); near <= at + reach && near < lines.length; near++)
    width = Math.max(width, (lines[near] as string).length);
  const nextWord = next.search(/\s/);
  const needed = line.length + 1 + (nextWord === -1 ? next.length : nextWord);
  return width >= leastWidth && needed >= width * fullShare;
}
