/** The supply agreement the case is about. */
import { centered, clause, heading, lines, paragraph } from '../make/block.ts';
import { courtPaper } from '../make/look.ts';
import type { Paper } from './paper.ts';

const opening = [
  centered('**COMPOSITE PANEL SUPPLY AGREEMENT**'),
  clause(
    0,
    'This Composite Panel Supply Agreement (this “**Agreement**”) is entered into as of March 1, 2021 (the “**Effective Date**”) by and between Halvorsen Marine Systems, Inc., a Delaware corporation (“**Buyer**”), and Brightwater Composites LLC, a Delaware limited liability company (“**Supplier**”). Buyer and Supplier are each a “**Party**” and together the “**Parties**.”',
  ),
  heading('RECITALS'),
  clause(0, 'WHEREAS, Buyer designs and builds passenger vessels and requires structural composite panels; and'),
  clause(
    0,
    'WHEREAS, Supplier has the plant, skill and personnel to manufacture such panels and desires to supply them on the terms below;',
  ),
  clause(
    0,
    'NOW, THEREFORE, in consideration of the mutual covenants herein and for other good and valuable consideration, the receipt and sufficiency of which are hereby acknowledged, the Parties agree as follows:',
  ),
];

const definitions = [
  heading('ARTICLE 1'),
  heading('DEFINITIONS', { before: 0 }),
  clause(
    0,
    '1.1  “**Affiliate**” means any entity that controls, is controlled by or is under common control with a Party.',
  ),
  clause(
    0,
    '1.2  “**Business Day**” means any day other than a Saturday, a Sunday or a day on which banks in Wilmington, Delaware are closed.',
  ),
  clause(
    0,
    '1.3  “**Panels**” means the resin-infused bulkhead panels described in Exhibit A, in the quantities of each Purchase Order.',
  ),
  clause(
    0,
    '1.4  “**Purchase Order**” means a written order issued by Buyer under Section 3.1 and accepted under Section 3.2.',
  ),
  clause(
    0,
    '1.5  “**Specifications**” means the drawings, tolerances, laminate schedules and cure cycles of Exhibit A, revision D of February 12, 2021.',
  ),
  heading('ARTICLE 2'),
  heading('TERM', { before: 0 }),
  clause(
    0,
    '2.1  __Initial Term__. This Agreement begins on the Effective Date and, unless terminated earlier under Article 11, continues until February 28, 2024 (the “**Initial Term**”).',
  ),
  clause(
    0,
    '2.2  __Renewal__. It then renews for successive terms of one (1) year unless either Party gives notice of non-renewal at least ninety (90) days before the end of the current term.',
  ),
];

const supply = [
  heading('ARTICLE 3'),
  heading('ORDERS AND PRICE', { before: 0 }),
  clause(0, '3.1  __Purchase Orders__. Buyer may order Panels by Purchase Order. Each Purchase Order shall state:'),
  clause(1, '(a)  the part number, revision and quantity;'),
  clause(1, '(b)  the requested date of delivery, which shall be no earlier than ninety (90) days after receipt; and'),
  clause(1, '(c)  the place of delivery.'),
  clause(
    0,
    '3.2  __Acceptance__. Supplier shall accept or reject a Purchase Order in writing within five (5) Business Days. Silence is acceptance.',
  ),
  clause(
    0,
    '3.3  __Price__. The unit price is Fifteen Thousand Four Hundred Twenty-Five Dollars ($15,425.00) until December 31, 2022 and may thereafter be adjusted by the Producer Price Index, but by no more than 4.5% a year.',
  ),
  clause(
    0,
    '3.4  __Deposit__. Buyer shall pay twenty percent (20%) of the price of each Purchase Order within seven (7) days after its acceptance, and the balance net thirty (30) days after the later of delivery and receipt of a proper invoice.',
  ),
  heading('ARTICLE 4'),
  heading('DELIVERY', { before: 0 }),
  clause(
    0,
    '4.1  __Time of Delivery__. Time is of the essence. Supplier shall deliver the Panels DAP (Incoterms 2020) at Buyer’s yard, 22 Wharf Road, Bath, Maine, on the date stated in the Purchase Order.',
  ),
  clause(
    0,
    '4.2  __Notice of Delay__. Supplier shall notify Buyer promptly, and in any event within two (2) Business Days, of any expected delay, its cause and its likely length.',
  ),
  clause(
    0,
    '4.3  __Liquidated Damages__. For each day of delay Supplier shall pay Buyer $3,500 as liquidated damages and not as a penalty, up to ten percent (10%) of the price of the delayed Panels.',
  ),
];

