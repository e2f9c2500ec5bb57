/** Electronic mail of the matter: a thread of three messages, what is attached to them, and a message of Outlook. */
import type { MailHead } from '../make/eml.ts';
import type { OutlookMail } from '../make/msg.ts';
import { text } from '../make/word-block.ts';
import type { About, WordPaper } from './paper.ts';

const okafor = 'Thomas R. Okafor <tokafor@halvorsenmarine.example>';
const fontaine = 'Marguerite L. Fontaine <mfontaine@brightwatercomposites.example>';
const reyes = 'Daniel Reyes <dreyes@brightwatercomposites.example>';
const pruitt = 'Eleanor W. Pruitt <epruitt@pruittsandoval.example>';
const contracts = 'contracts@halvorsenmarine.example';

/** A message in parts that a reader must tell apart. */
export interface Mail {
  about: About;
  head: MailHead;
  /** What its writer wrote, without signature. */
  body: string;
  signature: string;
  /** Words of an earlier message, with the line that introduces them; empty if there are none. */
  quoted: string;
}

const about = (title: string, date: string): About => ({
  category: 'email',
  title,
  docket: null,
  court: null,
  date,
  parties: [],
});

const subject = 'HMS-2207 – panels overdue';

const first: MailHead = {
  from: okafor,
  to: [fontaine],
  cc: [contracts],
  subject,
  date: 'Mon, 3 Oct 2022 09:12:44 -0400',
  messageId: '20221003131244.7A1@mail.halvorsenmarine.example',
};

const firstBody = `Marguerite,

The third lot of HMS-2207 was due on September 30, 2022 and is not here. Under Section 4.3 of the Agreement the
charge is $3,500 a day. Please tell me by October 5, 2022 when the panels leave Wilmington, and send the certificate
of the second lot, which we still lack.

The yard cannot wait longer than two weeks.`;

export const overdue: Mail = {
  about: about(subject, '2022-10-03'),
  head: first,
  body: firstBody,
  signature: 'Thomas R. Okafor\nVice President of Supply Chain, Halvorsen Marine Systems, Inc.\n(207) 555-0117',
  quoted: '',
};

const reply: MailHead = {
  from: fontaine,
  to: [okafor],
  cc: [contracts, reyes],
  subject: `Re: ${subject}`,
  date: 'Mon, 3 Oct 2022 16:40:02 -0400',
  messageId: 'CAF8+44b2@mail.brightwatercomposites.example',
  inReplyTo: first.messageId,
  references: [first.messageId],
};

const quote = (text: string): string =>
  text
    .split('\n')
    .map(line => (line ? `> ${line}` : '>'))
    .join('\n');

export const answer: Mail = {
  about: about(reply.subject, '2022-10-03'),
  head: reply,
  body: `Tom,

Oven 3 needs a part that costs $41,300. We expect to ship all 104 panels by October 21, 2022, which is 95% certain.
The certificate of lot 2 and our list of open points are attached. I ask you to waive the charge for the first
ten (10) days.`,
  signature: 'Marguerite L. Fontaine\nPresident, Brightwater Composites LLC\n(302) 555-0163',
  quoted: `On Mon, Oct 3, 2022 at 9:12 AM, Thomas R. Okafor wrote:\n\n${quote(firstBody)}`,
};

export const forwarded: Mail = {
  about: about(`Fwd: ${subject}`, '2023-01-04'),
  head: {
    from: okafor,
    to: [pruitt],
    subject: `Fwd: ${subject}`,
    date: 'Wed, 4 Jan 2023 08:03:17 -0500',
    messageId: '20230104130317.9C4@mail.halvorsenmarine.example',
    inReplyTo: reply.messageId,
    references: [first.messageId, reply.messageId],
  },
  body: `Eleanor,

See the note inside: Mr. Reyes sent it to Robert Chen, Jr. of Pacific Laminate Testing Corp. on November 9, 2022 and
Mr. Chen passed it on to me. I also send the entry for our call of January 5, 2023.`,
  signature: 'Thomas R. Okafor\n(207) 555-0117',
  quoted: '',
};

/** The message inside the forwarded one. */
export const inside: Mail = {
  about: about('Oven 3 logs', '2022-11-09'),
  head: {
    from: reyes,
    to: ['"Robert Chen, Jr." <lab@pacificlaminate.example>'],
    subject: 'Oven 3 logs',
    date: 'Wed, 9 Nov 2022 11:27:30 -0500',
    messageId: 'CAF8+61d0@mail.brightwatercomposites.example',
  },
  body: 'Mr. Chen,\n\nThere are no logs of a second cure. The oven was cold from October 17, 2022 on.',
  signature: 'Daniel Reyes',
  quoted: '',
};

/** The call, as a calendar keeps it (RFC 5545). */
export const call = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//samples//EN
BEGIN:VEVENT
UID:call-20230105@halvorsenmarine.example
DTSTAMP:20230104T130000Z
DTSTART:20230105T150000Z
DTEND:20230105T153000Z
SUMMARY:Call on the oven logs
END:VEVENT
END:VCALENDAR
`;

/** What the answer attaches besides a PDF. */
export const openPoints: WordPaper = {
  about: {
    category: 'other',
    title: 'Open points on purchase order HMS-2207',
    docket: null,
    court: null,
    date: null,
    parties: [],
  },
  author: 'Marguerite L. Fontaine',
  header: 'Brightwater Composites LLC',
  blocks: [
    text('Open points on purchase order HMS-2207'),
    text('Part for Oven 3 ordered on September 26, 2022; three weeks to delivery.'),
    text('Certificate of lot 3 to follow with the panels.'),
  ],
};

export const outlook: { about: About; mail: OutlookMail; date: string } = {
  about: about('Inspection of the crates', '2022-11-07'),
  date: '2022-11-07T13:15:00-05:00',
  mail: {
    from: { name: 'David Reyes', address: 'dreyes@halvorsenmarine.example' },
    to: [{ name: 'Thomas R. Okafor', address: 'tokafor@halvorsenmarine.example' }],
    subject: 'Inspection of the crates',
    sent: new Date('2022-11-07T18:15:00Z'),
    messageId: '20221107181500.B02@mail.halvorsenmarine.example',
    transportHeaders: [
      'From: David Reyes <dreyes@halvorsenmarine.example>',
      'To: Thomas R. Okafor <tokafor@halvorsenmarine.example>',
      'Subject: Inspection of the crates',
      'Date: Mon, 7 Nov 2022 13:15:00 -0500',
      'Message-ID: <20221107181500.B02@mail.halvorsenmarine.example>',
      '',
    ].join('\r\n'),
    body: [
      'Tom,',
      '',
      'We opened 12 of the 39 crates on November 4, 2022. Every panel shows voids at the edges.',
      'My notes are attached. We stopped after six (6) hours.',
      '',
      'David Reyes',
      'Receiving, Halvorsen Marine Systems, Inc.',
      '',
    ].join('\r\n'),
    attachments: [],
  },
};

/** The notes attached to the message of Outlook. */
export const crateNotes = `NOTES ON THE CRATES OPENED NOVEMBER 4, 2022

Crate 1 of 39: eight panels, voids at two edges.
Crate 2 of 39: eight panels, core soft under the thumb.
Crates 3 to 12: the same. Photographs HMS-0000131 to HMS-0000188.
`;
