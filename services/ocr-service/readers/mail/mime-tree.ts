/** Takes the bytes of a message apart into its MIME parts by byte ranges, so that what lies inside keeps its exact bytes. */

/** One part; its bytes are `bytes.subarray(bodyStart, bodyEnd)` of the file, still in their transfer encoding. */
export interface MimePart {
  /** As IMAP numbers parts (RFC 3501, 6.4.5): `1`, `2.1`. The message itself is the empty string. */
  path: string;
  headerStart: number;
  bodyStart: number;
  bodyEnd: number;
  /** Lower case, without parameters. */
  type: string;
  /** The header fields that decide about structure, unfolded, by lower-case name. */
  fields: ReadonlyMap<string, string>;
  parts: MimePart[];
}

export interface MimeTree {
  root: MimePart;
  /** Places where the structure is broken and had to be guessed. */
  damage: number;
  /** Parts beyond {@link mostParts} or nested deeper than {@link mostNested}, which were left out. */
  leftOut: number;
}

export const mostParts = 10_000;
export const mostNested = 50;
/** Header fields end here even without a blank line: what follows is taken for the body. */
const mostHeaderBytes = 2 * 1024 ** 2;
const mostBoundary = 1_000;

const lineFeed = 10;
const carriageReturn = 13;

interface State {
  bytes: Buffer;
  count: number;
  damage: number;
  leftOut: number;
}

/** Reads the structure of a message. Never throws: whatever is broken becomes text of the nearest part and is counted. */
export function parseMime(bytes: Buffer): MimeTree {
  const state: State = { bytes, count: 0, damage: 0, leftOut: 0 };
  const root = parsePart(state, { start: startOfMessage(bytes), end: bytes.length }, '', 0, 'text/plain');
  return { root, damage: state.damage, leftOut: state.leftOut };
}

/** Mail stores put a byte order mark, blank lines or an mbox line (RFC 4155) before the first header field. */
function startOfMessage(bytes: Buffer): number {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (bytes[at] === lineFeed || bytes[at] === carriageReturn) at++;
  if (/^>?From /.test(bytes.toString('latin1', at, at + 6))) {
    const end = bytes.indexOf(lineFeed, at);
    at = end < 0 ? bytes.length : end + 1;
  }
  return at;
}

interface Range {
  start: number;
  end: number;
}

function parsePart(state: State, { start, end }: Range, path: string, depth: number, usualType: string): MimePart {
  state.count++;
  const bodyStart = endOfHeaders(state, start, end);
  const fields = structureFields(state.bytes.toString('latin1', start, bodyStart));
  const written = fields.get('content-type') ?? '';
  const type = /^\s*([!-.0-9A-~]+\/[!-.0-9:<>-~]+)/.exec(written)?.[1]?.toLowerCase() ?? usualType;
  const part: MimePart = { path, headerStart: start, bodyStart, bodyEnd: end, type, fields, parts: [] };
  if (!type.startsWith('multipart/')) return part;
  if (depth >= mostNested) {
    state.leftOut++;
    return part;
  }
  const ranges = splitAtBoundary(state, part);
  const usual = type === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  const room = ranges.slice(0, Math.max(0, mostParts - state.count));
  state.leftOut += ranges.length - room.length;
  part.parts = room.map((range, index) =>
    parsePart(state, range, path ? `${path}.${index + 1}` : String(index + 1), depth + 1, usual),
  );
  if (!part.parts.length) {
    // Without a boundary that occurs there is only text.
    state.damage++;
    return { ...part, type: 'text/plain' };
  }
  return part;
}

/** Behind the blank line, or before the first line that is no header field. */
function endOfHeaders(state: State, start: number, end: number): number {
  const { bytes } = state;
  const limit = Math.min(end, start + mostHeaderBytes);
  for (let at = start; at < limit; ) {
    const next = bytes.indexOf(lineFeed, at);
    const lineEnd = next < 0 || next >= end ? end : next + 1;
    if (isBlankLine(bytes, at, lineEnd)) return lineEnd;
    if (!isHeaderLine(bytes, at, lineEnd, start)) {
      if (at > start) state.damage++;
      return at;
    }
    at = lineEnd;
  }
  if (limit < end) state.damage++;
  return limit;
}

