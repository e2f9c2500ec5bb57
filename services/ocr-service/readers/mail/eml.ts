/** Reads mails in the Internet message format (RFC 5322, MIME): `message/rfc822`. */
import { readFile, stat } from 'node:fs/promises';
import type { HeaderValue, StructuredHeader } from 'mailparser';
import type { Warning } from '../../../../queues/stage.ts';
import { PipelineError } from '../../../../shared/errors.ts';
import { cleanFileName } from '../../../../shared/files/file-name.ts';
import { type Children, createChildren } from '../children.ts';
import type { DocumentTask, ReadDocument } from '../document.ts';
import { calendarText } from './calendar.ts';
import { decodedBytes, decodedText, decodeHeaders } from './decode-part.ts';
import { mailHeaders } from './mail-headers.ts';
import { mboxMessages } from './mbox.ts';
import type { MailBody, MailMessage } from './message.ts';
import { type BodyParts, type FoundFile, type MailRoles, mimeRoles } from './mime-roles.ts';
import { type MimePart, parseMime } from './mime-tree.ts';
import { readMessage } from './read-message.ts';

/** The whole mail is held in memory; mail servers stop at a tenth of this. */
const largestBytes = 512 * 1024 ** 2;
/** Fields that fill more than this are no header a person wrote. */
const mostHeaderBytes = 512 * 1024;

interface Range {
  start: number;
  end: number;
}

/** Reads the mail at the path of the task. Throws `L_FILE_TOO_LARGE`, `L_TEXT_TOO_LARGE` or `I_DAMAGED`. */
export async function readEml(task: DocumentTask): Promise<ReadDocument> {
  const { size } = await stat(task.path);
  if (size > largestBytes) {
    throw new PipelineError('L_FILE_TOO_LARGE', `a mail of ${size} bytes; its reader takes at most ${largestBytes}`);
  }
  const bytes = await readFile(task.path);
  const messages = mboxMessages(bytes);
  if (messages.length > 1) return readMbox(task, bytes, messages);
  const tree = parseMime(bytes);
  const roles = mimeRoles(tree.root);
  const warnings: Warning[] = [...roles.notices.values()];
  if (tree.damage) warnings.push({ code: 'mail.damaged', count: tree.damage });
  if (tree.leftOut) warnings.push({ code: 'mail.tooManyParts', count: tree.leftOut, missing: true });
  const headers = mailHeaders(await decodeHeaders(headerBytes(bytes, tree.root, warnings)));
  if (!hasHeaders(tree.root)) throw new PipelineError('I_DAMAGED', 'the mail has no header fields');
  const texts = createTexts(bytes, task.limits.maxTextBytes);
  const bodies = await bodiesOf(roles, texts);
  const reports = [];
  for (const part of roles.reports) reports.push(await texts.read(part));
  if (!bodies.length) for (const part of roles.calendars) reports.push(calendarText(await texts.read(part)));
  const children = createChildren(task);
  await saveFiles(bytes, roles.files, bodies, children);
  const message: MailMessage = {
    headers,
    bodies,
    reports,
    children: children.found(),
    parts: roles.named.map(part => ({ partPath: part.path || '1', contentType: part.type })),
    warnings: [...warnings, ...texts.warnings(bodies), ...children.warnings()],
    more: {},
  };
  return readMessage(message, 'mailparser');
}

/** A folder of mails: each is a child, as an archive's members are. */
async function readMbox(task: DocumentTask, bytes: Buffer, messages: Range[]): Promise<ReadDocument> {
  const children = createChildren(task);
  for (const [index, { start, end }] of messages.entries()) {
    await children.add({
      partPath: String(index + 1),
      fileName: `message-${index + 1}.eml`,
      properties: { contentType: 'message/rfc822' },
      async *bytes() {
        yield bytes.subarray(start, end);
      },
    });
  }
  const properties = { mbox: { messages: messages.length } };
  const warnings = children.warnings();
  return { segments: [], properties, warnings, children: children.found(), engine: 'mailparser', isContainer: true };
}

const hasHeaders = (root: MimePart): boolean => root.bodyStart > root.headerStart;

function headerBytes(bytes: Buffer, part: MimePart, warnings?: Warning[]): Buffer {
  const block = bytes.subarray(part.headerStart, part.bodyStart);
  if (block.length <= mostHeaderBytes) return block;
  warnings?.push({ code: 'mail.headersCut', missing: true });
  return block.subarray(0, block.lastIndexOf(10, mostHeaderBytes) + 1);
}

