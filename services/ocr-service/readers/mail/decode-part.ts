/** Decodes single MIME parts through mailparser: transfer encodings, character sets, header fields. */
import { type HeaderValue, MailParser, type ParsedMail, simpleParser } from 'mailparser';
import type { MimePart } from './mime-tree.ts';

/** Nothing that mailparser adds is wanted: no HTML made of text, no pictures in links. */
const plainly = {
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipTextLinks: true,
  skipImageLinks: true,
  maxHtmlLengthToParse: Number.MAX_SAFE_INTEGER,
};

export interface DecodedHeaders {
  /** Fields by lower-case name, as mailparser decodes them. */
  values: ReadonlyMap<string, HeaderValue>;
  /** The raw lines, unfolded or not, by lower-case name, in order. */
  lines: readonly { key: string; line: string }[];
}

/** Decodes a header block. Bytes that are not UTF-8 are read as Windows-1252, which is what old programs write there. */
export async function decodeHeaders(block: Buffer): Promise<DecodedHeaders> {
  // A digest or report would make mailparser look for parts that are not there; the fields stay readable.
  const parsed = await parse(Buffer.concat([asUtf8(block), Buffer.from('\r\n\r\n')]));
  return { values: parsed.headers, lines: parsed.headerLines };
}

function asUtf8(bytes: Buffer): Buffer {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return bytes;
  } catch {
    // Not a fault: it is the answer to the question whether these bytes are UTF-8.
    return Buffer.from(new TextDecoder('windows-1252').decode(bytes));
  }
}

const parse = (message: Buffer): Promise<ParsedMail> => simpleParser(message, plainly);

const encodingOf = (part: MimePart): string =>
  (part.fields.get('content-transfer-encoding') ?? '7bit').replace(/[\s;].*$/s, '').toLowerCase();

/** True for parts whose bytes stand in the message as they are. */
export const isVerbatim = (part: MimePart): boolean => !['base64', 'quoted-printable'].includes(encodingOf(part));

export const bodyBytes = (bytes: Buffer, part: MimePart): Buffer => bytes.subarray(part.bodyStart, part.bodyEnd);

/** The head of a message that holds nothing but the part. */
const headOf = (part: MimePart, contentType: string): Buffer =>
  Buffer.from(`Content-Type: ${contentType}\r\nContent-Transfer-Encoding: ${encodingOf(part)}\r\n\r\n`, 'latin1');

/** The decoded bytes of a part, piece by piece: large attachments are never held twice. */
export async function* decodedBytes(bytes: Buffer, part: MimePart): AsyncGenerator<Buffer> {
  if (isVerbatim(part)) {
    yield bodyBytes(bytes, part);
    return;
  }
  const pieces: Buffer[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const parser = new MailParser(plainly);
  parser.on('data', data => {
    if (data.type !== 'attachment') return;
    data.content.on('data', (piece: Buffer) => pieces.push(piece));
    data.content.on('end', () => data.release());
  });
  parser.on('end', resolve);
  parser.on('error', reject);
  parser.write(headOf(part, 'application/octet-stream'));
  const body = bodyBytes(bytes, part);
  const step = 1024 ** 2;
  for (let at = 0; at < body.length; at += step) {
    if (!parser.write(body.subarray(at, at + step))) await new Promise(drained => parser.once('drain', drained));
    yield* pieces.splice(0);
  }
  parser.end();
  await promise;
  yield* pieces.splice(0);
}

export interface DecodedText {
  text: string;
  /** True when the stated character set cannot be right and another was taken. */
  assumed: boolean;
}

const lost = /\ufffd/g;
const beyondAscii = /[^\0-\x7f\ufffd]/g;

/** The text of a `text/*` part, soft line breaks of `format=flowed` joined (RFC 3676). */
export async function decodedText(bytes: Buffer, part: MimePart): Promise<DecodedText> {
  const parameters = part.fields.get('content-type') ?? '';
  const stated = /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(parameters)?.[1]?.toLowerCase() ?? '';
  const { text, assumed } = await decodeAs(bytes, part, stated);
  const flowed = /;\s*format\s*=\s*"?flowed/i.test(parameters);
  const deletesSpace = /;\s*delsp\s*=\s*"?yes/i.test(parameters);
  return { text: flowed ? unflow(text, deletesSpace) : text, assumed };
}

/** Labels that programs write without looking; valid UTF-8 beyond ASCII is hardly ever anything else. */
const careless = /^(?:|us-ascii|ascii|utf-?8|iso-8859-1|windows-1252|unknown-8bit|x-unknown|default)$/;

async function decodeAs(bytes: Buffer, part: MimePart, stated: string): Promise<DecodedText> {
  const as = async (charset: string) => {
    const parsed = await parse(
      Buffer.concat([headOf(part, `text/plain; charset="${charset}"`), bodyBytes(bytes, part)]),
    );
    return parsed.text ?? '';
  };
  if (!careless.test(stated)) return { text: await as(stated), assumed: false };
  const text = await as('utf-8');
  const faults = text.match(lost)?.length ?? 0;
  // A few faults among many good characters are damage; otherwise it never was UTF-8.
  if (faults === 0 || faults * 4 < (text.match(beyondAscii)?.length ?? 0)) return { text, assumed: false };
  return { text: await as('windows-1252'), assumed: !/^(?:iso-8859-1|windows-1252)$/.test(stated) };
}

/** Joins the soft line breaks of RFC 3676: lines of equal quote depth that end in a space go on in the next. */
export function unflow(text: string, deletesSpace: boolean): string {
  const out: string[] = [];
  let open: { depth: number; pieces: string[] } | undefined;
  const close = () => {
    if (open) out.push((open.depth ? `${'>'.repeat(open.depth)} ` : '') + open.pieces.join(''));
    open = undefined;
  };
  for (const line of text.split(/\r?\n/)) {
    let depth = 0;
    while (line[depth] === '>') depth++;
    // One space after the marks, or before a line that begins with a space, `>` or `From `, is stuffing.
    const content = line.slice(depth).replace(/^ /, '');
    if (open && open.depth !== depth) close();
    const isSignature = content === '-- ';
    if (isSignature) close();
    open ??= { depth, pieces: [] };
    const soft = content.endsWith(' ') && !isSignature;
    open.pieces.push(soft && deletesSpace ? content.slice(0, -1) : content);
    if (!soft) close();
  }
  close();
  return out.join('\n');
}
