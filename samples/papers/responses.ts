/** Answers to interrogatories: text pages, a scanned attachment and a scanned page that the filing system has stamped. */
import { centered, clause, heading, lines, paragraph } from '../make/block.ts';
import { courtPaper } from '../make/look.ts';
import { captionParties, delaware, mainParties, type Paper } from './paper.ts';

/** The line that the filing system put on a page of the set. */
export const filingLine = (page: number): string =>
  `Case ${delaware.caseNumber}   Document 52-3   Filed 06/28/24   Page ${page} of 4 PageID #: ${1260 + page}`;

/** The pages that were filed as text. */
export const responses: Paper = {
  about: {
    category: 'discovery',
    title: 'PLAINTIFF’S OBJECTIONS AND RESPONSES TO DEFENDANTS’ FIRST SET OF INTERROGATORIES',
    docket: delaware.docket,
    court: delaware.court,
    date: '2024-05-31',
    parties: mainParties,
  },
  look: { ...courtPaper, head: filingLine, foot: page => `${page}` },
  blocks: [
    centered('**IN THE UNITED STATES DISTRICT COURT**', '**FOR THE DISTRICT OF DELAWARE**'),
    { kind: 'caption', left: captionParties, right: ['C.A. No. 23-1187-RKL'], divider: 'parens' },
    heading('PLAINTIFF’S OBJECTIONS AND RESPONSES TO DEFENDANTS’ FIRST SET OF INTERROGATORIES'),
    paragraph(
      'Pursuant to Rules 26 and 33 of the Federal Rules of Civil Procedure, Plaintiff Halvorsen Marine Systems, Inc. (“Halvorsen”) responds to the interrogatories served on May 1, 2024 by Defendants Brightwater Composites LLC and Kestrel Holdings Group, Ltd. as follows.',
    ),
    heading('INTERROGATORY NO. 1'),
    clause(0, 'Identify each person who examined the Panels between October 28, 2022 and January 9, 2023.'),
    paragraph(
      '**RESPONSE:** Halvorsen objects that “examined” is vague. Subject to that objection: Thomas R. Okafor; David Reyes, receiving clerk; and Robert Chen, Jr. of Pacific Laminate Testing Corp., each of whom may be reached through counsel.',
      { before: 8 },
    ),
    heading('INTERROGATORY NO. 2'),
    clause(0, 'State the amount of damages You claim and how it was computed.'),
    paragraph(
      '**RESPONSE:** Halvorsen claims not less than $2,290,170.00. It consists of the deposit ($962,520.00), the difference between the price of cover ($6,140,250.00) and the contract price ($4,812,600.00), and is without prejudice to liquidated damages. *See* 6 Del. C. § 2-712(2).',
      { before: 8 },
    ),
    heading('INTERROGATORY NO. 3'),
    clause(0, 'Describe each communication with Brightwater Coatings, Inc. concerning the Panels.'),
    paragraph('**RESPONSE:** None. Brightwater Coatings, Inc. is a stranger to this dispute.', { before: 8 }),
    lines(
      230,
      'PRUITT & SANDOVAL LLP',
      '',
      '*/s/ Miguel A. Sandoval*',
      'Miguel A. Sandoval (No. 5820)',
      'Dated: May 31, 2024',
    ),
  ],
};

const scannedLook = { ...courtPaper, leading: 20 };

/** The attachment, on paper: the packing list. */
export const packingList: Pick<Paper, 'look' | 'blocks'> = {
  look: scannedLook,
  blocks: [
    heading('ATTACHMENT 1', { before: 0 }),
    centered('', '**PACKING LIST AND CERTIFICATE OF CONFORMITY**', 'Brightwater Composites LLC, Wilmington, Delaware'),
    lines(
      0,
      'Customer: Halvorsen Marine Systems, Inc., Bath, Maine',
      'Purchase order: HMS-2207',
      'Shipped: October 27, 2022',
      'Crates: 26, of 12 panels each; total 312 panels',
    ),
    paragraph(
      'We certify that the panels in this shipment were made, cured and inspected in accordance with drawing HM-400, revision D, and that they conform to it in every respect. The records of each cure cycle are kept at our plant and will be shown upon request.',
      { before: 16 },
    ),
    lines(0, 'Signed: Daniel Reyes', 'Plant Manager', 'Date: October 27, 2022'),
  ],
};

/** The last page, on paper: the oath of the person who answers. */
export const verification: Pick<Paper, 'look' | 'blocks'> = {
  look: scannedLook,
  blocks: [
    heading('VERIFICATION', { before: 40 }),
    lines(0, 'STATE OF MAINE', 'COUNTY OF CUMBERLAND'),
    paragraph(
      'Thomas R. Okafor, being duly sworn, states that he is Vice President of Supply Chain of Halvorsen Marine Systems, Inc.; that he has read the foregoing responses; and that they are true and correct to the best of his knowledge, information and belief. He makes this verification under penalty of perjury pursuant to 28 U.S.C. § 1746.',
      { before: 16 },
    ),
    lines(0, 'Executed on the 31st day of May, 2024, at Portland, Maine.', '', '', 'Thomas R. Okafor'),
    paragraph('Sworn to before me this 31st day of May, 2024. My commission expires on August 15, 2027.', {
      before: 16,
    }),
    lines(0, 'Lucille B. Tremblay', 'Notary Public, State of Maine'),
  ],
};
