/** The schedule of damages: a wide table. */
import { centered, paragraph } from '../make/block.ts';
import { courtPaper } from '../make/look.ts';
import type { Paper } from './paper.ts';

export const schedule: Paper = {
  about: {
    category: 'financial',
    title: 'SCHEDULE OF SHIPMENTS, REJECTIONS AND COST OF COVER',
    docket: null,
    court: null,
    date: '2024-03-31',
    parties: [],
  },
  look: {
    ...courtPaper,
    width: 792,
    height: 612,
    left: 50,
    right: 50,
    top: 60,
    bottom: 60,
    family: 'Helvetica',
    size: 10,
    tightLeading: 13,
    leading: 14,
  },
  blocks: [
    {
      ...centered(
        '**SCHEDULE OF SHIPMENTS, REJECTIONS AND COST OF COVER**',
        'Halvorsen Marine Systems, Inc. – as of March 31, 2024',
      ),
      size: 12,
    },
    {
      kind: 'table',
      before: 16,
      size: 9,
      widths: [0.08, 0.13, 0.13, 0.09, 0.09, 0.16, 0.16, 0.16],
      right: [false, false, false, true, true, true, true, true],
      rows: [
        ['Lot', 'Shipped', 'Rejected', 'Panels', 'Tested', 'Price', 'Cover', 'Difference'],
        ['A', '10/27/2022', '01/09/2023', '48', '2', '$740,400.00', '$944,653.85', '$204,253.85'],
        ['B', '10/27/2022', '01/09/2023', '60', '3', '$925,500.00', '$1,180,817.31', '$255,317.31'],
        ['C', '10/27/2022', '01/09/2023', '72', '2', '$1,110,600.00', '$1,416,980.77', '$306,380.77'],
        ['D', '10/28/2022', '01/09/2023', '84', '1', '$1,295,700.00', '$1,653,144.23', '$357,444.23'],
        ['E', '10/28/2022', '01/09/2023', '48', '1', '$740,400.00', '$944,653.84', '$204,253.84'],
        ['Total', '', '', '312', '9', '$4,812,600.00', '$6,140,250.00', '$1,327,650.00'],
      ],
    },
    paragraph(
      'Cover is the price of the replacement panels of Tidewater Laminates Company, invoice TL-23-0714, with tooling and freight, divided by the number of panels. The difference does not include the deposit of $962,520.00.',
      { first: 0, before: 14, tight: true },
    ),
    paragraph('Prepared by Patricia Nwosu for counsel.', { first: 0, before: 8, tight: true }),
  ],
};
