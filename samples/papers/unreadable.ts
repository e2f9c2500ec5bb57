/** What stands in files that will not be read: damaged, behind a password, or of a kind that is not read. */
import { centered, heading, lines, numbered, paragraph } from '../make/block.ts';
import { courtPaper } from '../make/look.ts';
import { captionParties, filedPaper, type Paper } from './paper.ts';

export const answer: Pick<Paper, 'look' | 'blocks'> = {
  look: filedPaper('35', '04/26/24', 640),
  blocks: [
    centered('**IN THE UNITED STATES DISTRICT COURT**', '**FOR THE DISTRICT OF DELAWARE**'),
    { kind: 'caption', left: captionParties, right: ['C.A. No. 23-1187-RKL'], divider: 'parens' },
    heading('ANSWER OF DEFENDANT BRIGHTWATER COMPOSITES LLC'),
    ...Array.from({ length: 14 }, (_, index) =>
      numbered(
        index + 1,
        `Brightwater denies the allegations of paragraph ${index + 1} of the Complaint, except as they describe a writing that speaks for itself.`,
      ),
    ),
    lines(230, 'WHITLOCK DUNNE & AMES, P.A.', '/s/ Jerome A. Whitlock', 'April 26, 2024'),
  ],
};

export const settlement: Pick<Paper, 'look' | 'blocks'> = {
  look: courtPaper,
  blocks: [
    centered('**PRIVILEGED AND CONFIDENTIAL**', '**ATTORNEY-CLIENT COMMUNICATION**'),
    heading('MEMORANDUM ON SETTLEMENT'),
    paragraph('We recommend an opening demand of $2,100,000 and authority to settle at not less than $1,450,000.'),
  ],
};

/** The cells of a spreadsheet. */
export const damagesModel = [
  ['Item', 'Amount'],
  ['Cost of cover', '6140250.00'],
  ['Contract price', '4812600.00'],
  ['Deposit', '962520.00'],
];
