/** The motion to enforce the subpoena, on California pleading paper. */
import { centered, heading, lines, paragraph } from '../make/block.ts';
import { courtPaper, type Look } from '../make/look.ts';
import type { Paper } from './paper.ts';

const docket = 'Case No. 2:24-mc-00063-DVM';

/** 28 lines of 24 points from the top of the first to the foot of the last. */
const pleadingPaper: Look = {
  ...courtPaper,
  top: 60,
  bottom: 58,
  left: 108,
  right: 48,
  tightLeading: 12,
  numberedLines: { count: 28, hasRules: true },
  head: (page, total) =>
    `Case 2:24-mc-00063-DVM   Document 1   Filed 06/28/24   Page ${page} of ${total}   Page ID #:${page}`,
  foot: page => `– ${page} –`,
};

/** A heading that takes a whole numbered line. */
const numberedHeading = (text: string, align: 'left' | 'center') => heading(text, { align, before: 0, tight: false });

const memorandum = [
  numberedHeading('MEMORANDUM OF POINTS AND AUTHORITIES', 'center'),
  numberedHeading('I.  INTRODUCTION', 'left'),
  paragraph(
    'Respondent Pacific Laminate Testing Corp. (“Pacific Laminate”) tested the composite panels that are at the heart of an action in Delaware. Served with a subpoena on May 24, 2024, it produced a two-page report and nothing else. It has the raw data. It should be ordered to produce them.',
  ),
  numberedHeading('II.  STATEMENT OF FACTS', 'left'),
  paragraph(
    'The panels were tested between November 9, 2022 and November 18, 2022. Robert Chen, Jr. signed the report. By e-mail of June 17, 2024 he refused to produce the data unless Brightwater Composites LLC (“Brightwater”) paid $27,500 in advance. Counsel met and conferred by telephone, (310) 555-0188, on June 20, 2024, without success.',
  ),
  numberedHeading('III.  ARGUMENT', 'left'),
  paragraph(
    'This Court, as the court for the district where compliance is required, may order compliance “at any time, on notice to the commanded person.” Fed. R. Civ. P. 45(d)(2)(B)(i). The scope of discovery through a subpoena is the same as under Rule 26(b). *See Exxon Shipping Co. v. U.S. Department of Interior*, 34 F.3d 774, 779 (9th Cir. 1994). A party that resists must show that the burden is undue. *Blankenship v. Hearst Corp.*, 519 F.2d 418, 429 (9th Cir. 1975). *Cf. Hickman v. Taylor*, 329 U.S. 495, 507 (1947).',
  ),
  paragraph(
    'Pacific Laminate cannot do so. The data fit on a single drive. Even were the cost $27,500, it is not “significant” within the meaning of *Legal Voice v. Stormans Inc.*, 738 F.3d 1178, 1184 (9th Cir. 2013), when set against a claim of $2,290,170.00. Nor may a testing laboratory withhold data as the opinion of an unretained expert where it was paid for them. Fed. R. Civ. P. 45(d)(3)(B)(ii); *see also* 28 U.S.C. § 1783(a).',
  ),
  numberedHeading('IV.  CONCLUSION', 'left'),
  paragraph('The motion should be granted and production ordered within seven (7) days.'),
];

export const compel: Paper = {
  about: {
    category: 'motion',
    title: 'NOTICE OF MOTION AND MOTION TO COMPEL COMPLIANCE WITH SUBPOENA',
    docket,
    court: 'United States District Court for the Central District of California',
    date: '2024-06-28',
    parties: [
      { name: 'Brightwater Composites LLC', role: 'movant' },
      { name: 'Pacific Laminate Testing Corp.', role: 'respondent' },
    ],
    judge: 'Dennis V. Moriyama',
    counsel: [{ name: 'Sofia M. Delgado', for: 'movant' }],
  },
  look: pleadingPaper,
  blocks: [
    {
      ...lines(
        0,
        'Sofia M. Delgado (SBN 301774)',
        'DELGADO & HURST LLP',
        '515 Harbor Boulevard, Long Beach, California 90802',
        'Telephone: (562) 555-0104',
        'sdelgado@delgadohurst.example',
        'Attorneys for Movant Brightwater Composites LLC',
      ),
      before: 0,
    },
    { ...centered('**UNITED STATES DISTRICT COURT**', '**CENTRAL DISTRICT OF CALIFORNIA**'), before: 48 },
    {
      kind: 'caption',
      left: [
        'BRIGHTWATER COMPOSITES LLC,',
        '',
        '\t\t\tMovant,',
        '\tv.',
        '',
        'PACIFIC LAMINATE TESTING CORP.,',
        '',
        '\t\t\tRespondent.',
      ],
      right: [
        docket,
        '',
        '**NOTICE OF MOTION AND MOTION TO COMPEL COMPLIANCE WITH SUBPOENA**',
        '',
        'Date: August 5, 2024',
        'Magistrate Judge: Dennis V. Moriyama',
      ],
      divider: 'rule',
    },
    paragraph(
      'TO ALL PARTIES AND THEIR COUNSEL OF RECORD: PLEASE TAKE NOTICE that on August 5, 2024, at 10:00 a.m., Brightwater Composites LLC will and hereby does move for an order compelling Pacific Laminate Testing Corp. to comply with the subpoena issued in *Halvorsen Marine Systems, Inc. v. Brightwater Composites LLC*, No. 1:23-cv-01187-RKL (D. Del.).',
    ),
    ...memorandum,
    lines(230, 'DELGADO & HURST LLP', '', '/s/ Sofia M. Delgado', 'Attorneys for Movant', 'Dated: June 28, 2024'),
  ],
};
