/** Sets testimony as a court reporter's plain-text transcript: pages of 25 numbered lines. Pure. */

/** One turn: `Q`, `A`, or a speaker such as `MR. WHITLOCK`; without a speaker, a line of its own. */
export type Turn = [speaker: string | null, text: string];

const linesPerPage = 25;
const lineWidth = 56;

/** The transcript; pages are headed by their number and parted by a blank line. */
export function setTranscript(turns: Turn[], firstPage: number): string {
  const set = turns.flatMap(([speaker, text]) => wrap(turnStart(speaker) + text));
  const pages: string[] = [];
  for (let start = 0; start < set.length; start += linesPerPage) {
    const numbered = set
      .slice(start, start + linesPerPage)
      .map((line, index) => `${String(index + 1).padStart(2)}   ${line}`.trimEnd());
    const title = `Page ${firstPage + pages.length}`;
    pages.push([title.padStart(5 + lineWidth), ...numbered].join('\n'));
  }
  return `${pages.join('\n\n')}\n`;
}

function turnStart(speaker: string | null): string {
  if (speaker === null) return '';
  return speaker.length === 1 ? `     ${speaker}.   ` : `          ${speaker}:  `;
}

function wrap(text: string): string[] {
  const out: string[] = [];
  let line = /^ */.exec(text)?.[0] ?? '';
  for (const word of text.trimStart().split(' ')) {
    if (line.trim() && line.length + 1 + word.length > lineWidth) {
      out.push(line);
      line = word;
    } else line += line.trim() ? ` ${word}` : word;
  }
  return [...out, line];
}
