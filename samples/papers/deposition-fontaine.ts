/** A part of the deposition of the supplier's president, as the reporter's PDF. */
import { type Block, centered, paragraph } from '../make/block.ts';
import { courtPaper, type Look } from '../make/look.ts';

import { delaware, type Paper } from './paper.ts';

const firstPage = 41;
const leading = 26;
const top = 60;

/** A reporter's page: 25 numbered lines, the page number at the foot. */
const reporterPaper: Look = {
  ...courtPaper,
  top,
  bottom: 792 - top - 25 * leading - 6,
  left: 108,
  family: 'Courier',
  leading,
  tightLeading: leading,
  numberedLines: { count: 25, hasRules: false },
  foot: page => `${firstPage + page - 1}`,
};

const turn = (start: string, text: string): Block => paragraph(`${start}  ${text}`, { first: 36 });
const question = (text: string) => turn('Q.', text);
const answer = (text: string) => turn('A.', text);
const speaker = (name: string, text: string) => turn(`${name}:`, text);

const examination: Block[] = [
  centered(
    'VIDEOTAPED DEPOSITION OF MARGUERITE L. FONTAINE',
    'C.A. No. 23-1187-RKL',
    'Thursday, June 6, 2024',
    'EXAMINATION BY MS. PRUITT',
  ),
  question('Ms. Fontaine, who is Harold P. Lindqvist?'),
  answer('The managing director of Kestrel Holdings Group, Ltd.'),
  question('Did he sign Amendment No. 1 of August 15, 2022?'),
  answer('He did, for the guarantor.'),
  question('Exhibit 16 is your e-mail of October 26, 2022. Why did you write that Kestrel wants the revenue?'),
  answer('Because Mr. Lindqvist had called me twice that week. He wanted $4,812,600.00 booked by October 31, 2022.'),
  speaker('MR. WHITLOCK', 'Objection. Move to strike what follows “twice that week.”'),
  question('When did Daniel Reyes tell you that Oven 3 was down?'),
  answer('On October 17, 2022, by telephone.'),
  question('So for nine days you knew that the second cure could not be done?'),
  answer('I knew that the oven was down. I did not know what that meant for the panels.'),
  question('You have an engineering degree, do you not?'),
  answer('From the University of Maine, in 1994.'),
  question('Did you read the report of Pacific Laminate Testing Corp.?'),
  answer('I read the summary. Robert Chen, Jr. sent it on November 21, 2022.'),
  question('What share of the panels failed?'),
  answer('One hundred percent of the nine that were tested.'),
  speaker('MS. PRUITT', 'Let us mark the certificate of September 20, 2022 as Exhibit 17.'),
  question('Is that the signature of Daniel Reyes?'),
  answer('It looks like his.'),
  question('And you let it go out with the second lot?'),
  answer('It went out with the lot. I was not asked.'),
];

export const depositionOfFontaine: Paper = {
  about: {
    category: 'deposition',
    title: 'VIDEOTAPED DEPOSITION OF MARGUERITE L. FONTAINE',
    docket: delaware.docket,
    court: null,
    date: '2024-06-06',
    parties: [],
  },
  look: reporterPaper,
  blocks: examination,
};
