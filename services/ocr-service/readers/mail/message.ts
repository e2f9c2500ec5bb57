/** A mail as every reader of mails hands it on, whatever kind of file it came from. */
import type { FoundChild, Warning } from '../../../../queues/stage.ts';

export interface MailAddress {
  name: string;
  address: string;
}

/** Decoded header fields. Message ids are without angle brackets. */
export interface MailHeaders {
  messageId?: string;
  inReplyTo?: string;
  references: string[];
  subject?: string;
  /** As written, for the text. */
  dateText?: string;
  /** ISO 8601 with the offset of the header. */
  date?: string;
  from: MailAddress[];
  to: MailAddress[];
  cc: MailAddress[];
  bcc: MailAddress[];
  replyTo: MailAddress[];
  /** Who sent it for the author, if it says. */
  sender: MailAddress[];
  /** What else a reader asks for: `importance`, `autoSubmitted`, `listId`, `mailer`. */
  more: Record<string, string>;
}

/** The content in one of its forms, or both: which one becomes text is decided by `chooseBody`. */
export interface MailBody {
  plain?: string;
  html?: string;
}

export interface MailMessage {
  headers: MailHeaders;
  /** In the order they are shown; usually one. */
  bodies: MailBody[];
  /** Text of parts that machines wrote for people: delivery reports, appointments. */
  reports: string[];
  children: FoundChild[];
  /** Parts that are neither text nor documents: signatures, alternatives that are not shown. */
  parts: { partPath: string; contentType: string }[];
  warnings: Warning[];
  /** What the kind of file adds to `properties.mail`. */
  more: Record<string, unknown>;
}

export const emptyHeaders = (): MailHeaders => ({
  references: [],
  from: [],
  to: [],
  cc: [],
  bcc: [],
  replyTo: [],
  sender: [],
  more: {},
});
