/** A chain of two e-mails, printed to PDF. */
import { lines, paragraph } from '../make/block.ts';
import { courtPaper } from '../make/look.ts';
import type { Paper } from './paper.ts';

const body = { first: 0, before: 10, tight: true } as const;

export const email: Paper = {
  about: {
    category: 'email',
    title: 'RE: HMS-2207 - oven 3 down',
    docket: null,
    court: null,
    date: '2022-10-26',
    parties: [],
  },
  look: { ...courtPaper, family: 'Helvetica', size: 10.5, tightLeading: 14, foot: () => 'BWC-0004417' },
  blocks: [
    {
      ...lines(
        0,
        '**From:** Daniel Reyes <dreyes@brightwatercomposites.example>',
        '**Sent:** Wednesday, October 26, 2022 6:52 PM',
        '**To:** Marguerite L. Fontaine <mfontaine@brightwatercomposites.example>',
        '**Subject:** RE: HMS-2207 - oven 3 down',
      ),
      before: 0,
    },
    { kind: 'rule', before: 4 },
    paragraph('Marguerite,', body),
    paragraph(
      'Understood. Ship them. If anyone asks, the oven logs are in the archive. I will sign the certificate tomorrow.',
      body,
    ),
    paragraph(
      'The repair is quoted at $41,300 and the part is three weeks out, so there is no way to run 312 panels by the 28th.',
      body,
    ),
    lines(0, 'Daniel Reyes', 'Plant Manager, Brightwater Composites LLC', 'c: 302-555-0195'),
    { kind: 'rule', before: 16 },
    lines(
      0,
      '**From:** Marguerite L. Fontaine <mfontaine@brightwatercomposites.example>',
      '**Sent:** Wednesday, October 26, 2022 4:10 PM',
      '**To:** Daniel Reyes <dreyes@brightwatercomposites.example>',
      '**Cc:** accounts@kestrelholdings.example',
      '**Subject:** HMS-2207 - oven 3 down',
    ),
    paragraph('Daniel,', body),
    paragraph(
      'We are four weeks late and the customer charges us $3,500 a day. Kestrel wants the revenue in this quarter. Can the panels go without the second cure? I do not see how they would notice before they are painted.',
      body,
    ),
    paragraph('Marguerite', body),
  ],
};
