/** Reads Outlook messages (MS-OXMSG), and says what other compound files are. */
import { readFile, stat } from 'node:fs/promises';
import msgReader, { type FieldsData } from '@kenjiuno/msgreader';
import type { Warning } from '../../../../queues/stage.ts';
import { PipelineError, toPipelineError } from '../../../../shared/errors.ts';
import { compoundType, compoundTypes } from '../../../../shared/files/compound-file.ts';
import { cleanFileName } from '../../../../shared/files/file-name.ts';
import { createChildren } from '../children.ts';
import type { DocumentTask, ReadDocument } from '../document.ts';
import type { MailMessage } from './message.ts';
import { msgBodies, msgReports } from './msg-body.ts';
import { msgHeaders } from './msg-headers.ts';
import { readMessage } from './read-message.ts';

// The package is CommonJS: its exports arrive as the default.
const MsgReader = msgReader.default;
type Reader = InstanceType<typeof MsgReader>;

/** The library copies what it reads, and a message inside again. */
const largestBytes = 256 * 1024 ** 2;

/**
 * Reads the message at the path of the task. Throws `I_PASSWORD` for an encrypted Office file, `I_UNSUPPORTED_TYPE` for
 * another compound file, `L_FILE_TOO_LARGE` or `I_DAMAGED`.
 */
export async function readMsg(task: DocumentTask): Promise<ReadDocument> {
  const { size } = await stat(task.path);
  if (size > largestBytes) {
    throw new PipelineError('L_FILE_TOO_LARGE', `a message of ${size} bytes; its reader takes at most ${largestBytes}`);
  }
  const bytes = await readFile(task.path);
  const type = compoundType(bytes);
  if (type === compoundTypes.encrypted) throw new PipelineError('I_PASSWORD', 'the Office file is encrypted');
  if (type !== compoundTypes.outlook) {
    throw new PipelineError('I_UNSUPPORTED_TYPE', 'the compound file is no Outlook message');
  }
  try {
    return await readOpened(task, open(bytes));
  } catch (thrown) {
    if (thrown instanceof PipelineError || thrown instanceof RangeError || isSystemError(thrown)) throw thrown;
    // In a damaged message the library finds values of any type in any place.
    throw new PipelineError('I_DAMAGED', 'the Outlook message cannot be read', { cause: toPipelineError(thrown) });
  }
}

const isSystemError = (thrown: unknown): boolean => thrown instanceof Error && 'syscall' in thrown;

async function readOpened(task: DocumentTask, { reader, fields, extra }: Opened): Promise<ReadDocument> {
  const headers = await msgHeaders(fields, extra);
  const { bodies, warnings } = msgBodies(fields);
  const children = createChildren(task);
  for (const [index, attachment] of (fields.attachments ?? []).entries()) {
    await addAttachment(children, reader, attachment, index + 1);
  }
  const message: MailMessage = {
    headers,
    bodies,
    reports: msgReports(fields),
    children: children.found(),
    parts: [],
    warnings: [...warnings, ...classWarnings(fields), ...children.warnings()],
    more: fields.messageClass ? { messageClass: fields.messageClass } : {},
  };
  return readMessage(message, 'msgreader');
}

/** Properties the library has no name for, by their tag without type (MS-OXPROPS): a reply's chain, importance. */
export type ExtraProperties = ReadonlyMap<number, Uint8Array>;
const extraTags = new Set([0x1042, 0x1039, 0x0017]);
/** PtypInteger32 (MS-OXCDATA, 2.11.1). */
const longType = 0x0003;

interface Opened {
  reader: Reader;
  fields: FieldsData;
  extra: ExtraProperties;
}

function open(bytes: Buffer): Opened {
  const first = parse(bytes, 'windows-1252');
  const codePage = first.fields.messageCodepage ?? first.fields.internetCodepage;
  // Only messages without Unicode have text in a code page, which they name in themselves.
  return codePage && ![1252, 65001, 1200, 20127].includes(codePage) ? parse(bytes, `cp${codePage}`) : first;
}