const quality = [
  heading('ARTICLE 5'),
  heading('QUALITY AND INSPECTION', { before: 0 }),
  clause(
    0,
    '5.1  __Quality System__. Supplier shall maintain a quality system certified to ISO 9001 and keep the records of each cure cycle, including oven logs, for seven (7) years.',
  ),
  clause(
    0,
    '5.2  __Certificate of Conformity__. Each shipment shall be accompanied by a certificate, signed by Supplier’s plant manager, that the Panels conform to the Specifications in every respect.',
  ),
  clause(
    0,
    '5.3  __Inspection__. Buyer may inspect the Panels within forty-five (45) days after delivery. Payment is not acceptance.',
  ),
  clause(
    0,
    '5.4  __Rejection__. Buyer may reject any Panel that fails to conform. Supplier shall, at Buyer’s election, within thirty (30) days:',
  ),
  clause(1, '(a)  repair the Panel at Supplier’s cost, including freight both ways;'),
  clause(1, '(b)  replace it; or'),
  clause(1, '(c)  refund the price paid, together with interest at the rate of 6 Del. C. § 2301(a).'),
  heading('ARTICLE 6'),
  heading('TITLE AND RISK', { before: 0 }),
  clause(
    0,
    '6.1  Title and risk of loss pass to Buyer upon delivery under Section 4.1, except for Panels that are rightfully rejected.',
  ),
  heading('ARTICLE 7'),
  heading('WARRANTIES', { before: 0 }),
  clause(
    0,
    '7.1  __Express Warranty__. Supplier warrants that for sixty (60) months after delivery the Panels will (i) conform to the Specifications, (ii) be free from defects in material, workmanship and cure, and (iii) be merchantable within the meaning of 6 Del. C. § 2-314.',
  ),
  clause(
    0,
    '7.2  __Remedies Cumulative__. The remedies in this Article are in addition to all others at law or in equity.',
  ),
];

const risk = [
  heading('ARTICLE 8'),
  heading('CONFIDENTIALITY', { before: 0 }),
  clause(
    0,
    '8.1  Each Party shall hold the Confidential Information of the other in confidence for five (5) years after it is disclosed, and shall use it only to perform this Agreement. Nothing herein limits disclosures protected by 18 U.S.C. § 1833(b).',
  ),
  heading('ARTICLE 9'),
  heading('INDEMNITY AND LIABILITY', { before: 0 }),
  clause(
    0,
    '9.1  __Indemnity__. Supplier shall indemnify, defend and hold harmless Buyer and its Affiliates against third-party claims that arise out of defective Panels.',
  ),
  clause(
    0,
    '9.2  __Insurance__. Supplier shall carry product liability insurance of not less than $5 million per occurrence with insurers rated A- or better.',
  ),
  clause(
    0,
    '9.3  __Cap__. Except for fraud or willful misconduct, neither Party’s liability shall exceed the price paid or payable under the Purchase Order concerned.',
  ),
  heading('ARTICLE 10'),
  heading('FORCE MAJEURE', { before: 0 }),
  clause(
    0,
    '10.1  Neither Party is liable for delay caused by events beyond its reasonable control, provided that shortage of resin, labor or oven capacity is not such an event.',
  ),
  heading('ARTICLE 11'),
  heading('TERMINATION', { before: 0 }),
  clause(
    0,
    '11.1  __For Cause__. Either Party may terminate this Agreement by written notice if the other commits a material breach and fails to cure it within sixty (60) days after notice.',
  ),
  clause(0, '11.2  __Survival__. Articles 7, 8, 9, 13 and 14 survive termination.'),
];

const exhibit = [
  { kind: 'page-break' } as const,
  heading('EXHIBIT A', { before: 0 }),
  heading('SPECIFICATIONS', { before: 0 }),
  clause(
    0,
    'Drawing HM-400, revision D, dated February 12, 2021, is incorporated by reference. In case of conflict between the drawing and this Exhibit, the drawing controls.',
  ),
  {
    kind: 'table',
    before: 14,
    widths: [0.4, 0.35, 0.25],
    right: [false, false, false],
    rows: [
      ['Property', 'Requirement', 'Method'],
      ['Void content', 'no more than 1.5 percent', 'ASTM D2734'],
      ['Glass transition, dry', 'at least 105 deg. C', 'ASTM D7028'],
      ['Thickness', '42 mm, plus or minus 0.8 mm', 'Caliper'],
      ['Infusion', 'full vacuum, 12 hours', 'Process record'],
      ['Post-cure', '8 hours at 80 deg. C', 'Oven log'],
    ],
  } as const,
  clause(
    0,
    'A.1  Each Panel shall bear its serial number, the date of infusion and the number of the oven in which it was post-cured.',
  ),
  clause(
    0,
    'A.2  Supplier shall test two (2) Panels from each lot and deliver the results with the certificate required by Section 5.2.',
  ),
];

