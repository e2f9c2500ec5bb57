/** Writes Outlook messages ([MS-OXMSG]: MAPI properties as streams of a compound file), the same bytes every time. */
import { Buffer } from 'node:buffer';
import { burn, type Entry } from '@kenjiuno/msgreader/lib/Burner.js';
import { TypeEnum } from '@kenjiuno/msgreader/lib/Reader.js';

export interface OutlookAddress {
  name: string;
  address: string;
}

/** What a saved message holds. */
export interface OutlookMail {
  from: OutlookAddress;
  to: OutlookAddress[];
  subject: string;
  /** Instant it was sent. */
  sent: Date;
  messageId: string;
  /** The header lines as the mail server passed them on. */
  transportHeaders: string;
  body: string;
  attachments: { name: string; mediaType: string; bytes: Buffer }[];
}

/** A storage: properties by tag, and storages within. Property ids and types: [MS-OXPROPS]. */
interface Storage {
  properties: [id: number, value: string | number | boolean | Date | Buffer][];
  /** Bytes before the first property of the fixed stream; null where there is no such stream. */
  head: Buffer | null;
  folders: [name: string, storage: Storage][];
}

const types = { integer: 0x0003, boolean: 0x000b, time: 0x0040, unicode: 0x001f, binary: 0x0102 };

/** 100-nanosecond ticks from 1601 to 1970. */
const ticksTo1970 = 116_444_736_000_000_000n;

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');

type Value = Storage['properties'][number][1];

function typeOf(value: Value): number {
  if (typeof value === 'string') return types.unicode;
  if (typeof value === 'number') return types.integer;
  if (typeof value === 'boolean') return types.boolean;
  return value instanceof Date ? types.time : types.binary;
}

/** What stands in a stream of its own; null for values that fit the fixed stream. */
function streamOf(value: Value): Buffer | null {
  if (typeof value === 'string') return Buffer.from(value, 'utf16le');
  return Buffer.isBuffer(value) ? value : null;
}

/** The 16 bytes of a property: tag, flags (readable, writeable), value or size. */
function fixedEntry([id, value]: Storage['properties'][number]): Buffer {
  const entry = Buffer.alloc(16);
  entry.writeUInt32LE(id * 0x10000 + typeOf(value), 0);
  entry.writeUInt32LE(6, 4);
  const stream = streamOf(value);
  // Of a string the size counts the terminating zero, which the stream leaves out.
  if (stream) entry.writeUInt32LE(stream.length + (typeof value === 'string' ? 2 : 0), 8);
  else if (value instanceof Date) entry.writeBigUInt64LE(BigInt(value.getTime()) * 10_000n + ticksTo1970, 8);
  else entry.writeUInt32LE(Number(value), 8);
  return entry;
}

/** Appends a storage and all within it; the answer is the place of each of its children. */
function addStorage(entries: Entry[], { properties, head, folders }: Storage): number[] {
  // A copy: the writer takes the whole memory behind a buffer, which small buffers share.
  const add = (name: string, bytes: Buffer): number =>
    entries.push({ name, type: TypeEnum.DOCUMENT, length: bytes.length, binaryProvider: () => new Uint8Array(bytes) }) -
    1;
  const streams = properties.flatMap(([id, value]) => {
    const bytes = streamOf(value);
    return bytes ? [add(`__substg1.0_${hex(id, 4)}${hex(typeOf(value), 4)}`, bytes)] : [];
  });
  const fixed = head ? [add('__properties_version1.0', Buffer.concat([head, ...properties.map(fixedEntry)]))] : [];
  const inside = folders.map(([name, storage]) => {
    const folder: Entry = { name, type: TypeEnum.DIRECTORY, length: 0 };
    const at = entries.push(folder) - 1;
    folder.children = addStorage(entries, storage);
    return at;
  });
  return [...streams, ...fixed, ...inside];
}

const recipient = ({ name, address }: OutlookAddress, index: number): [string, Storage] => [
  `__recip_version1.0_#${hex(index, 8)}`,
  {
    head: Buffer.alloc(8),
    properties: [
      [0x0c15, 1],
      [0x3000, index],
      [0x3001, name],
      [0x3002, 'SMTP'],
      [0x3003, address],
      [0x39fe, address],
    ],
    folders: [],
  },
];

const attached = (file: OutlookMail['attachments'][number], index: number): [string, Storage] => [
  `__attach_version1.0_#${hex(index, 8)}`,
  {
    head: Buffer.alloc(8),
    properties: [
      [0x0e21, index],
      [0x3705, 1],
      [0x3701, file.bytes],
      [0x3704, file.name],
      [0x3707, file.name],
      [0x370e, file.mediaType],
    ],
    folders: [],
  },
];

/** Names of properties beyond the fixed ids: none, but the storage must be there. */
const noNames: Storage = {
  head: null,
  properties: [
    [0x0002, Buffer.alloc(0)],
    [0x0003, Buffer.alloc(0)],
    [0x0004, Buffer.alloc(0)],
  ],
  folders: [],
};

/** A message as Outlook saves it. */
export function encodeMsg(mail: OutlookMail): Buffer {
  const head = Buffer.alloc(32);
  head.writeUInt32LE(mail.to.length, 8);
  head.writeUInt32LE(mail.attachments.length, 12);
  head.writeUInt32LE(mail.to.length, 16);
  head.writeUInt32LE(mail.attachments.length, 20);
  const root: Storage = {
    head,
    properties: [
      [0x001a, 'IPM.Note'],
      [0x0037, mail.subject],
      [0x0039, mail.sent],
      [0x007d, mail.transportHeaders],
      [0x0c1a, mail.from.name],
      [0x0c1e, 'SMTP'],
      [0x0c1f, mail.from.address],
      [0x0e04, mail.to.map(({ name }) => name).join('; ')],
      [0x0e06, mail.sent],
      [0x0e1b, mail.attachments.length > 0],
      [0x1000, mail.body],
      [0x1035, `<${mail.messageId}>`],
      [0x340d, 0x40000],
    ],
    folders: [...mail.to.map(recipient), ...mail.attachments.map(attached), ['__nameid_version1.0', noNames]],
  };
  const entries: Entry[] = [{ name: 'Root Entry', type: TypeEnum.ROOT, length: 0 }];
  const children = addStorage(entries, root);
  Object.assign(entries[0] as Entry, { children });
  return Buffer.from(burn(entries));
}
