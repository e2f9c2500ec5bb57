/** The certificate that goes with the second lot of panels; attached to a mail. */
import { heading, lines, paragraph } from '../make/block.ts';
import { courtPaper } from '../make/look.ts';
import type { Paper } from './paper.ts';

export const certificate: Paper = {
  about: {
    category: 'exhibit',
    title: 'CERTIFICATE OF CONFORMITY',
    docket: null,
    court: null,
    date: '2022-09-20',
    parties: [],
  },
  look: courtPaper,
  blocks: [
    heading('CERTIFICATE OF CONFORMITY'),
    paragraph(
      'Brightwater Composites LLC certifies under Section 5.2 of the Composite Panel Supply Agreement dated as of March 1, 2021 that the 104 panels of lot 2, delivered on September 20, 2022 under purchase order HMS-2207, conform to the Specifications in every respect.',
    ),
    lines(0, '/s/ Daniel Reyes', 'Daniel Reyes', 'Plant Manager', 'September 20, 2022'),
  ],
};