const general = [
  heading('ARTICLE 12'),
  heading('GUARANTY', { before: 0 }),
  clause(
    0,
    '12.1  As a condition of this Agreement, Supplier’s parent, Kestrel Holdings Group, Ltd. (“**Guarantor**”), shall deliver a guaranty of Supplier’s obligations in an amount not exceeding USD 2,000,000, in the form of Exhibit B.',
  ),
  heading('ARTICLE 13'),
  heading('NOTICES', { before: 0 }),
  clause(0, '13.1  Notices shall be in writing and delivered by hand, by courier or by e-mail with confirmation to:'),
  lines(
    40,
    '__If to Buyer__:',
    'Halvorsen Marine Systems, Inc.',
    '410 Commercial Street, Portland, Maine 04101',
    'Attention: Thomas R. Okafor',
    'E-mail: contracts@halvorsenmarine.example',
    'Telephone: 207-555-0117',
  ),
  lines(
    40,
    '__If to Supplier__:',
    'Brightwater Composites LLC',
    '1800 Terminal Avenue, Wilmington, Delaware 19801',
    'Attention: Marguerite L. Fontaine',
    'E-mail: legal@brightwatercomposites.example',
    'Telephone: (302) 555-0163',
  ),
  heading('ARTICLE 14'),
  heading('GENERAL', { before: 0 }),
  clause(
    0,
    '14.1  __Governing Law__. This Agreement is governed by the laws of the State of Delaware without regard to its conflict of laws rules. The United Nations Convention on Contracts for the International Sale of Goods does not apply.',
  ),
  clause(
    0,
    '14.2  __Jurisdiction__. Each Party submits to the courts of the State of Delaware and the United States District Court for the District of Delaware.',
  ),
  clause(
    0,
    '14.3  __Entire Agreement__. This Agreement supersedes the letter of intent dated November 30, 2020 and may be amended only in a writing signed by both Parties.',
  ),
  clause(0, '14.4  __Counterparts__. This Agreement may be executed in counterparts, each of which is an original.'),
  paragraph('[Signature page follows]', { align: 'center', first: 0, before: 12 }),
  { kind: 'page-break' } as const,
  clause(
    0,
    'IN WITNESS WHEREOF, the Parties have caused this Agreement to be executed by their duly authorized representatives as of the Effective Date.',
  ),
  lines(
    0,
    '**HALVORSEN MARINE SYSTEMS, INC.**',
    '',
    'By: */s/ Ingrid S. Halvorsen*',
    'Name: Ingrid S. Halvorsen',
    'Title: Chief Executive Officer',
    'Date: February 26, 2021',
  ),
  lines(
    0,
    '**BRIGHTWATER COMPOSITES LLC**',
    '',
    'By: */s/ Marguerite L. Fontaine*',
    'Name: Marguerite L. Fontaine',
    'Title: President',
    'Date: 1 March 2021',
  ),
];

export const contract: Paper = {
  about: {
    category: 'contract',
    title: 'COMPOSITE PANEL SUPPLY AGREEMENT',
    docket: null,
    court: null,
    date: '2021-03-01',
    parties: [
      { name: 'Halvorsen Marine Systems, Inc.', role: 'buyer' },
      { name: 'Brightwater Composites LLC', role: 'supplier' },
    ],
    governingLaw: 'Delaware',
    effectiveDate: '2021-03-01',
    term: 'This Agreement begins on the Effective Date and, unless terminated earlier under Article 11, continues until February 28, 2024 (the “Initial Term”).',
  },
  look: {
    ...courtPaper,
    tightLeading: 15,
    foot: (page, total) => `Composite Panel Supply Agreement – Page ${page} of ${total}`,
  },
  blocks: [...opening, ...definitions, ...supply, ...quality, ...risk, ...general, ...exhibit],
};
