/** The court's memorandum order on the motion to dismiss. */
import { centered, heading, lines, paragraph, quotation } from '../make/block.ts';
import { captionParties, delaware, filedPaper, mainParties, type Paper } from './paper.ts';

const introduction = [
  paragraph(
    'Presently before the Court is the motion of Defendants Brightwater Composites LLC (“Brightwater”) and Kestrel Holdings Group, Ltd. (“Kestrel”) to dismiss Count III of the Complaint (D.I. 14). The Court has reviewed the briefs (D.I. 14, 19, 22) and heard argument on February 27, 2024. For the reasons below the motion is **GRANTED IN PART** and **DENIED IN PART**.',
  ),
  heading('I.  BACKGROUND'),
  paragraph(
    'Plaintiff Halvorsen Marine Systems, Inc. (“Halvorsen”) builds ferries. It bought composite panels from Brightwater under an agreement dated as of March 1, 2021.^1^ According to the Complaint, the panels arrived on October 28, 2022, delaminated, and had been shipped although the plant manager, Daniel Reyes, knew that they had not been post-cured (D.I. 1 ¶¶ 10–12). Halvorsen rejected them on January 9, 2023, terminated the agreement, and bought others for $6,140,250.00. This action followed.',
    {
      notes: {
        1: 'The Agreement is integral to the Complaint and the Court may consider it. *In re Burlington Coat Factory Securities Litigation*, 114 F.3d 1410, 1426 (3d Cir. 1997).',
      },
    },
  ),
  heading('II.  LEGAL STANDARD'),
  paragraph(
    'A motion under Rule 12(b)(6) tests the sufficiency of the complaint. The Court accepts well-pleaded facts as true and asks whether they “plausibly give rise to an entitlement to relief.” *Ashcroft v. Iqbal*, 556 U.S. 662, 679 (2009); *see also Fowler v. UPMC Shadyside*, 578 F.3d 203, 210 (3d Cir. 2009). Fraud must be pleaded “with particularity.” Fed. R. Civ. P. 9(b). The rule may be relaxed where the facts are peculiarly within the knowledge of the defendant. *In re Rockefeller Center Properties, Inc. Securities Litigation*, 311 F.3d 198, 216 (3d Cir. 2002).',
  ),
];

const discussion = [
  heading('III.  DISCUSSION'),
  heading('A.  Brightwater', { align: 'left', before: 6 }),
  paragraph(
    'Brightwater first invokes the rule against “bootstrapping.” Delaware law does not bar a fraud claim that rests on a misrepresentation of present fact, as opposed to a promise. *Abry Partners V, L.P. v. F&W Acquisition LLC*, 891 A.2d 1032, 1055 (Del. Ch. 2006). The certificate of conformity dated October 27, 2022 is such a statement. As the Delaware Supreme Court has put it, fraud',
  ),
  quotation(
    'does not consist merely of overt misrepresentations. It may also occur through deliberate concealment of material facts, or by silence in the face of a duty to speak.',
  ),
  paragraph(
    '*Stephenson v. Capano Development, Inc.*, 462 A.2d 1069, 1074 (Del. 1983). The Complaint identifies who concealed what, when, and from whom. *Id.* That is enough.^2^',
    {
      first: 0,
      notes: {
        2: 'Brightwater’s reliance on *Narrowstep* is misplaced: no certificate was given there. And the cap on liability, said to be $4,812,600, does not reach “fraud or willful misconduct” by its own terms. *See* Agreement § 9.3.',
      },
    },
  ),
  heading('B.  Kestrel', { align: 'left', before: 6 }),
  paragraph(
    'The Complaint says nothing of what Kestrel knew. Ownership is not knowledge. *United States v. Bestfoods*, 524 U.S. 51, 61–62 (1998). Count III will be dismissed as to Kestrel, without prejudice. Halvorsen may amend on or before May 10, 2024.',
  ),
  heading('IV.  CONCLUSION'),
  paragraph('NOW, THEREFORE, at Wilmington this 12th day of April, 2024, IT IS HEREBY ORDERED that:'),
  paragraph('1.  The motion (D.I. 14) is DENIED as to Brightwater and GRANTED as to Kestrel.'),
  paragraph('2.  The parties shall submit a proposed scheduling order within fourteen (14) days.'),
  paragraph(
    '3.  Defendants shall pay into the registry of the Court the undisputed sum of $962,520.00 by May 1, 2024.',
  ),
  lines(
    230,
    '/s/ Rosalind K. Lathrop',
    'The Honorable Rosalind K. Lathrop',
    'United States District Judge',
    '',
    'Filed: April 12, 2024',
  ),
];

export const order: Paper = {
  about: {
    category: 'order',
    title: 'MEMORANDUM ORDER',
    docket: 'Civil Action No. 23-1187-RKL',
    court: delaware.court,
    date: '2024-04-12',
    parties: mainParties,
    judge: 'Rosalind K. Lathrop',
    filingDate: '2024-04-12',
  },
  look: filedPaper('31', '04/12/24', 604),
  blocks: [
    centered('IN THE UNITED STATES DISTRICT COURT', 'FOR THE DISTRICT OF DELAWARE'),
    { kind: 'caption', left: captionParties, right: ['Civil Action No. 23-1187-RKL'], divider: 'rule' },
    heading('__MEMORANDUM ORDER__'),
    ...introduction,
    ...discussion,
  ],
};
