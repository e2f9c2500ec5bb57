/** Writes messages of internet mail (RFC 5322, MIME), the same bytes every time. */
import { Buffer } from 'node:buffer';

/** The head of a message; addresses as `Name <user@host>`. */
export interface MailHead {
  from: string;
  to: string[];
  cc?: string[];
  subject: string;
  /** As a mail prints it, with offset: `Mon, 3 Oct 2022 09:12:44 -0400`. */
  date: string;
  messageId: string;
  inReplyTo?: string;
  references?: string[];
}

/** One part of a body: its header lines and its content, encoded as they say. */
export interface MailPart {
  headers: string[];
  content: string;
}

const newline = '\r\n';

/** RFC 2047: words outside ASCII, as UTF-8 in base64. */
const encodedWords = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what may stand in a header as it is.
  /^[\x00-\x7f]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;

const base64Lines = (bytes: Buffer): string => bytes.toString('base64').replace(/.{76}/g, `$&${newline}`);

/** RFC 2045, 6.7: bytes outside printable ASCII as `=XX`, soft breaks before column 76, no blank at the end of a line. */
function quotedPrintable(text: string): string {
  const line = (plain: string): string => {
    const coded = [...Buffer.from(plain)].map((byte, at, all) => {
      const isPlain = (byte >= 33 && byte <= 126 && byte !== 61) || (byte === 32 && at < all.length - 1);
      return isPlain ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    });
    let column = 0;
    return coded.reduce((out, piece) => {
      const isFull = column + piece.length > 75;
      column = isFull ? piece.length : column + piece.length;
      return isFull ? `${out}=${newline}${piece}` : out + piece;
    }, '');
  };
  return text.split('\n').map(line).join(newline);
}

/** A text part, `plain`, `html` or `calendar`. */
export const textPart = (subtype: string, text: string): MailPart => ({
  headers: [`Content-Type: text/${subtype}; charset=utf-8`, 'Content-Transfer-Encoding: quoted-printable'],
  content: quotedPrintable(text),
});

/** A file beside the text. */
export const attachment = (name: string, mediaType: string, bytes: Buffer): MailPart => ({
  headers: [
    `Content-Type: ${mediaType}; name="${name}"`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename="${name}"`,
  ],
  content: base64Lines(bytes),
});

/** A whole message inside another. */
export const nestedMessage = (name: string, message: Buffer): MailPart => ({
  headers: ['Content-Type: message/rfc822', `Content-Disposition: attachment; filename="${name}"`],
  content: message.toString('latin1'),
});

/** Parts under one roof; `boundary` must stand in none of them. */
export const multipart = (subtype: 'mixed' | 'alternative', boundary: string, parts: MailPart[]): MailPart => ({
  headers: [`Content-Type: multipart/${subtype}; boundary="${boundary}"`],
  content: [...parts.flatMap(part => [`--${boundary}`, ...part.headers, '', part.content]), `--${boundary}--`, ''].join(
    newline,
  ),
});

/** A message. Long header lines are folded at a blank. */
export function encodeMail(head: MailHead, body: MailPart): Buffer {
  const headers = [
    `From: ${head.from}`,
    `To: ${head.to.join(`,${newline} `)}`,
    ...(head.cc ? [`Cc: ${head.cc.join(`,${newline} `)}`] : []),
    `Subject: ${encodedWords(head.subject)}`,
    `Date: ${head.date}`,
    `Message-ID: <${head.messageId}>`,
    ...(head.inReplyTo ? [`In-Reply-To: <${head.inReplyTo}>`] : []),
    ...(head.references ? [`References: ${head.references.map(id => `<${id}>`).join(`${newline} `)}`] : []),
    'MIME-Version: 1.0',
    ...body.headers,
  ];
  return Buffer.from([...headers, '', body.content].join(newline), 'latin1');
}
