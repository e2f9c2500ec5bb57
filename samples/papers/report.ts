/** The laboratory's report on the panels, an exhibit that exists only on paper. */
import { centered, heading, lines, paragraph } from '../make/block.ts';
import { courtPaper } from '../make/look.ts';
import type { Paper } from './paper.ts';

const row = (sample: string, voids: string, glass: string, result: string): string[] => [sample, voids, glass, result];

export const report: Paper = {
  about: {
    category: 'exhibit',
    title: 'TEST REPORT NO. 22-3391',
    docket: null,
    court: null,
    date: '2022-11-18',
    parties: [],
  },
  look: {
    ...courtPaper,
    family: 'Helvetica',
    size: 11,
    leading: 16,
    tightLeading: 14,
    foot: (page, total) => `Report 22-3391 – page ${page} of ${total}`,
  },
  blocks: [
    { ...centered('**EXHIBIT C**'), size: 14 },
    {
      ...lines(
        0,
        '**Pacific Laminate Testing Corp.**',
        '2750 Skypark Drive, Torrance, California 90505',
        'Telephone (310) 555-0188 · lab@pacificlaminate.example',
      ),
      before: 20,
    },
    { kind: 'rule', before: 4 },
    heading('TEST REPORT NO. 22-3391', { before: 18 }),
    lines(
      0,
      'Client: Halvorsen Marine Systems, Inc.',
      'Attention: Thomas R. Okafor',
      'Samples received: November 9, 2022',
      'Date of report: November 18, 2022',
      'Method: ASTM D2734 (void content); ASTM D7028 (glass transition)',
    ),
    heading('1.  Summary', { align: 'left' }),
    paragraph(
      'Nine panels from purchase order HMS-2207 were examined. Every panel failed. Voids lie between 4.1 and 7.9 percent where the drawing allows no more than 1.5 percent, well beyond the limits of the drawing. The glass transition temperature shows that the panels were never post-cured.',
      { first: 0, before: 4 },
    ),
    heading('2.  Results', { align: 'left' }),
    {
      kind: 'table',
      before: 8,
      widths: [0.22, 0.26, 0.3, 0.22],
      right: [false, true, true, false],
      rows: [
        row('Panel', 'Voids, percent', 'Transition, deg. C', 'Result'),
        row('B-014', '4.1', '68', 'Fail'),
        row('B-022', '5.6', '66', 'Fail'),
        row('B-031', '7.9', '61', 'Fail'),
        row('B-057', '6.2', '64', 'Fail'),
        row('B-103', '4.8', '67', 'Fail'),
      ],
    },
    paragraph('Four more panels (B-118, B-166, B-240 and B-301) gave like results, which are kept on file.', {
      first: 0,
      before: 10,
    }),
    { kind: 'page-break' },
    heading('3.  Discussion', { align: 'left' }),
    paragraph(
      'A panel that has been cured as the drawing asks reaches a transition temperature of at least 105 degrees. None came near it. In our opinion the oven cycle of eight hours at 80 degrees was left out altogether. Such panels lose stiffness in a warm engine room and will delaminate in service.',
      { first: 0, before: 4 },
    ),
    paragraph(
      'It would cost about $11,200 to post-cure a single panel now, without any assurance of success, since moisture has entered the core. We do not advise it.',
      { first: 0, before: 8 },
    ),
    heading('4.  Invoice', { align: 'left' }),
    paragraph('The fee for this work is $18,450.00, due on December 18, 2022.', { first: 0, before: 4 }),
    lines(0, 'Pacific Laminate Testing Corp.', '', '', 'Robert Chen, Jr.', 'Laboratory Director'),
    paragraph('Reviewed by Robert Chen, Sr., founder, on November 17, 2022.', { first: 0, before: 18 }),
  ],
};
