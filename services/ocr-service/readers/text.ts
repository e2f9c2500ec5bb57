/** Reads plain text files: finds the encoding, cleans, and cuts at form feeds or, when long, at blank lines. */
import { PipelineError } from '../../../shared/errors.ts';
import { cleanText, segmentSeparator } from '../../../shared/text/clean.ts';
import type { LooseSegment } from '../assemble.ts';

export interface DecodedText {
  text: string;
  encoding: string;
  /** True when neither a mark nor the bytes themselves prove the encoding. */
  assumed: boolean;
}

/** Byte order marks; UTF-32's come first because UTF-16LE's is a prefix of one. */
const marks: [bytes: number[], encoding: string][] = [
  [[0xff, 0xfe, 0x00, 0x00], 'utf-32le'],
  [[0x00, 0x00, 0xfe, 0xff], 'utf-32be'],
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** Decodes by mark, else as UTF-16 when every other byte is NUL, else as UTF-8, else as Windows-1252. Throws `I_UNKNOWN_ENCODING`. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const mark = marks.find(([start]) => start.every((byte, at) => bytes[at] === byte));
  const encoding = mark?.[1] ?? unmarkedUtf16(bytes);
  if (encoding?.startsWith('utf-32')) throw unknownEncoding(`${encoding} is not read`);
  if (encoding) {
    // UTF-8 with a mark and faulty bytes is still UTF-8: the faults become U+FFFD.
    return { text: refuseBinary(new TextDecoder(encoding).decode(bytes)), encoding, assumed: false };
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text: refuseBinary(text), encoding: 'utf-8', assumed: false };
  } catch (thrown) {
    if (thrown instanceof PipelineError) throw thrown;
    // Not UTF-8, which valid text of another encoding almost never is by chance. What is left is the Western default.
    const text = new TextDecoder('windows-1252').decode(bytes);
    return { text: refuseBinary(text), encoding: 'windows-1252', assumed: true };
  }
}

const unknownEncoding = (message: string) => new PipelineError('I_UNKNOWN_ENCODING', message);

const sampleBytes = 4_096;

/** Western text in UTF-16 has a NUL in nearly every second byte, always on the same side. */
function unmarkedUtf16(bytes: Uint8Array): string | undefined {
  const sample = bytes.subarray(0, sampleBytes);
  if (sample.length < 4 || bytes.length % 2) return undefined;
  let [even, odd] = [0, 0];
  sample.forEach((byte, at) => {
    if (byte === 0) at % 2 ? odd++ : even++;
  });
  const half = sample.length / 2;
  if (odd > 0.7 * half && even < 0.05 * half) return 'utf-16le';
  if (even > 0.7 * half && odd < 0.05 * half) return 'utf-16be';
  return undefined;
}

/** More than one control character in a hundred, tabs and breaks aside, is no text. */
function refuseBinary(text: string): string {
  let controls = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 ? code < 0x09 || (code > 0x0d && code !== 0x1b) : code === 0xfffd) controls++;
  }
  if (controls > text.length / 100 + 1) throw unknownEncoding(`${controls} of ${text.length} characters are no text`);
  return text;
}

/** Sections are about this long; one goes on to the next blank line, but never beyond the second figure. */
const sectionLength = { usual: 50_000, most: 250_000 };

/** The segments of a text: one per page if form feeds separate pages, else sections. */
export function textSegments(text: string): LooseSegment[] {
  const clean = cleanText(text);
  // Printers' files end each page with a form feed, the last one too.
  const pages = clean.replace(/\f\s*$/u, '').split('\f');
  const fields = { engine: 'text', model: null };
  if (pages.length > 1) return pages.map((page, at) => ({ ...fields, kind: 'page', text: page, pageNumber: at + 1 }));
  return sections(clean).map(section => ({ ...fields, kind: 'section', text: section }));
}

const sections = (text: string): string[] => sectionSpans(text).map(({ start, end }) => text.slice(start, end));

/** Cut at blank lines, which the separator of the frozen text restores: joined, the sections are the text again. */
export function sectionSpans(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  let start = 0;
  while (text.length - start > sectionLength.usual) {
    const limit = start + sectionLength.most;
    let cut = text.indexOf(segmentSeparator, start + sectionLength.usual);
    if (cut < 0 && text.length <= limit) break;
    let next = cut + segmentSeparator.length;
    if (cut < 0 || cut > limit) {
      // No blank line for pages and pages: cut at the last line end or space. There the frozen text gains a blank line.
      const window = text.slice(start, limit);
      const at = Math.max(window.lastIndexOf('\n'), window.lastIndexOf(' '));
      cut = at > 0 ? start + at : limit - (isSplitPair(text, limit) ? 1 : 0);
      next = at > 0 ? cut + 1 : cut;
    }
    found.push({ start, end: cut });
    start = next;
  }
  found.push({ start, end: text.length });
  return found;
}

const isSplitPair = (text: string, at: number): boolean => (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
