/** The complaint that opens the action. */
import { centered, heading, lines, numbered, paragraph } from '../make/block.ts';
import { captionParties, delaware, filedPaper, mainParties, type Paper } from './paper.ts';

const parties = [
  heading('THE PARTIES'),
  numbered(
    1,
    'Plaintiff Halvorsen Marine Systems, Inc. (“Halvorsen”) is a Delaware corporation with its principal place of business at 410 Commercial Street, Portland, Maine 04101. It designs and builds hybrid-electric passenger ferries for public operators.',
  ),
  numbered(
    2,
    'Defendant Brightwater Composites LLC (“Brightwater”) is a Delaware limited liability company with its principal place of business at 1800 Terminal Avenue, Wilmington, Delaware 19801. Its sole member is Defendant Kestrel Holdings Group, Ltd.',
  ),
  numbered(
    3,
    'Defendant Kestrel Holdings Group, Ltd. (“Kestrel,” and together with Brightwater, collectively, “Defendants”) is a company organized under the laws of Bermuda. Kestrel guaranteed the obligations of Brightwater in writing.',
  ),
  numbered(
    4,
    'Neither Defendant is affiliated with Brightwater Coatings, Inc., a paint manufacturer of Tacoma, Washington, which is not a party to this action.',
  ),
  heading('JURISDICTION AND VENUE'),
  numbered(
    5,
    'This Court has subject matter jurisdiction under 28 U.S.C. § 1332(a) because the parties are citizens of different states or of a foreign state and the amount in controversy exceeds $75,000, exclusive of interest and costs.',
  ),
  numbered(
    6,
    'Venue is proper in this District under 28 U.S.C. § 1391(b)(2). In Section 14.2 of the Agreement the parties also consented to the jurisdiction of the courts of the State of Delaware and of this Court.',
  ),
];

const background = [
  heading('FACTUAL BACKGROUND'),
  heading('A.  The Supply Agreement', { align: 'left', before: 6 }),
  numbered(
    7,
    'Halvorsen and Brightwater entered into a Composite Panel Supply Agreement dated as of March 1, 2021 (the “Agreement”). The Agreement was signed for Halvorsen by its Chief Executive Officer, Ingrid S. Halvorsen, and for Brightwater by its President, Marguerite L. Fontaine.',
  ),
  numbered(
    8,
    'By purchase order HMS-2207, issued on June 14, 2022, Halvorsen ordered 312 resin-infused bulkhead panels (the “Panels”) for a total price of $4,812,600.00. It paid a deposit of $962,520.00 on June 21, 2022.',
  ),
  numbered(
    9,
    'Section 4.1 of the Agreement required delivery no later than the 30th day of September, 2022. Section 4.3 provides for liquidated damages of $3,500 for each day of delay.',
  ),
  heading('B.  The Panels Fail', { align: 'left', before: 6 }),
  numbered(
    10,
    'Brightwater delivered the Panels on October 28, 2022, four weeks late. On or about November 4, 2022, Thomas R. Okafor, Halvorsen’s Vice President of Supply Chain, observed delamination along the core of the first panels that were unwrapped.',
  ),
  numbered(
    11,
    'Halvorsen at once sent nine sample panels to Pacific Laminate Testing Corp. (“Pacific Laminate”) of Torrance, California. Its laboratory director, Robert Chen, Jr., reported on Nov. 18, 2022 that all nine had voids “well beyond the limits of the drawing” and that the post-cure had never been carried out. A true copy of the report is attached as Exhibit C.',
  ),
  numbered(
    12,
    'Brightwater’s plant manager, Daniel Reyes, knew of the failed post-cure before the Panels were shipped. In an e-mail of October 26, 2022 he wrote: “Ship them. If anyone asks, the oven logs are in the archive.”',
  ),
  numbered(
    13,
    'By letter of January 9, 2023, Halvorsen rejected the Panels under 6 Del. C. § 2-601 and gave notice of breach under 6 Del. C. § 2-607(3)(a). Brightwater neither cured nor replied within thirty (30) days.',
  ),
  numbered(
    14,
    'Halvorsen terminated the Agreement with effect from April 3, 2023, and covered by buying replacement panels from Tidewater Laminates Company at a cost of $6,140,250.00.',
  ),
];