/** Decodes text parts within the limit of the project, and keeps count of guesses. */
function createTexts(bytes: Buffer, maxBytes: number) {
  let left = maxBytes;
  let assumed = 0;
  return {
    async read(part: MimePart): Promise<string> {
      // Transfer encodings shrink by three at most; HTML is mostly markup.
      const size = part.bodyEnd - part.bodyStart;
      left -= size / (part.type === 'text/html' ? 4 : 3);
      if (left < 0) {
        throw new PipelineError('L_TEXT_TOO_LARGE', `more text than the ${maxBytes} bytes that are allowed`);
      }
      const decoded = await decodedText(bytes, part);
      if (decoded.assumed) assumed++;
      return decoded.text;
    },
    warnings: (bodies: MailBody[]): Warning[] => [
      ...(assumed ? [{ code: 'encoding.assumed', count: assumed }] : []),
      ...(bodies.some(({ plain = '' }) => /^-----BEGIN PGP MESSAGE-----/m.test(plain))
        ? [{ code: 'mail.encrypted', count: 1, missing: true }]
        : []),
    ],
  };
}

async function bodiesOf(roles: MailRoles, texts: { read(part: MimePart): Promise<string> }): Promise<MailBody[]> {
  const joined = async (parts: MimePart[], between: string) => {
    const read = [];
    for (const part of parts) read.push(await texts.read(part));
    return read.join(between);
  };
  const body = async ({ plain, html }: BodyParts): Promise<MailBody> => ({
    ...(plain.length && { plain: await joined(plain, '\n\n') }),
    ...(html.length && { html: await joined(html, '<br>\n') }),
  });
  const bodies = [];
  for (const parts of roles.bodies) bodies.push(await body(parts));
  return bodies;
}

/** Each file as a child, with exact bytes; those that stand in the mail as they are are not even copied first. */
async function saveFiles(bytes: Buffer, files: FoundFile[], bodies: MailBody[], children: Children): Promise<void> {
  const shown = new Set(
    bodies.flatMap(({ html = '' }) => [...html.matchAll(/\bcid:([^'"\s>)]{1,500})/gi)].map(m => m[1])),
  );
  let attachments = 0;
  let messages = 0;
  for (const file of files) {
    const number = file.kind === 'message' ? ++messages : ++attachments;
    const { part, related } = file;
    const { values } = await decodeHeaders(headerBytes(bytes, part));
    const contentId = String(values.get('content-id') ?? '')
      .trim()
      .replace(/^<|>$/g, '');
    const disposition = structured(values.get('content-disposition'))?.value?.toLowerCase();
    const isShown = contentId !== '' && (shown.has(contentId) || shown.has(encodeURIComponent(contentId)));
    await children.add({
      // A mail that is nothing but a file has one part, which IMAP numbers 1.
      partPath: part.path || '1',
      fileName: fileNameOf(file, values, number),
      properties: {
        contentType: part.type,
        ...(disposition && { contentDisposition: disposition }),
        ...(contentId && { contentId }),
        inline: isShown || (related && part.type.startsWith('image/')),
      },
      bytes: () => decodedBytes(bytes, part),
    });
  }
}

const structured = (value: HeaderValue | undefined): StructuredHeader | undefined =>
  value && typeof value === 'object' && 'params' in value ? (value as StructuredHeader) : undefined;

/** Endings of what attachments without a name are most often. */
const endings: Readonly<Record<string, string>> = {
  'application/pdf': '.pdf',
  'text/plain': '.txt',
  'text/html': '.html',
  'text/calendar': '.ics',
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/gif': '.gif',
  'image/tiff': '.tif',
  'application/zip': '.zip',
  'application/msword': '.doc',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': '.docx',
  'application/vnd.ms-outlook': '.msg',
};

function fileNameOf({ part, kind }: FoundFile, values: ReadonlyMap<string, HeaderValue>, number: number): string {
  const stated =
    structured(values.get('content-disposition'))?.params.filename ??
    structured(values.get('content-type'))?.params.name;
  const usual = kind === 'message' ? `message-${number}.eml` : `attachment-${number}${endings[part.type] ?? '.bin'}`;
  return cleanFileName(stated?.trim() || usual).fileName;
}
