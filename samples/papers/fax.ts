/** The notice of termination, as it came off a fax machine. */
import { lines, paragraph } from '../make/block.ts';
import { courtPaper } from '../make/look.ts';
import type { Paper } from './paper.ts';

const faxLine = (page: number, total: number): string =>
  `03/20/2023  16:42   FAX 302 555 0143   PRUITT SANDOVAL LLP   P. ${page}/${total}`;

const body = { first: 0, before: 12, tight: true } as const;

export const fax: Paper = {
  about: {
    category: 'correspondence',
    title: 'Notice of Termination',
    docket: null,
    court: null,
    date: '2023-03-20',
    parties: [],
  },
  look: { ...courtPaper, family: 'Courier', size: 12, leading: 18, tightLeading: 16, head: faxLine },
  blocks: [
    {
      ...lines(
        0,
        '**PRUITT & SANDOVAL LLP**',
        '1201 Market Square, Suite 900',
        'Wilmington, Delaware 19801',
        'Telephone (302) 555-0142',
      ),
      before: 0,
    },
    lines(0, 'March 20, 2023'),
    lines(0, 'BY FAX AND OVERNIGHT COURIER'),
    lines(
      0,
      'Brightwater Composites LLC',
      'Attention: Marguerite L. Fontaine',
      '1800 Terminal Avenue',
      'Wilmington, Delaware 19801',
    ),
    lines(0, 'Re: Notice of Termination', '    Composite Panel Supply Agreement'),
    lines(0, 'Dear Ms. Fontaine:'),
    paragraph(
      'This firm represents Halvorsen Marine Systems, Inc. We write to give notice under Section 11.1 of the Agreement. Our client rejected 312 panels by letter of January 9, 2023. More than sixty days have passed. Brightwater has not repaired or replaced a single panel, nor has it refunded one dollar.',
      body,
    ),
    paragraph(
      'The Agreement is therefore terminated with effect from April 3, 2023. Our client will buy replacement panels and will hold Brightwater liable for the difference in price, for $98,000 in liquidated damages and for all other loss.',
      body,
    ),
    { kind: 'page-break' },
    { ...lines(0, 'Brightwater Composites LLC', 'March 20, 2023', 'Page 2'), before: 0 },
    paragraph(
      'We also put Kestrel Holdings Group, Ltd. on notice of a claim under its guaranty, which covers up to $2,000,000. A separate letter follows to its registered office in Bermuda.',
      body,
    ),
    paragraph(
      'You must preserve all records of the cure of these panels. If you are represented by counsel, please send this letter to him or her at once. Otherwise call me at (302) 555-0142 before March 31, 2023.',
      body,
    ),
    lines(0, 'Very truly yours,', '', '', 'Eleanor W. Pruitt'),
    lines(0, 'cc: Ingrid S. Halvorsen', '    Thomas R. Okafor'),
  ],
};
