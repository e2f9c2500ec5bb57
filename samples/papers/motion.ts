/** The motion to dismiss one count, with its brief. */
import { centered, heading, lines, paragraph, quotation } from '../make/block.ts';
import { captionParties, delaware, filedPaper, mainParties, type Paper } from './paper.ts';

const argument = [
  heading('NATURE AND STAGE OF THE PROCEEDINGS'),
  paragraph(
    'Plaintiff Halvorsen Marine Systems, Inc. filed its Complaint on October 20, 2023 (D.I. 1). Defendants were served on November 6, 2023. This is Defendants’ opening brief in support of their motion to dismiss Count III under Fed. R. Civ. P. 9(b) and 12(b)(6).',
  ),
  heading('SUMMARY OF ARGUMENT'),
  paragraph(
    '1.  Count III repackages a claim for breach of contract as fraud. Under the “bootstrapping” rule, a plaintiff may not do so merely by alleging that a party never intended to perform. *See Narrowstep, Inc. v. Onstream Media Corp.*, 2010 WL 5422405 (Del. Ch. Dec. 22, 2010).',
  ),
  paragraph(
    '2.  The Complaint does not state the circumstances of the alleged concealment with particularity. The single e-mail of October 26, 2022 on which it relies (D.I. 1 ¶ 12) was not addressed to Plaintiff and says nothing of its reliance.',
  ),
  heading('STATEMENT OF FACTS'),
  paragraph(
    'Brightwater Composites LLC (“Brightwater”) makes composite panels. On the 1st day of March, 2021 it entered into the Agreement with Plaintiff, under which its liability is capped at the price paid, that is, $4,812,600.00. Kestrel Holdings Group, Ltd. (“Kestrel”) did not sign the Agreement; it gave a separate guaranty limited to USD 2,000,000. *Id.* ¶ 3.^1^',
    {
      notes: {
        1: 'Brightwater reserves all rights with respect to the letter of January 9, 2023, which it received on January 12, 2023. Nothing in this brief waives any defense under 6 Del. C. § 2-607(3)(a) or the economic loss rule.',
      },
    },
  ),
  heading('ARGUMENT'),
  heading('I.  COUNT III FAILS TO STATE A CLAIM FOR FRAUD.', { align: 'left', before: 6 }),
  paragraph(
    'To survive a motion to dismiss, a complaint must contain sufficient factual matter, accepted as true, to “state a claim to relief that is plausible on its face.” *Ashcroft v. Iqbal*, 556 U.S. 662, 678 (2009) (quoting *Bell Atlantic Corp. v. Twombly*, 550 U.S. 544, 570 (2007)). Claims that sound in fraud must also meet Rule 9(b), which is meant',
  ),
  quotation(
    'to place the defendants on notice of the precise misconduct with which they are charged, and to safeguard defendants against spurious charges of immoral and fraudulent behavior.',
  ),
  paragraph(
    '*Seville Industrial Machinery Corp. v. Southmost Machinery Corp.*, 742 F.2d 786, 791 (3d Cir. 1984). Plaintiff “must plead or allege the date, time and place of the alleged fraud.” *Frederico v. Home Depot*, 507 F.3d 188, 200 (3d Cir. 2007). The Complaint alleges none of them. *Id.*',
    { first: 0 },
  ),
  heading('II.  NO DUTY TO SPEAK IS ALLEGED AS TO KESTREL.', { align: 'left', before: 6 }),
  paragraph(
    'The Complaint does not allege that Kestrel knew of the oven logs, that it spoke to Plaintiff, or that it had a duty to do so. A parent is not liable for the acts of its subsidiary for the sole reason that it owns it. *United States v. Bestfoods*, 524 U.S. 51, 61 (1998). *Twombly* requires more. 550 U.S. at 555.',
  ),
];

const closing = [
  heading('CONCLUSION'),
  paragraph(
    'For the foregoing reasons, Defendants respectfully request that the Court dismiss Count III with prejudice.',
  ),
  lines(
    230,
    'WHITLOCK DUNNE & AMES, P.A.',
    '',
    '*/s/ Jerome A. Whitlock*',
    'Jerome A. Whitlock (No. 2913)',
    '300 Delaware Court, 7th Floor',
    'Wilmington, Delaware 19801',
    'Tel. 302.555.0177',
    'jwhitlock@whitlockdunne.example',
    '',
    '*Attorneys for Defendants*',
  ),
  lines(0, 'December 15, 2023'),
];

export const motion: Paper = {
  about: {
    category: 'motion',
    title: 'DEFENDANTS’ MOTION TO DISMISS COUNT III AND OPENING BRIEF IN SUPPORT',
    docket: delaware.docket,
    court: delaware.court,
    date: '2023-12-15',
    parties: mainParties,
    judge: 'Rosalind K. Lathrop',
    counsel: [{ name: 'Jerome A. Whitlock', for: 'defendant' }],
  },
  look: filedPaper('14', '12/15/23', 212),
  blocks: [
    centered('**IN THE UNITED STATES DISTRICT COURT**', '**FOR THE DISTRICT OF DELAWARE**'),
    {
      kind: 'caption',
      left: captionParties,
      right: ['C.A. No. 23-1187-RKL', '', 'Hon. Rosalind K. Lathrop'],
      divider: 'parens',
    },
    heading('DEFENDANTS’ MOTION TO DISMISS COUNT III AND OPENING BRIEF IN SUPPORT'),
    paragraph(
      'PLEASE TAKE NOTICE that Defendants Brightwater Composites LLC and Kestrel Holdings Group, Ltd. hereby move to dismiss Count III of the Complaint.',
    ),
    ...argument,
    ...closing,
  ],
};