const isBlankLine = (bytes: Buffer, start: number, end: number): boolean =>
  bytes[start] === lineFeed ||
  (bytes[start] === carriageReturn && (start + 1 === end || bytes[start + 1] === lineFeed));

/** `Name: value`, or a continuation. RFC 5322 allows any printable character but the colon in a name. */
function isHeaderLine(bytes: Buffer, start: number, end: number, first: number): boolean {
  if (bytes[start] === 0x20 || bytes[start] === 0x09) return start > first;
  const most = Math.min(end, start + 200);
  for (let at = start; at < most; at++) {
    const byte = bytes[at] as number;
    if (byte === 0x3a) return at > start;
    if (byte <= 0x20 || byte > 0x7e) return byte === 0x20 && bytes[at + 1] === 0x3a && at > start;
  }
  return false;
}

const structural = /^(?:content-[\w-]+|mime-version)$/;

/** The first of each field counts: repeats are a known way to hide parts from one reader and show them to another. */
function structureFields(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of unfoldHeaders(block)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon > 0 && structural.test(name) && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

/** The fields of a header block, one string each, folded lines joined (RFC 5322, 2.2.3). */
export const unfoldHeaders = (block: string): string[] =>
  block
    .replace(/\r?\n(?=[ \t])/g, '')
    .split(/\r?\n/)
    .filter(line => line !== '');

function splitAtBoundary(state: State, part: MimePart): Range[] {
  const body = state.bytes.subarray(part.bodyStart, part.bodyEnd);
  const stated = /;\s*boundary\s*=\s*(?:"([^"]*)"|([^\s;"]+))/i.exec(`;${part.fields.get('content-type') ?? ''}`);
  let boundary = (stated?.[1] ?? stated?.[2] ?? '').trimEnd();
  if (!boundary || body.indexOf(`--${boundary}`, 0, 'latin1') < 0) {
    state.damage++;
    boundary = guessBoundary(body) ?? '';
  }
  if (!boundary || boundary.length > mostBoundary) return [];
  const { ranges, closed } = partRanges(body, boundary, part.bodyStart);
  if (!closed && ranges.length) state.damage++;
  return ranges;
}

/** The first line that looks like a delimiter and is followed by a header field. */
function guessBoundary(body: Buffer): string | undefined {
  const start = body.toString('latin1', 0, 256 * 1024);
  return /^--([^\s-][^\r\n]{0,200}?|-[^\r\n]{1,200}?)[ \t]*\r?\ncontent-/im.exec(start)?.[1];
}

/** RFC 2046, 5.1.1: the line break before a delimiter belongs to the delimiter. Parts after the closing one are read too. */
function partRanges(body: Buffer, boundary: string, offset: number): { ranges: Range[]; closed: boolean } {
  const delimiter = Buffer.from(`--${boundary}`, 'latin1');
  const ranges: Range[] = [];
  let open = -1;
  let closed = false;
  for (let at = body.indexOf(delimiter); at >= 0; at = body.indexOf(delimiter, at + delimiter.length)) {
    const found = delimiterAt(body, at, at + delimiter.length);
    if (!found) continue;
    if (open >= 0) ranges.push({ start: offset + open, end: offset + Math.max(open, beforeBreak(body, at)) });
    closed = found.closing;
    open = found.closing ? -1 : found.next;
  }
  if (open >= 0) ranges.push({ start: offset + open, end: offset + body.length });
  return { ranges, closed };
}

/** A delimiter stands on a line of its own; `next` is where its part begins. */
function delimiterAt(body: Buffer, at: number, end: number): { closing: boolean; next: number } | undefined {
  if (at > 0 && body[at - 1] !== lineFeed && body[at - 1] !== carriageReturn) return undefined;
  const closing = body[end] === 0x2d && body[end + 1] === 0x2d;
  let next = closing ? end + 2 : end;
  while (body[next] === 0x20 || body[next] === 0x09) next++;
  if (body[next] === carriageReturn) next++;
  if (body[next] === lineFeed) next++;
  else if (next < body.length && body[next - 1] !== carriageReturn && !closing) return undefined;
  return { closing, next };
}

function beforeBreak(body: Buffer, at: number): number {
  if (at > 0 && body[at - 1] === lineFeed) return at > 1 && body[at - 2] === carriageReturn ? at - 2 : at - 1;
  return at > 0 && body[at - 1] === carriageReturn ? at - 1 : at;
}
