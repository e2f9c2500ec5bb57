/** Finds heads, quoted replies and signatures in mails that came as plain text. */
import type { Line } from './lines.ts';
import type { Region } from './regions.ts';

const field =
  /^(?:\*{0,2})(From|To|Cc|Bcc|Sent|Date|Subject|Re|Reply-To|Attachments?|Importance|Message-ID|In-Reply-To|References|X-[\w-]+|MIME-Version|Content-[\w-]+)(?:\*{0,2}):/i;
const original = /^(?:-{2,}\s*(?:Original|Forwarded)\s+[Mm]essage\s*-{2,}|Begin forwarded message:)/i;
const wrote = /^On\b.{4,200}\bwrote:$/;
const signatureMark = /^--\s?$/;
/** A signature is short; what follows it later is something else. */
const maxSignatureLines = 15;

/** Regions of a text that opens with the head of a mail; of any other text, runs of lines that open with ">". */
export function findMailRegions(text: string, lines: readonly Line[]): Region[] {
  const headEnd = readHead(text, lines, 0);
  if (headEnd === 0) return quotedLines(text, lines, 0, 2);
  const regions: Region[] = [{ kind: 'headers', from: 0, to: headEnd }];
  const earlier = firstEarlierMail(text, lines, headEnd);
  const own = lines.slice(0, earlier);
  if (earlier < lines.length) regions.push({ kind: 'quoted', from: earlier, to: lines.length });
  regions.push(...quotedLines(text, own, headEnd, 1), ...signature(text, own, headEnd));
  return regions;
}

const wordsOf = (text: string, line: Line | undefined): string =>
  line ? text.slice(line.textStart, Math.min(line.textEnd, line.textStart + 300)) : '';

/** Past the head that starts at `from`, or `from` if there is none: three fields at least, the sender and one more of weight. */
function readHead(text: string, lines: readonly Line[], from: number): number {
  const names = new Set<string>();
  let at = from;
  for (; at < lines.length && at < from + 60; at++) {
    const line = lines[at] as Line;
    const name = field.exec(wordsOf(text, line))?.[1]?.toLowerCase();
    const isFolded = names.size > 0 && line.start < line.textStart && !line.afterBlank;
    if (at > from && line.afterBlank && names.size >= 3) break;
    if (name) names.add(name);
    else if (!isFolded) break;
  }
  const isHead = names.size >= 3 && names.has('from') && (names.has('to') || names.has('subject') || names.has('sent'));
  return isHead ? at : from;
}

/** The first line of what earlier mails said, when it is not marked line by line. */
function firstEarlierMail(text: string, lines: readonly Line[], from: number): number {
  for (let at = from; at < lines.length; at++) {
    const words = wordsOf(text, lines[at]);
    if (original.test(words) || (/^\*{0,2}From:/i.test(words) && readHead(text, lines, at) > at)) return at;
    if (isAnnouncement(text, lines, at) && !/^[ \t]*>/.test(wordsOf(text, lines[announcementEnd(text, lines, at)])))
      return at;
  }
  return lines.length;
}

/** "On Monday ... wrote:", on one line or wrapped onto a second. */
const isAnnouncement = (text: string, lines: readonly Line[], at: number): boolean =>
  announcementEnd(text, lines, at) > at;

function announcementEnd(text: string, lines: readonly Line[], at: number): number {
  const first = wordsOf(text, lines[at]);
  if (!first.startsWith('On ')) return at;
  if (wrote.test(first)) return at + 1;
  return wrote.test(`${first} ${wordsOf(text, lines[at + 1])}`) ? at + 2 : at;
}

function quotedLines(text: string, lines: readonly Line[], start: number, least: number): Region[] {
  const isQuoted = (at: number) => text.charAt(lines[at]?.textStart ?? text.length) === '>';
  const regions: Region[] = [];
  for (let at = start; at < lines.length; at++) {
    if (!isQuoted(at)) continue;
    let to = at;
    while (isQuoted(to)) to++;
    if (to - at >= least) regions.push({ kind: 'quoted', from: withAnnouncement(text, lines, at, start), to });
    at = to;
  }
  return regions;
}

function withAnnouncement(text: string, lines: readonly Line[], at: number, start: number): number {
  for (const from of [at - 2, at - 1]) if (from >= start && announcementEnd(text, lines, from) === at) return from;
  return at;
}

function signature(text: string, lines: readonly Line[], start: number): Region[] {
  const from = lines.findIndex((line, at) => at >= start && signatureMark.test(wordsOf(text, line)));
  if (from < 0) return [];
  return [{ kind: 'signature', from, to: Math.min(lines.length, from + maxSignatureLines) }];
}
