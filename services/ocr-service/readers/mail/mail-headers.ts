/** Turns a decoded header block into the fields of a mail. */
import type { AddressObject, EmailAddress } from 'mailparser';
import { cleanText } from '../../../../shared/text/clean.ts';
import type { DecodedHeaders } from './decode-part.ts';
import { mailDate } from './mail-date.ts';
import type { MailAddress, MailHeaders } from './message.ts';

const mostFieldLength = 4_000;
/** Room for the chain of a long thread, whose last id is the mail that is answered. */
const mostChainLength = 200_000;
/** RFC 5322, 2.1.1: no line is longer, so no id is. In bytes; mails are found by their ids, and an index takes no more than 2,700. */
const mostIdBytes = 998;

/** Fields kept beside the text, by the name they get. */
const kept: Readonly<Record<string, string>> = {
  importance: 'importance',
  'x-priority': 'priority',
  'auto-submitted': 'autoSubmitted',
  'list-id': 'listId',
  'x-mailer': 'mailer',
  'user-agent': 'mailer',
  'thread-index': 'threadIndex',
  'thread-topic': 'threadTopic',
  'x-ms-exchange-organization-authas': 'authAs',
};

/** One line: line breaks and tabs are folding, never content. */
export const oneLine = (text: string, most = mostFieldLength): string =>
  cleanText(text)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, most)
    .toWellFormed();

export function mailHeaders({ values, lines }: DecodedHeaders): MailHeaders {
  const raw = (name: string, most?: number): string | undefined => {
    const line = lines.find(({ key }) => key === name)?.line;
    return line === undefined ? undefined : oneLine(line.slice(line.indexOf(':') + 1), most) || undefined;
  };
  const addresses = (name: string) => addressesOf(values.get(name) as AddressObject | AddressObject[] | undefined);
  const messageId = messageIds(raw('message-id'))[0];
  const inReplyTo = messageIds(raw('in-reply-to'))[0];
  const dateText = raw('date');
  const date = mailDate(dateText ?? '');
  const subject = first(values.get('subject'));
  const more: Record<string, string> = {};
  for (const [field, name] of Object.entries(kept)) {
    const value = raw(field);
    if (value && !more[name]) more[name] = value;
  }
  return {
    ...(messageId && { messageId }),
    ...(inReplyTo && { inReplyTo }),
    references: messageIds(raw('references', mostChainLength)),
    ...(subject && { subject: oneLine(subject) }),
    ...(dateText && { dateText }),
    ...(date && { date }),
    from: addresses('from'),
    to: addresses('to'),
    cc: addresses('cc'),
    bcc: addresses('bcc'),
    replyTo: addresses('reply-to'),
    sender: addresses('sender'),
    more,
  };
}

const first = (value: unknown): string | undefined => {
  const one = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' ? one : undefined;
};

/** Ids in angle brackets; programs that forget the brackets write words with an `@`. What is too long for an id is none. */
export function messageIds(field: string | undefined): string[] {
  if (!field) return [];
  const bracketed = [...field.matchAll(/<([^<>\s]{1,998})>/g)].map(match => match[1] as string);
  const ids = bracketed.length ? bracketed : field.split(/[\s,]+/).filter(word => /^[^@"()]+@[^@"()]+$/.test(word));
  return [...new Set(ids.map(cleanText))].filter(id => Buffer.byteLength(id) <= mostIdBytes);
}

/** All addresses of a field, groups opened. */
function addressesOf(field: AddressObject | AddressObject[] | undefined): MailAddress[] {
  const found = [field ?? []].flat().flatMap(object => (Array.isArray(object?.value) ? object.value : []));
  const flat = (list: EmailAddress[]): MailAddress[] =>
    list.flatMap(({ name = '', address = '', group }) =>
      group ? flat(group) : name || address ? [{ name: oneLine(name), address: oneLine(address) }] : [],
    );
  return flat(found);
}