function parse(bytes: Buffer, ansiEncoding: string): Opened {
  // By message: those inside are read as well.
  const extras = new Map<FieldsData, Map<number, Uint8Array>>();
  // A buffer of its own: the library takes all of a shared one, up to its end, for the file.
  const reader = new MsgReader(Uint8Array.from(bytes).buffer);
  reader.parserConfig = {
    ansiEncoding,
    propertyObserver: (fields, tag, raw) => {
      const id = Math.floor(tag / 0x10000);
      // The table of properties has a string's tag too, with its length in eight bytes.
      if (!raw || !extraTags.has(id) || ((tag & 0xffff) !== longType && raw.length <= 8)) return;
      const own = extras.get(fields) ?? new Map<number, Uint8Array>();
      extras.set(fields, own.set(id, raw));
    },
  };
  const fields = reader.getFileData();
  if (!fields || fields.error || fields.dataType !== 'msg') {
    throw new PipelineError('I_DAMAGED', 'the Outlook message cannot be read');
  }
  return { reader, fields, extra: extras.get(fields) ?? new Map() };
}

async function addAttachment(
  children: ReturnType<typeof createChildren>,
  reader: Reader,
  attachment: FieldsData,
  number: number,
): Promise<void> {
  const isMessage = attachment.innerMsgContent === true;
  const subject = attachment.innerMsgContentFields?.subject ?? attachment.name ?? '';
  const stated = isMessage
    ? `${subject.replaceAll(/[\\/:*?"<>|]/g, '-').trim() || `message-${number}`}.msg`
    : attachment.fileName || attachment.name || attachment.fileNameShort || '';
  const contentId = attachment.pidContentId?.replace(/^<|>$/g, '');
  const contentType = attachment.attachMimeTag ?? (isMessage ? compoundTypes.outlook : undefined);
  const source = {
    partPath: String(number),
    fileName: cleanFileName(stated.trim() || `attachment-${number}${attachment.extension ?? '.bin'}`).fileName,
    properties: {
      ...(contentType && { contentType }),
      ...(contentId && { contentId }),
      inline: attachment.attachmentHidden === true,
    },
  };
  const content = contentOf(reader, attachment);
  if (!content) {
    // A link to a file elsewhere, or an object that only Outlook can draw.
    children.refuse(source, 'I_DAMAGED', 'the attachment has no bytes in the message');
    return;
  }
  await children.add({
    ...source,
    async *bytes() {
      yield content;
    },
  });
}

function contentOf(reader: Reader, attachment: FieldsData): Uint8Array | undefined {
  if (attachment.innerMsgContent !== true && attachment.dataId === undefined) return undefined;
  try {
    return reader.getAttachment(attachment).content;
  } catch (thrown) {
    if (thrown instanceof RangeError) throw thrown;
    // The library fails on chains of sectors that lead nowhere: this attachment is lost, the message is not.
    return undefined;
  }
}

/** What the message class says (MS-OXCMSG, MS-OXOSMIME, MS-OXOCAL). */
const classes: readonly (readonly [RegExp, Warning])[] = [
  [/^IPM\.Note\.SMIME\.MultipartSigned/i, { code: 'mail.signed', count: 1 }],
  [/^IPM\.Note\.(?:SMIME|Secure)/i, { code: 'mail.encrypted', count: 1, missing: true }],
  [/^IPM\.(?:Appointment|Schedule)/i, { code: 'mail.calendar', count: 1 }],
  [/^REPORT\./i, { code: 'mail.deliveryReport', count: 1 }],
];

const classWarnings = ({ messageClass = '' }: FieldsData): Warning[] =>
  classes
    .filter(([pattern]) => pattern.test(messageClass))
    .slice(0, 1)
    .map(([, warning]) => warning);
