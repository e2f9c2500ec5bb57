/** Writes a mail as a document: its header block, its words, what is beside them, and its fields as properties. */
import type { Warning } from '../../../../queues/stage.ts';
import type { Mark } from '../../../../shared/domain/structure.ts';
import { cleanText } from '../../../../shared/text/clean.ts';
import type { LooseSegment } from '../../assemble.ts';
import type { ReadDocument } from '../document.ts';
import { sectionSpans } from '../text.ts';
import { type BodyText, bodyText } from './choose-body.ts';
import type { MailAddress, MailHeaders, MailMessage } from './message.ts';

const mostLinks = 200;

/** The document of a mail. The first segment is its header block, the rest its words. */
export function readMessage(message: MailMessage, engine: string): ReadDocument {
  const bodies = message.bodies.flatMap(body => bodyText(body, message.headers) ?? []);
  const head = headerBlock(message.headers);
  const texts: { text: string; marks: Mark[] }[] = [
    ...(head ? [{ text: head, marks: [{ kind: 'headers' as const, start: 0, end: head.length }] }] : []),
    ...bodies,
    ...message.reports.map(report => ({ text: cleanText(report).trim(), marks: [] })).filter(({ text }) => text),
  ];
  return {
    segments: texts.flatMap(({ text, marks }) => segmentsOf(text, marks, engine)),
    properties: { mail: mailProperties(message, bodies) },
    warnings: [...message.warnings, ...bodyWarnings(message, bodies)],
    children: message.children,
    engine,
  };
}

/** `Name <address>`, as mail programs show it. */
const written = ({ name, address }: MailAddress): string =>
  name && address ? `${name} <${address}>` : name || address;

/** The fields a reader wants to see, one line each, in the order of printed mails. */
function headerBlock(headers: MailHeaders): string {
  const { from, to, cc, bcc, replyTo, sender, dateText, subject } = headers;
  const list = (addresses: MailAddress[]) => addresses.map(written).join('; ');
  const differs = (addresses: MailAddress[]) => (list(addresses) === list(from) ? '' : list(addresses));
  const fields = [
    ['From', list(from)],
    ['Sender', differs(sender)],
    ['To', list(to)],
    ['Cc', list(cc)],
    ['Bcc', list(bcc)],
    ['Reply-To', differs(replyTo)],
    ['Date', dateText ?? ''],
    ['Subject', subject ?? ''],
  ] as const;
  return cleanText(fields.flatMap(([name, value]) => (value ? [`${name}: ${value}`] : [])).join('\n'));
}

/** One segment, or several when the text is long; marks are cut where the text is. */
function segmentsOf(text: string, marks: Mark[], engine: string): LooseSegment[] {
  return sectionSpans(text).map(({ start, end }) => {
    const own = marks
      .filter(mark => mark.start < end && mark.end > start)
      .map(mark => ({ ...mark, start: Math.max(mark.start, start) - start, end: Math.min(mark.end, end) - start }));
    return { kind: 'section', text: text.slice(start, end), engine, model: null, properties: { marks: own } };
  });
}

function mailProperties(message: MailMessage, bodies: BodyText[]): Record<string, unknown> {
  const { headers, parts, children } = message;
  const { messageId, inReplyTo, references, subject, date, dateText, from, to, cc, bcc, replyTo, sender } = headers;
  const targets = [...new Set(bodies.flatMap(body => body.links))];
  const links = targets.slice(0, mostLinks);
  const forms = new Set(bodies.map(body => body.form));
  const thread = references[0] ?? inReplyTo ?? messageId;
  return {
    ...(messageId && { messageId }),
    ...(inReplyTo && { inReplyTo }),
    references,
    ...(thread && { thread }),
    ...(subject && { subject }),
    ...(date && { date }),
    ...(dateText && !date && { dateText }),
    from,
    to,
    cc,
    bcc,
    replyTo,
    ...(sender.length && { sender }),
    ...headers.more,
    ...(forms.size && { body: forms.has('text') ? 'text' : 'html' }),
    attachments: children.length,
    ...(links.length && { links }),
    ...(targets.length > links.length && { linksLeftOut: targets.length - links.length }),
    ...(parts.length && { parts }),
    ...message.more,
  };
}

function bodyWarnings({ warnings }: MailMessage, bodies: BodyText[]): Warning[] {
  const sum = (field: 'hidden' | 'cut') => bodies.reduce((total, body) => total + body[field], 0);
  const [hidden, cut] = [sum('hidden'), sum('cut')];
  const unread = warnings.some(({ missing }) => missing);
  return [
    ...(hidden ? [{ code: 'mail.hiddenText', count: hidden }] : []),
    ...(cut ? [{ code: 'mail.nestedTooDeep', count: cut, missing: true }] : []),
    ...(bodies.length || unread ? [] : [{ code: 'mail.noBody' }]),
  ];
}
