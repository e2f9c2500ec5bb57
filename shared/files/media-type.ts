/** Decides from its first bytes what a file is, and which stage reads it. Names and declared types are not believed. */
import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import type { StageName } from '../domain/stage.ts';
import { compoundType } from './compound-file.ts';
import { isMessageHead } from './message-head.ts';
import { settleOffice, wordMediaTypes } from './office.ts';

/** A file's kind. `stage` is the one that reads it; null for a kind that is not read. */
export interface DetectedType {
  mediaType: string;
  stage: StageName | null;
}

/** How much of a file's beginning is needed to decide. */
export const mediaTypeHeadBytes = 64 * 1024;

/** The kinds that are read, by media type; a family of kinds ends in `/`. */
const readers: Readonly<Record<string, StageName>> = {
  'text/plain': 'ocr',
  'application/pdf': 'ocr',
  'image/png': 'ocr',
  'image/jpeg': 'ocr',
  'image/tiff': 'ocr',
  ...Object.fromEntries(wordMediaTypes.map(mediaType => [mediaType, 'ocr' as const])),
  'message/rfc822': 'ocr',
  'application/vnd.ms-outlook': 'ocr',
  'application/x-cfb': 'ocr',
  'application/x-ole-encrypted': 'ocr',
  'application/zip': 'ocr',
  'audio/': 'asr',
  'video/': 'asr',
};

/**
 * Documents of offices that are not read. They are taken in all the same, as `excluded`: a matter that holds them is to say so,
 * with their bytes at hand.
 */
const officeKinds =
  /^application\/(?:rtf|msword|vnd\.(?:ms-(?:excel|powerpoint|word|works|project|visio)|visio|openxmlformats-officedocument|oasis\.opendocument|apple\.(?:pages|numbers|keynote)|lotus)\b.*|onenote|x-cfb|x-mspublisher)/;
export const isOfficeKind = (mediaType: string): boolean => officeKinds.test(mediaType);

/** Kinds that hide behind the name of another. */
const sameAs: Readonly<Record<string, string>> = { 'image/apng': 'image/png', 'application/ogg': 'audio/ogg' };

/** Kinds written in plain characters, tried in order on the beginning of a text. */
const textualKinds: readonly (readonly [RegExp, string])[] = [
  [/^(?:[^\n]{0,200}\n){0,20}?%PDF-\d[\s\S]*\d obj\b/, 'application/pdf'],
  [/^\s*\{\\rtf/, 'application/rtf'],
  [/^%!PS/, 'application/postscript'],
  [/^\s*(?:<!--[\s\S]{0,2000}?-->\s*)?(?:<!doctype html|<html[\s>])/i, 'text/html'],
  [/^\s*<\?xml\s/, 'application/xml'],
  [/^BEGIN:VCALENDAR/, 'text/calendar'],
  [/^BEGIN:VCARD/, 'text/vcard'],
];

/** The kind of a file, from its first {@link mediaTypeHeadBytes} bytes or all of it if it is shorter. */
export async function detectMediaType(head: Buffer): Promise<DetectedType> {
  const mediaType = textualType(head) ?? (await binaryType(head));
  const stage = readers[mediaType] ?? readers[`${mediaType.split('/')[0]}/`] ?? null;
  return { mediaType, stage };
}

/** The kind of the file at `path`. */
export async function detectFileType(path: string): Promise<DetectedType> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(mediaTypeHeadBytes), 0, mediaTypeHeadBytes, 0);
    return await detectMediaType(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/**
 * Text is tried first: short signatures of binary kinds ("BM", "MZ", "ID3") also begin words. PDFs are told apart at
 * once, since some are written without a byte outside ASCII.
 */
function textualType(head: Buffer): string | undefined {
  if (head.subarray(0, 5).equals(Buffer.from('%PDF-'))) return 'application/pdf';
  if (!looksLikeText(head)) return undefined;
  const start = head
    .subarray(0, 16 * 1024)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '');
  const kind = textualKinds.find(([pattern]) => pattern.test(start))?.[1];
  return kind ?? (isMessageHead(start) ? 'message/rfc822' : 'text/plain');
}

/** The PDF standard's readers look for the header within the first 1,024 bytes; a container that holds a PDF goes first. */
async function binaryType(head: Buffer): Promise<string> {
  const compound = compoundType(head);
  if (compound) return compound;
  const found = await fileTypeFromBuffer(head);
  const mediaType = found?.mime.split(';')[0]?.trim();
  if (mediaType) return sameAs[mediaType] ?? settleOffice(mediaType, head);
  const start = head.toString('latin1', 0, 1024);
  // WAV files over 4 GB (EBU Tech 3306).
  if (/^(?:RF64|BW64)[\s\S]{4}WAVE/.test(start)) return 'audio/wav';
  // What tells a TIFF from its relatives may stand at its end.
  if (/^(?:II[*+]\0|MM\0[*+])/.test(start)) return 'image/tiff';
  return /%PDF-\d/.test(start) ? 'application/pdf' : 'application/octet-stream';
}

/** UTF-16 by its mark, UTF-8, or a single-byte encoding: hardly any control characters, and few letters beyond ASCII. */
function looksLikeText(head: Buffer): boolean {
  if (head.length === 0) return false;
  if (head.length >= 2 && (head.readUInt16BE(0) === 0xfeff || head.readUInt16BE(0) === 0xfffe))
    return looksLikeUtf16(head);
  let controls = 0;
  let high = 0;
  for (const byte of head) {
    if (byte === 0) return false;
    if ((byte < 0x20 && (byte < 0x08 || byte > 0x0d)) || byte === 0x7f) controls++;
    else if (byte >= 0x80) high++;
  }
  if (controls > head.length / 200) return false;
  return high === 0 || isUtf8(wholeCharacters(head)) || high < head.length / 3;
}

/** MP3 frames begin like the mark FF FE: a text in UTF-16 has no NUL characters and few from outside its script. */
function looksLikeUtf16(head: Buffer): boolean {
  const swap = head[0] === 0xfe;
  const units = head.subarray(2, head.length - (head.length % 2));
  let controls = 0;
  for (let i = 0; i + 1 < units.length; i += 2) {
    const unit = swap ? units.readUInt16BE(i) : units.readUInt16LE(i);
    if ((unit < 0x20 && (unit < 0x08 || unit > 0x0d)) || unit >= 0xfffe || (unit >= 0xe000 && unit <= 0xf8ff))
      controls++;
  }
  return controls <= units.length / 400;
}

/** Without the character that the end of the head may have cut in two. */
function wholeCharacters(head: Buffer): Buffer {
  if (head.length < mediaTypeHeadBytes) return head;
  let end = head.length;
  while (end > head.length - 4 && ((head[end - 1] as number) & 0xc0) === 0x80) end--;
  return (head[end - 1] as number) >= 0xc0 ? head.subarray(0, end - 1) : head;
}
