/** The subpoena to the laboratory, kept as a picture. */
import { centered, heading, lines, paragraph } from '../make/block.ts';
import { courtPaper } from '../make/look.ts';
import { delaware, mainParties, type Paper } from './paper.ts';

export const subpoena: Paper = {
  about: {
    category: 'discovery',
    title: 'SUBPOENA TO PRODUCE DOCUMENTS IN A CIVIL ACTION',
    docket: 'Civil Action No. 23-1187-RKL',
    court: delaware.court,
    date: '2024-05-24',
    parties: mainParties,
    counsel: [{ name: 'Jerome A. Whitlock', for: 'defendant' }],
  },
  look: { ...courtPaper, leading: 17, tightLeading: 15 },
  blocks: [
    { ...centered('**UNITED STATES DISTRICT COURT**', 'for the', 'District of Delaware'), size: 14 },
    {
      kind: 'caption',
      left: [
        'Halvorsen Marine Systems, Inc.',
        '\tPlaintiff',
        'v.',
        'Brightwater Composites LLC and Kestrel Holdings Group, Ltd.',
        '\tDefendants',
      ],
      right: ['Civil Action No. 23-1187-RKL'],
      divider: 'rule',
    },
    heading('SUBPOENA TO PRODUCE DOCUMENTS IN A CIVIL ACTION', { before: 20 }),
    lines(0, 'To: Pacific Laminate Testing Corp., 2750 Skypark Drive, Torrance, California 90505'),
    paragraph(
      '**YOU ARE COMMANDED** to produce at the time, date, and place set forth below the following documents, and to permit their inspection, copying and testing: all records of the tests of composite panels for Halvorsen Marine Systems, Inc., including raw data, photographs, retained samples and correspondence with Thomas R. Okafor.',
      { first: 0, before: 14 },
    ),
    lines(
      0,
      'Place: Whitlock Dunne & Ames, P.A., 300 Delaware Court, Wilmington, Delaware',
      'Date and time: June 14, 2024, 10:00 a.m.',
    ),
    paragraph(
      'The following provisions of Fed. R. Civ. P. 45 are attached: Rule 45(c), relating to the place of compliance; Rule 45(d), relating to your protection as a person subject to a subpoena; and Rule 45(e) and (g), relating to your duty to respond and the potential consequences of not doing so.',
      { first: 0, before: 14 },
    ),
    lines(0, 'Date: May 24, 2024'),
    lines(0, 'Jerome A. Whitlock', 'Attorney for Defendants', 'jwhitlock@whitlockdunne.example, 302.555.0177'),
    paragraph('A witness fee of $40.00 is tendered with this subpoena.', { first: 0, before: 14 }),
  ],
};
