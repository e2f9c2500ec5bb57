/** The amendment of the supply agreement, with the marks of its last round of negotiation. */
import { type Reviewer, text, title, type WordBlock, wordClause, wordHeading } from '../make/word-block.ts';
import type { WordPaper } from './paper.ts';

const whitlock: Reviewer = { author: 'Jerome A. Whitlock', date: '2022-08-12T14:05:00Z' };
const pruitt: Reviewer = { author: 'Eleanor W. Pruitt', date: '2022-08-12T19:40:00Z' };

const opening: WordBlock[] = [
  title('AMENDMENT NO. 1 TO COMPOSITE PANEL SUPPLY AGREEMENT'),
  { kind: 'box', text: 'Execution version of August 15, 2022' },
  text(
    'This Amendment No. 1 (this “Amendment”) is entered into as of August 15, 2022 (the “Amendment Effective Date”) by and among Halvorsen Marine Systems, Inc., a Delaware corporation (“Buyer”), Brightwater Composites LLC, a Delaware limited liability company (“Supplier”), and Kestrel Holdings Group, Ltd., a Delaware corporation (“Guarantor”), and amends the Composite Panel Supply Agreement dated as of March 1, 2021 (the “Agreement”).',
  ),
];

const schedule: WordBlock[] = [
  wordHeading('DEFINITIONS'),
  wordClause(1, 'Capitalized terms used and not defined in this Amendment have the meanings given in the Agreement.'),
  wordClause(
    1,
    '“Oven 3” means the curing oven of that number at Supplier’s plant, 1800 Terminal Avenue, Wilmington, Delaware 19801.',
  ),
  wordHeading('DELIVERY'),
  wordClause(
    1,
    'Revised Schedule. Notwithstanding Section 4.1 of the Agreement, Supplier shall deliver the 312 Panels of purchase order HMS-2207 in these lots:',
  ),
  wordClause(2, 'Lot 1, of 104 Panels, by September 9, 2022;'),
  wordClause(2, 'Lot 2, of 104 Panels, by September 20, 2022; and'),
  wordClause(
    2,
    'Lot 3, of 104 Panels, by ',
    { delete: 'October 14, 2022', by: pruitt },
    { insert: 'September 30, 2022', by: pruitt },
    ', provided that:',
  ),
  wordClause(3, 'each lot is accompanied by the oven logs of its cure cycles; and'),
  wordClause(3, 'no lot is shipped before its second cure is complete.'),
  wordClause(
    1,
    'Notice of Delay. In Section 4.2 of the Agreement, “two (2) Business Days” is replaced by “one (1) Business Day”.',
  ),
];

const money: WordBlock[] = [
  wordHeading('PRICE'),
  wordClause(1, 'Price by Lot. The price of the Panels remains as follows:'),
  {
    kind: 'table',
    rows: [
      ['Lot', 'Panels', 'Unit price', 'Total'],
      ['1', '104', '$15,425.00', '$1,604,200.00'],
      ['2', '104', '$15,425.00', '$1,604,200.00'],
      ['3', '104', '$15,425.00', '$1,604,200.00'],
    ],
  },
  wordClause(
    1,
    'Retention. Buyer may retain ',
    { delete: 'ten percent (10%)', by: whitlock },
    { insert: 'five percent (5%)', by: whitlock },
    ' of each invoice for ninety (90) days after delivery.',
    { note: 'The retention does not replace the deposit of Section 3.4 of the Agreement.' },
  ),
  wordClause(
    1,
    'Carriage. Resin shipped with the Panels shall be classed under 49 C.F.R. § 173.120(a) and marked under 49 C.F.R. § 172.301.',
  ),
];

const general: WordBlock[] = [
  wordHeading('GUARANTY'),
  wordClause(
    1,
    'Guarantor guarantees to Buyer the repayment of every deposit, up to ',
    {
      on: '$1,000,000.00',
      remark: 'Our client asked for two million; Kestrel will not go above one.',
      by: pruitt,
    },
    '.',
  ),
  wordHeading('GENERAL'),
  wordClause(
    1,
    'Term. This Amendment begins on the Amendment Effective Date and, unless the Agreement is terminated earlier, continues until February 28, 2024.',
  ),
  wordClause(
    1,
    'Governing Law. This Amendment is governed by the laws of the State of Delaware, without regard to its conflict of laws rules.',
  ),
  wordClause(
    1,
    'Effect. Except as amended here, the Agreement remains in full force',
    {
      insert: '; if the two conflict, this Amendment prevails',
      by: whitlock,
    },
    '.',
  ),
  text('IN WITNESS WHEREOF, the parties have executed this Amendment as of the Amendment Effective Date.'),
  text('HALVORSEN MARINE SYSTEMS, INC.\nBy: /s/ Ingrid S. Halvorsen\nTitle: Chief Executive Officer'),
  text('BRIGHTWATER COMPOSITES LLC\nBy: /s/ Marguerite L. Fontaine\nTitle: President'),
  text('KESTREL HOLDINGS GROUP, LTD.\nBy: /s/ Harold P. Lindqvist\nTitle: Managing Director'),
];

export const amendment: WordPaper = {
  about: {
    category: 'contract',
    title: 'AMENDMENT NO. 1 TO COMPOSITE PANEL SUPPLY AGREEMENT',
    docket: null,
    court: null,
    date: '2022-08-15',
    parties: [
      { name: 'Halvorsen Marine Systems, Inc.', role: 'buyer' },
      { name: 'Brightwater Composites LLC', role: 'supplier' },
      { name: 'Kestrel Holdings Group, Ltd.', role: 'guarantor' },
    ],
    effectiveDate: '2022-08-15',
    governingLaw: 'Delaware',
    term: 'This Amendment begins on the Amendment Effective Date and, unless the Agreement is terminated earlier, continues until February 28, 2024.',
  },
  author: 'Jerome A. Whitlock',
  header: 'Amendment No. 1 – Confidential',
  blocks: [...opening, ...schedule, ...money, ...general],
};
