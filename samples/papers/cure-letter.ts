/** The supplier's answer to the rejection, written on a word processor. */
import { text } from '../make/word-block.ts';
import type { WordPaper } from './paper.ts';

export const cureLetter: WordPaper = {
  about: {
    category: 'correspondence',
    title: 'Response to Notice of Rejection',
    docket: null,
    court: null,
    date: '2023-02-06',
    parties: [],
  },
  author: 'Jerome A. Whitlock',
  header: 'WHITLOCK DUNNE & AMES, P.A.',
  blocks: [
    text(
      'WHITLOCK DUNNE & AMES, P.A.\n300 Delaware Court, 7th Floor\nWilmington, Delaware 19801\nTelephone 302.555.0177',
    ),
    text('February 6, 2023'),
    text('Eleanor W. Pruitt, Esq.\nPruitt & Sandoval LLP\n1201 Market Square, Suite 900\nWilmington, Delaware 19801'),
    text('Re: Response to Notice of Rejection'),
    text('Dear Ms. Pruitt:'),
    text(
      'We represent Brightwater Composites LLC. Your client’s letter of January 9, 2023 gave it thirty (30) days to replace 312 panels. That is not a reasonable time: a post-cure of the lot takes twelve (12) weeks, and Oven 3 has been out of service since October.',
    ),
    text(
      'Brightwater offers to post-cure 104 panels at its own cost and to grant a credit of $185,000.00, or 3.8% of the price, for the rest. The documents you ask for, BWC-0004417 and BWC-0004420, will be produced under 6 Del. C. § 2-515.',
    ),
    text(
      'The offer is open for ten (10) business days, until February 20, 2023. Please call Marguerite L. Fontaine at (302) 555-0163, or write to me at jwhitlock@whitlockdunne.example.',
    ),
    text('Very truly yours,'),
    text('/s/ Jerome A. Whitlock\nJerome A. Whitlock'),
    text('cc: Kestrel Holdings Group, Ltd.'),
  ],
};
