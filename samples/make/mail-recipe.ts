/** How mail is made from its parts, and what is then expected of it. */
import type { Buffer } from 'node:buffer';
import type { Mail, outlook } from '../papers/mails.ts';
import type { TruthChild, TruthMail, TruthPage } from '../truth.ts';
import { encodeMail, type MailPart, multipart, textPart } from './eml.ts';
import { encodeMsg, type OutlookMail } from './msg.ts';
import { type MadeFile, readable } from './recipes.ts';

/** For what a reader may set out otherwise in the head of a mail: the sign between two addresses. */
const maxCharacterErrorRate = 0.01;

const escapeHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const textOf = ({ body, signature, quoted }: Mail): string =>
  [body, `-- \n${signature}`, quoted].filter(Boolean).join('\n\n');

/** The same words twice, as mail programs send them: a reader may use only one. */
function alternatives(mail: Mail, boundary: string): MailPart {
  const paragraphs = [mail.body, mail.signature].map(text => `<p>${escapeHtml(text).replaceAll('\n', '<br>\n')}</p>`);
  const quoted =
    mail.quoted && `<blockquote type="cite">${escapeHtml(mail.quoted).replaceAll('\n', '<br>\n')}</blockquote>`;
  const html = `<html><head><style>p { margin: 0 }</style></head><body>\n${[...paragraphs, quoted].join('\n')}\n</body></html>\n`;
  return multipart('alternative', boundary, [textPart('plain', textOf(mail)), textPart('html', html)]);
}

/** The bytes of a mail in text and HTML, with parts behind. */
export function mailBytes(mail: Mail, parts: MailPart[] = []): Buffer {
  const id = mail.head.messageId.split('@')[0]?.replace(/\W/g, '');
  const text = alternatives(mail, `alternative-${id}`);
  return encodeMail(mail.head, parts.length === 0 ? text : multipart('mixed', `mixed-${id}`, [text, ...parts]));
}

const months = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/** `Mon, 3 Oct 2022 09:12:44 -0400` as ISO 8601 with the same offset. */
function isoDate(date: string): string {
  const [, day = '', month = '', year = '', time = '', offset = ''] =
    /^\w{3}, (\d+) (\w{3}) (\d{4}) ([\d:]{8}) ([+-]\d{4})$/.exec(date) ?? [];
  const number = months.indexOf(month) / 3 + 1;
  return `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}T${time}${offset.slice(0, 3)}:${offset.slice(3)}`;
}

const expectedPage = (headers: string[], text: string): TruthPage[] => [
  {
    number: 1,
    source: 'mail',
    text: `${headers.join('\n')}\n\n${text}`,
    heads: [],
    printedNumber: null,
    maxCharacterErrorRate,
  },
];

function expectedMail({ head, body, signature, quoted }: Mail): TruthMail {
  return {
    from: head.from,
    to: head.to,
    cc: head.cc ?? [],
    subject: head.subject,
    date: isoDate(head.date),
    messageId: head.messageId,
    inReplyTo: head.inReplyTo ?? null,
    references: head.references ?? [],
    body,
    signature,
    quoted: quoted || null,
  };
}

/** A message as a mail server stores it. */
export function mailed(mail: Mail, parts: MailPart[], children: TruthChild[], why: string): MadeFile {
  const { from, to, cc, subject, date } = mail.head;
  const headers = [`From: ${from}`, `To: ${to.join('; ')}`, ...(cc ? [`Cc: ${cc.join('; ')}`] : [])];
  return {
    ...readable,
    why,
    mediaType: 'message/rfc822',
    bytes: mailBytes(mail, parts),
    about: mail.about,
    pageCount: null,
    pages: expectedPage([...headers, `Date: ${date}`, `Subject: ${subject}`], textOf(mail)),
    children,
    mail: expectedMail(mail),
  };
}

/** The date of a mail as its head prints it. */
const mailDate = (headers: string): string => /^Date: (.*?)\r?$/m.exec(headers)?.[1] ?? '';

/** A message as Outlook saves it. */
export function outlookMailed(
  { about, mail, date }: typeof outlook,
  attachments: OutlookMail['attachments'],
  children: TruthChild[],
  why: string,
): MadeFile {
  const address = ({ name, address }: OutlookMail['from']): string => `${name} <${address}>`;
  const [from, to] = [address(mail.from), mail.to.map(address)];
  const text = mail.body.replaceAll('\r\n', '\n').trim();
  const signature = text.slice(text.lastIndexOf('\n\n') + 2);
  const body = text.slice(0, -signature.length).trim();
  return {
    ...readable,
    why,
    mediaType: 'application/vnd.ms-outlook',
    bytes: encodeMsg({ ...mail, attachments }),
    about,
    pageCount: null,
    pages: expectedPage(
      [`From: ${from}`, `To: ${to.join('; ')}`, `Date: ${mailDate(mail.transportHeaders)}`, `Subject: ${mail.subject}`],
      text,
    ),
    children,
    mail: {
      from,
      to,
      cc: [],
      subject: mail.subject,
      date,
      messageId: mail.messageId,
      inReplyTo: null,
      references: [],
      body,
      signature,
      quoted: null,
    },
  };
}
