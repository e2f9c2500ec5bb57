/**
 * Everything the papers name, spelling by spelling, and what each stands for. The truth of a file is what of this list
 * occurs in its pages; `make.test.ts` looks for dates, amounts, citations and the like that the list has forgotten.
 * Longer than other files, because it is one list.
 */
import { flat } from '../compare.ts';
import type { Found, TruthContent } from '../truth.ts';

type FactKind = keyof Pick<
  TruthContent,
  | 'persons'
  | 'organizations'
  | 'dates'
  | 'amounts'
  | 'citations'
  | 'statutes'
  | 'emails'
  | 'phones'
  | 'durations'
  | 'percents'
  | 'regulations'
  | 'addresses'
  | 'bates'
>;

/** By kind, by value: the spellings in the papers. */
export const facts: Record<FactKind, Record<string, string[]>> = {
  persons: {
    'Ingrid S. Halvorsen': ['Ingrid S. Halvorsen'],
    'Thomas R. Okafor': ['Thomas R. Okafor', 'THOMAS R. OKAFOR'],
    'Marguerite L. Fontaine': ['Marguerite L. Fontaine', 'MARGUERITE L. FONTAINE'],
    'Daniel Reyes': ['Daniel Reyes', 'DANIEL REYES'],
    'David Reyes': ['David Reyes'],
    'Robert Chen, Jr.': ['Robert Chen, Jr.'],
    'Robert Chen, Sr.': ['Robert Chen, Sr.'],
    'Eleanor W. Pruitt': ['Eleanor W. Pruitt', 'ELEANOR W. PRUITT'],
    'Miguel A. Sandoval': ['Miguel A. Sandoval'],
    'Jerome A. Whitlock': ['Jerome A. Whitlock', 'JEROME A. WHITLOCK'],
    'Rosalind K. Lathrop': ['Rosalind K. Lathrop'],
    'Dennis V. Moriyama': ['Dennis V. Moriyama'],
    'Sofia M. Delgado': ['Sofia M. Delgado'],
    'Carla J. Benning': ['Carla J. Benning'],
    'Patricia Nwosu': ['Patricia Nwosu'],
    'Lucille B. Tremblay': ['Lucille B. Tremblay'],
    'Harold P. Lindqvist': ['Harold P. Lindqvist'],
  },
  organizations: {
    'Halvorsen Marine Systems, Inc.': ['Halvorsen Marine Systems, Inc.', 'HALVORSEN MARINE SYSTEMS, INC.'],
    'Brightwater Composites LLC': ['Brightwater Composites LLC', 'BRIGHTWATER COMPOSITES LLC'],
    'Brightwater Coatings, Inc.': ['Brightwater Coatings, Inc.'],
    'Kestrel Holdings Group, Ltd.': ['Kestrel Holdings Group, Ltd.', 'KESTREL HOLDINGS GROUP, LTD.'],
    'Pacific Laminate Testing Corp.': ['Pacific Laminate Testing Corp.', 'PACIFIC LAMINATE TESTING CORP.'],
    'Tidewater Laminates Company': ['Tidewater Laminates Company'],
    'Pruitt & Sandoval LLP': ['Pruitt & Sandoval LLP', 'PRUITT & SANDOVAL LLP'],
    'Whitlock Dunne & Ames, P.A.': ['Whitlock Dunne & Ames, P.A.', 'WHITLOCK DUNNE & AMES, P.A.'],
    'Delgado & Hurst LLP': ['DELGADO & HURST LLP'],
  },
  dates: {
    '2010-12-22': ['Dec. 22, 2010'],
    '2020-11-30': ['November 30, 2020'],
    '2021-02-12': ['February 12, 2021'],
    '2021-02-26': ['February 26, 2021'],
    '2021-03-01': ['March 1, 2021', '1 March 2021', '1st day of March, 2021'],
    '2022-06-14': ['June 14, 2022'],
    '2022-06-21': ['June 21, 2022'],
    '2022-08-15': ['August 15, 2022'],
    '2022-09-09': ['September 9, 2022'],
    '2022-09-20': ['September 20, 2022'],
    '2022-09-26': ['September 26, 2022'],
    '2022-09-30': ['30th day of September, 2022', 'September 30, 2022'],
    '2022-10-01': ['10/01/2022'],
    '2022-10-05': ['October 5, 2022'],
    '2022-10-17': ['October 17, 2022'],
    '2022-10-21': ['October 21, 2022'],
    '2022-10-26': ['October 26, 2022', 'Wednesday, October 26, 2022'],
    '2022-10-27': ['10/27/2022', 'October 27, 2022'],
    '2022-10-28': ['October 28, 2022', '10/28/2022'],
    '2022-10-31': ['October 31, 2022'],
    '2022-11-04': ['November 4, 2022'],
    '2022-11-07': ['November 7, 2022'],
    '2022-11-09': ['November 9, 2022'],
    '2022-11-17': ['November 17, 2022'],
    '2022-11-18': ['Nov. 18, 2022', 'November 18, 2022'],
    '2022-11-21': ['November 21, 2022'],
    '2022-12-18': ['December 18, 2022'],
    '2022-12-31': ['December 31, 2022'],
    '2023-01-05': ['January 5, 2023'],
    '2023-01-09': ['January 9, 2023', '01/09/2023'],
    '2023-01-12': ['January 12, 2023'],
    '2023-02-06': ['February 6, 2023'],
    '2023-02-08': ['February 8, 2023'],
    '2023-02-20': ['February 20, 2023'],
    '2023-03-20': ['March 20, 2023'],
    '2023-03-31': ['March 31, 2023'],
    '2023-04-03': ['April 3, 2023'],
    '2023-07-14': ['July 14, 2023'],
    '2023-08-13': ['August 13, 2023'],
    '2023-10-20': ['October 20, 2023'],
    '2023-11-06': ['November 6, 2023'],
    '2023-12-15': ['December 15, 2023'],
    '2024-02-27': ['February 27, 2024'],
    '2024-02-28': ['February 28, 2024'],
    '2024-03-31': ['March 31, 2024'],
    '2024-04-12': ['12th day of April, 2024', 'April 12, 2024'],
    '2024-05-01': ['May 1, 2024'],
    '2024-05-10': ['May 10, 2024'],
    '2024-05-21': ['May 21, 2024', 'Tuesday, May 21, 2024'],
    '2024-05-24': ['May 24, 2024'],
    '2024-05-31': ['May 31, 2024', '31st day of May, 2024'],
    '2024-06-03': ['June 3, 2024'],
    '2024-06-06': ['June 6, 2024', 'Thursday, June 6, 2024'],
    '2024-06-14': ['June 14, 2024'],
    '2024-06-17': ['June 17, 2024'],
    '2024-06-20': ['June 20, 2024'],
    '2024-06-28': ['June 28, 2024'],
    '2024-07-18': ['July 18, 2024', 'Thursday, July 18, 2024'],
    '2024-08-05': ['August 5, 2024'],
    '2027-08-15': ['August 15, 2027'],
  },
  amounts: {
    'USD 40.00': ['$40.00'],
    'USD 3500.00': ['$3,500'],
    'USD 11200.00': ['$11,200'],
    'USD 15425.00': ['$15,425.00', 'Fifteen Thousand Four Hundred Twenty-Five Dollars'],
    'USD 18450.00': ['$18,450.00', '$18,450'],
    'USD 18950.00': ['$18,950.00'],
    'USD 27500.00': ['$27,500'],
    'USD 41300.00': ['$41,300'],
    'USD 62500.00': ['$62,500.00'],
    'USD 75000.00': ['$75,000'],
    'USD 98000.00': ['$98,000'],
    'USD 165350.00': ['$165,350.00'],
    'USD 185000.00': ['$185,000.00'],
    'USD 204253.84': ['$204,253.84'],
    'USD 204253.85': ['$204,253.85'],
    'USD 255317.31': ['$255,317.31'],
    'USD 306380.77': ['$306,380.77'],
    'USD 357444.23': ['$357,444.23'],
    'USD 740400.00': ['$740,400.00'],
    'USD 925500.00': ['$925,500.00'],
    'USD 944653.84': ['$944,653.84'],
    'USD 944653.85': ['$944,653.85'],
    'USD 962520.00': ['$962,520.00'],
    'USD 1000000.00': ['$1,000,000.00'],
    'USD 1110600.00': ['$1,110,600.00'],
    'USD 1180817.31': ['$1,180,817.31'],
    'USD 1295700.00': ['$1,295,700.00'],
    'USD 1327650.00': ['$1,327,650.00'],
    'USD 1416980.77': ['$1,416,980.77'],
    'USD 1604200.00': ['$1,604,200.00'],
    'USD 1653144.23': ['$1,653,144.23'],
    'USD 2000000.00': ['USD 2,000,000', '$2,000,000'],
    'USD 2290170.00': ['$2,290,170.00'],
    'USD 4812600.00': ['$4,812,600.00', '$4,812,600'],
    'USD 5000000.00': ['$5 million'],
    'USD 5912400.00': ['$5,912,400.00'],
    'USD 6140250.00': ['$6,140,250.00'],
    'EUR 5700000.00': ['€5,700,000'],
  },
  citations: {
    '840 A.2d 606': ['VLIW Technology, LLC v. Hewlett-Packard Co., 840 A.2d 606, 612 (Del. 2003)'],
    '462 A.2d 1069': ['Stephenson v. Capano Development, Inc., 462 A.2d 1069, 1074 (Del. 1983)'],
    '2010 WL 5422405': ['Narrowstep, Inc. v. Onstream Media Corp., 2010 WL 5422405 (Del. Ch. Dec. 22, 2010)'],
    '556 U.S. 662': ['Ashcroft v. Iqbal, 556 U.S. 662, 678 (2009)', 'Ashcroft v. Iqbal, 556 U.S. 662, 679 (2009)'],
    '550 U.S. 544': ['Bell Atlantic Corp. v. Twombly, 550 U.S. 544, 570 (2007)', '550 U.S. at 555'],
    '742 F.2d 786': [
      'Seville Industrial Machinery Corp. v. Southmost Machinery Corp., 742 F.2d 786, 791 (3d Cir. 1984)',
    ],
    '507 F.3d 188': ['Frederico v. Home Depot, 507 F.3d 188, 200 (3d Cir. 2007)'],
    '524 U.S. 51': [
      'United States v. Bestfoods, 524 U.S. 51, 61 (1998)',
      'United States v. Bestfoods, 524 U.S. 51, 61–62 (1998)',
    ],
    '114 F.3d 1410': ['In re Burlington Coat Factory Securities Litigation, 114 F.3d 1410, 1426 (3d Cir. 1997)'],
    '578 F.3d 203': ['Fowler v. UPMC Shadyside, 578 F.3d 203, 210 (3d Cir. 2009)'],
    '311 F.3d 198': [
      'In re Rockefeller Center Properties, Inc. Securities Litigation, 311 F.3d 198, 216 (3d Cir. 2002)',
    ],
    '891 A.2d 1032': ['Abry Partners V, L.P. v. F&W Acquisition LLC, 891 A.2d 1032, 1055 (Del. Ch. 2006)'],
    '34 F.3d 774': ['Exxon Shipping Co. v. U.S. Department of Interior, 34 F.3d 774, 779 (9th Cir. 1994)'],
    '519 F.2d 418': ['Blankenship v. Hearst Corp., 519 F.2d 418, 429 (9th Cir. 1975)'],
    '329 U.S. 495': ['Hickman v. Taylor, 329 U.S. 495, 507 (1947)'],
    '738 F.3d 1178': ['Legal Voice v. Stormans Inc., 738 F.3d 1178, 1184 (9th Cir. 2013)'],
  },
  statutes: Object.fromEntries(
    [
      '28 U.S.C. § 1332(a)',
      '28 U.S.C. § 1391(b)(2)',
      '28 U.S.C. § 1652',
      '28 U.S.C. § 1746',
      '28 U.S.C. § 1783(a)',
      '28 U.S.C. § 1821(b)',
      '18 U.S.C. § 1833(b)',
      '6 Del. C. § 2-314',
      '6 Del. C. § 2-515',
      '6 Del. C. § 2-601',
      '6 Del. C. § 2-607(3)(a)',
      '6 Del. C. § 2-712(2)',
      '6 Del. C. § 2-714(2)',
      '6 Del. C. § 2301(a)',
      'N.Y. U.C.C. § 2-607(3)(a)',
      'Fed. R. Civ. P. 9(b)',
      'Fed. R. Civ. P. 30(b)(1)',
      'Fed. R. Civ. P. 34(b)(2)(E)',
      'Fed. R. Civ. P. 38(b)',
      'Fed. R. Civ. P. 45',
      'Fed. R. Civ. P. 45(d)(2)(B)(i)',
      'Fed. R. Civ. P. 45(d)(3)(B)(ii)',
    ].map(statute => [statute, [statute]]),
  ),
  emails: Object.fromEntries(
    [
      'epruitt@pruittsandoval.example',
      'msandoval@pruittsandoval.example',
      'jwhitlock@whitlockdunne.example',
      'sdelgado@delgadohurst.example',
      'contracts@halvorsenmarine.example',
      'tokafor@halvorsenmarine.example',
      'dreyes@halvorsenmarine.example',
      'legal@brightwatercomposites.example',
      'dreyes@brightwatercomposites.example',
      'mfontaine@brightwatercomposites.example',
      'accounts@kestrelholdings.example',
      'lab@pacificlaminate.example',
      'billing@tidewaterlaminates.example',
    ].map(address => [address, [address]]),
  ),
  durations: {
    P1D: ['one (1) Business Day'],
    P2D: ['two (2) Business Days'],
    P5D: ['five (5) Business Days'],
    P7D: ['seven (7) days'],
    P9D: ['nine days'],
    P10D: ['ten (10) days', 'ten (10) business days'],
    P14D: ['fourteen (14) days'],
    P28D: ['twenty-eight (28) days'],
    P30D: ['thirty (30) days', '30 days'],
    P45D: ['forty-five (45) days'],
    P60D: ['sixty (60) days', 'sixty days'],
    P90D: ['ninety (90) days'],
    P2W: ['two weeks'],
    P3W: ['three weeks'],
    P4W: ['four weeks'],
    P12W: ['twelve (12) weeks'],
    P60M: ['sixty (60) months'],
    P1Y: ['one (1) year'],
    P5Y: ['five (5) years'],
    P7Y: ['seven (7) years'],
    PT6H: ['six (6) hours'],
    PT8H: ['8 hours', 'eight hours'],
    PT12H: ['12 hours'],
  },
  percents: {
    '3.8': ['3.8%'],
    '4.5': ['4.5%'],
    '5': ['five percent (5%)'],
    '10': ['ten percent (10%)'],
    '20': ['twenty percent (20%)'],
    '95': ['95%'],
    '100': ['One hundred percent'],
  },
  regulations: Object.fromEntries(
    ['49 C.F.R. § 173.120(a)', '49 C.F.R. § 172.301'].map(regulation => [regulation, [regulation]]),
  ),
  addresses: {
    '410 Commercial Street, Portland, Maine 04101': [
      '410 Commercial Street, Portland, Maine 04101',
      '410 Commercial Street Portland, Maine 04101',
    ],
    '1201 Market Square, Suite 900, Wilmington, Delaware 19801': [
      '1201 Market Square, Suite 900, Wilmington, Delaware 19801',
      '1201 Market Square, Suite 900 Wilmington, Delaware 19801',
    ],
    '1800 Terminal Avenue, Wilmington, Delaware 19801': [
      '1800 Terminal Avenue, Wilmington, Delaware 19801',
      '1800 Terminal Avenue Wilmington, Delaware 19801',
    ],
    '300 Delaware Court, 7th Floor, Wilmington, Delaware 19801': [
      '300 Delaware Court, 7th Floor Wilmington, Delaware 19801',
    ],
    '2750 Skypark Drive, Torrance, California 90505': ['2750 Skypark Drive, Torrance, California 90505'],
    '515 Harbor Boulevard, Long Beach, California 90802': ['515 Harbor Boulevard, Long Beach, California 90802'],
    '88 Shipyard Lane, Norfolk, Virginia 23510': ['88 Shipyard Lane, Norfolk, Virginia 23510'],
  },
  bates: {
    'BWC-0004417': ['BWC-0004417'],
    'BWC-0004420': ['BWC-0004420'],
  },
  phones: {
    '3025550142': ['(302) 555-0142', '(302) 555-0142, ext. 12'],
    '3025550163': ['(302) 555-0163'],
    '3025550177': ['302.555.0177'],
    '3025550195': ['302-555-0195'],
    '2075550117': ['207-555-0117', '(207) 555-0117'],
    '3105550188': ['(310) 555-0188'],
    '5625550104': ['(562) 555-0104'],
    '7575550129': ['(757) 555-0129'],
  },
};

const escapePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Which spellings of a kind occur in these texts, each once, in the order of the list. */
export function findFacts(kind: FactKind, texts: string[]): Found[] {
  const spellings = Object.entries(facts[kind]).flatMap(([value, list]) => list.map(text => ({ text, value })));
  const seen = new Set<string>();
  // The longest first: "Fed. R. Civ. P. 45" must not be found within "Fed. R. Civ. P. 45(d)".
  const byLength = spellings.toSorted((a, b) => b.text.length - a.text.length);
  for (let text of texts.map(flat)) {
    for (const { text: spelling } of byLength) {
      const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${escapePattern(spelling)}(?![\\p{L}\\p{N}(])`, 'gu');
      const rest = text.replace(pattern, '\0');
      if (rest !== text) seen.add(spelling);
      text = rest;
    }
  }
  return spellings.filter(({ text }) => seen.has(text));
}
