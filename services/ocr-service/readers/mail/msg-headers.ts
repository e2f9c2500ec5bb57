/** The header fields of an Outlook message: those it arrived with, and for the rest its own properties. */
import type { FieldsData } from '@kenjiuno/msgreader';
import { decodeHeaders } from './decode-part.ts';
import { mailDate } from './mail-date.ts';
import { mailHeaders, messageIds, oneLine } from './mail-headers.ts';
import { emptyHeaders, type MailAddress, type MailHeaders } from './message.ts';
import type { ExtraProperties } from './msg.ts';

/** A message that was sent, not received, has no header block: everything then comes from properties. */
export async function msgHeaders(fields: FieldsData, extra: ExtraProperties): Promise<MailHeaders> {
  const arrived = fields.headers?.trim()
    ? mailHeaders(await decodeHeaders(Buffer.from(withoutVersion(fields.headers))))
    : emptyHeaders();
  const own = ownHeaders(fields, extra);
  const { references, from, to, cc, bcc, replyTo, sender, more, ...single } = arrived;
  const either = (theirs: MailAddress[], ours: MailAddress[]) => (theirs.length ? theirs : ours);
  return {
    ...own,
    ...single,
    references: references.length ? references : own.references,
    from: either(from, own.from),
    to: either(to, own.to),
    cc: either(cc, own.cc),
    bcc: either(bcc, own.bcc),
    replyTo,
    sender,
    more: { ...own.more, ...more },
  };
}

/** Exchange starts the block with a line that is no header field. */
const withoutVersion = (block: string): string =>
  block.trimStart().replace(/^Microsoft Mail Internet Headers[^\n]*\n/, '');

function ownHeaders(fields: FieldsData, extra: ExtraProperties): MailHeaders {
  const text = (tag: number) => {
    const raw = extra.get(tag);
    // Unicode properties have a NUL in every second byte.
    return raw
      ? Buffer.from(raw)
          .toString(raw[1] === 0 ? 'utf16le' : 'latin1')
          .replaceAll('\0', '')
      : undefined;
  };
  const messageId = messageIds(fields.messageId)[0];
  const inReplyTo = messageIds(text(0x1042))[0];
  const dateText = fields.clientSubmitTime ?? fields.messageDeliveryTime;
  const date = mailDate(dateText ?? '');
  const subject = fields.subject && oneLine(fields.subject);
  // MS-OXCMSG, 2.2.1.11: 0 is low, 2 is high.
  const importance = ({ 0: 'low', 2: 'high' } as const)[extra.get(0x0017)?.[0] ?? 1];
  const recipients = (type: string) =>
    (fields.recipients ?? []).filter(({ recipType }) => recipType === type).map(addressOf);
  return {
    ...emptyHeaders(),
    ...(messageId && { messageId }),
    ...(inReplyTo && { inReplyTo }),
    references: messageIds(text(0x1039)),
    ...(subject && { subject }),
    ...(dateText && { dateText }),
    ...(date && { date }),
    from: senderOf(fields),
    to: recipients('to'),
    cc: recipients('cc'),
    bcc: recipients('bcc'),
    more: importance ? { importance } : {},
  };
}

/** Addresses inside Exchange are paths in a directory, which nobody can write to: the SMTP address, else the name alone. */
function addressOf({ name = '', email = '', smtpAddress = '' }: FieldsData): MailAddress {
  const address = smtpAddress || (email.includes('@') ? email : '');
  const shown = name === address ? '' : name.replace(/^'(.*)'$/, '$1');
  return { name: oneLine(shown), address: oneLine(address) };
}

function senderOf(fields: FieldsData): MailAddress[] {
  const { senderName, senderEmail = '', senderSmtpAddress, sentRepresentingSmtpAddress, creatorSMTPAddress } = fields;
  const smtpAddress = senderSmtpAddress || sentRepresentingSmtpAddress || creatorSMTPAddress;
  const found = addressOf({
    dataType: 'recipient',
    email: senderEmail,
    ...(senderName && { name: senderName }),
    ...(smtpAddress && { smtpAddress }),
  });
  return found.name || found.address ? [found] : [];
}
