/** The invoice for the replacement panels, photographed on a desk. */
import { lines, paragraph } from '../make/block.ts';
import { courtPaper } from '../make/look.ts';
import type { Paper } from './paper.ts';

export const invoice: Paper = {
  about: { category: 'financial', title: 'INVOICE', docket: null, court: null, date: '2023-07-14', parties: [] },
  look: { ...courtPaper, family: 'Helvetica', size: 12, leading: 18, tightLeading: 16, top: 60 },
  blocks: [
    { ...lines(0, '**INVOICE**'), size: 22, before: 0 },
    lines(
      0,
      '**Tidewater Laminates Company**',
      '88 Shipyard Lane, Norfolk, Virginia 23510',
      'Telephone (757) 555-0129',
      'billing@tidewaterlaminates.example',
    ),
    { kind: 'rule', before: 8 },
    lines(
      0,
      'Invoice number: TL-23-0714',
      'Invoice date: July 14, 2023',
      'Customer order: HMS-2231',
      'Terms: net 30 days',
      'Due date: August 13, 2023',
    ),
    lines(
      0,
      '**Bill to**',
      'Halvorsen Marine Systems, Inc.',
      '410 Commercial Street, Portland, Maine 04101',
      'Attention: Accounts Payable',
    ),
    {
      kind: 'table',
      before: 20,
      widths: [0.46, 0.12, 0.2, 0.22],
      right: [false, true, true, true],
      rows: [
        ['Description', 'Quantity', 'Unit price', 'Amount'],
        ['Bulkhead panel, HM-400 rev. D', '312', '$18,950.00', '$5,912,400.00'],
        ['Expedited tooling', '1', '$165,350.00', '$165,350.00'],
        ['Freight to Bath, Maine', '1', '$62,500.00', '$62,500.00'],
      ],
    },
    { ...lines(0, '**Total due: $6,140,250.00**'), size: 14, before: 20 },
    paragraph(
      'Please pay by wire to the account on file. A late charge of 1.5 percent a month applies to amounts that are past due. Thank you for your business.',
      { first: 0, before: 20 },
    ),
    lines(0, 'Questions? Call Patricia Nwosu at (757) 555-0129.'),
  ],
};