const counts = [
  heading('COUNT I'),
  heading('(Breach of Contract – Against Brightwater)', { before: 0 }),
  numbered(15, 'Halvorsen repeats and realleges paragraphs 1 through 14 as if fully set forth herein.'),
  numbered(
    16,
    'Brightwater breached Sections 4.1, 5.2 and 7.1 of the Agreement by late delivery of Panels that did not conform to the Specifications. *See VLIW Technology, LLC v. Hewlett-Packard Co.*, 840 A.2d 606, 612 (Del. 2003).',
  ),
  numbered(
    17,
    'Halvorsen performed its obligations and has been damaged in an amount to be proven at trial, but not less than $2,290,170.00.',
  ),
  heading('COUNT II'),
  heading('(Breach of Implied Warranty of Merchantability – Against Brightwater)', { before: 0 }),
  numbered(18, 'Halvorsen repeats and realleges paragraphs 1 through 17 as if fully set forth herein.'),
  numbered(
    19,
    'The Panels were not fit for the ordinary purposes for which such goods are used, in violation of 6 Del. C. § 2-314, and Halvorsen is entitled to the difference in value under 6 Del. C. § 2-714(2).',
  ),
  heading('COUNT III'),
  heading('(Fraudulent Concealment – Against All Defendants)', { before: 0 }),
  numbered(20, 'Halvorsen repeats and realleges paragraphs 1 through 19 as if fully set forth herein.'),
  numbered(
    21,
    'With knowledge of the failed post-cure, Defendants concealed the oven logs, intending that Halvorsen rely on the certificate of conformity dated 10/27/2022. *See Stephenson v. Capano Development, Inc.*, 462 A.2d 1069, 1074 (Del. 1983).',
  ),
];

const closing = [
  heading('PRAYER FOR RELIEF'),
  paragraph(
    'WHEREFORE, Halvorsen respectfully requests that the Court enter judgment in its favor and against Defendants, jointly and severally, for (a) compensatory damages; (b) liquidated damages of $98,000 under Section 4.3 of the Agreement; (c) pre- and post-judgment interest; and (d) such other relief as the Court deems just and proper.',
  ),
  heading('DEMAND FOR JURY TRIAL'),
  paragraph('Pursuant to Fed. R. Civ. P. 38(b), Halvorsen demands a trial by jury on all issues so triable.'),
  lines(
    230,
    'Respectfully submitted,',
    '',
    'PRUITT & SANDOVAL LLP',
    '',
    '*/s/ Eleanor W. Pruitt*',
    'Eleanor W. Pruitt (No. 4471)',
    'Miguel A. Sandoval (No. 5820)',
    '1201 Market Square, Suite 900',
    'Wilmington, Delaware 19801',
    '(302) 555-0142',
    'epruitt@pruittsandoval.example',
    '',
    '*Attorneys for Plaintiff*',
    '*Halvorsen Marine Systems, Inc.*',
  ),
  lines(0, 'Dated: October 20, 2023'),
];

export const complaint: Paper = {
  about: {
    category: 'pleading',
    title: 'COMPLAINT',
    docket: delaware.docket,
    court: delaware.court,
    date: '2023-10-20',
    parties: mainParties,
    counsel: [
      { name: 'Eleanor W. Pruitt', for: 'plaintiff' },
      { name: 'Miguel A. Sandoval', for: 'plaintiff' },
    ],
  },
  look: filedPaper('1', '10/20/23', 1),
  blocks: [
    centered('**IN THE UNITED STATES DISTRICT COURT**', '**FOR THE DISTRICT OF DELAWARE**'),
    {
      kind: 'caption',
      left: captionParties,
      right: ['C.A. No. 23-1187-RKL', '', '**JURY TRIAL DEMANDED**'],
      divider: 'parens',
    },
    heading('COMPLAINT'),
    paragraph(
      'Plaintiff Halvorsen Marine Systems, Inc., by and through its undersigned counsel, for its Complaint against Defendants Brightwater Composites LLC and Kestrel Holdings Group, Ltd., alleges as follows:',
    ),
    ...parties,
    ...background,
    ...counts,
    ...closing,
  ],
};
