/** What every written paper of the matter is made of. */

import type { Category } from '../../shared/domain/category.ts';
import type { Block } from '../make/block.ts';
import { courtPaper, type Look } from '../make/look.ts';
import type { WordBlock } from '../make/word-block.ts';
import type { Counsel, Party } from '../truth.ts';

/** What a reader should find out about a paper as a whole. */
export interface About {
  category: Category;
  title: string;
  /** Docket number as the paper prints it. */
  docket: string | null;
  court: string | null;
  /** Date of the paper itself. */
  date: string | null;
  parties: Party[];
  judge?: string;
  counsel?: Counsel[];
  /** The law a contract chooses. */
  governingLaw?: string;
  effectiveDate?: string;
  /** Where its text says so; the line of the filing system does not stand in the text. */
  filingDate?: string;
  /** The sentence that says how long a contract runs. */
  term?: string;
}

/** A paper of a word processor. */
export interface WordPaper {
  about: About;
  author: string;
  /** The line at the top of every page. */
  header: string;
  blocks: WordBlock[];
}

/** A paper to be set on pages. */
export interface Paper {
  about: About;
  look: Look;
  blocks: Block[];
}

/** A paper that is plain text. */
export interface TextPaper {
  about: About;
  text: string;
}

export const delaware = {
  court: 'United States District Court for the District of Delaware',
  docket: 'C.A. No. 23-1187-RKL',
  caseNumber: '1:23-cv-01187-RKL',
};

/** The parties of the main action, as its papers name them. */
export const mainParties: Party[] = [
  { name: 'Halvorsen Marine Systems, Inc.', role: 'plaintiff' },
  { name: 'Brightwater Composites LLC', role: 'defendant' },
  { name: 'Kestrel Holdings Group, Ltd.', role: 'defendant' },
];

/** The caption of the main action, left column. */
export const captionParties = [
  'HALVORSEN MARINE SYSTEMS, INC.,',
  '',
  '\t\t\tPlaintiff,',
  '',
  '\tv.',
  '',
  'BRIGHTWATER COMPOSITES LLC and KESTREL HOLDINGS GROUP, LTD.,',
  '',
  '\t\t\tDefendants.',
];

/** Court paper with the line that the electronic filing system puts on every page. `pageId` is that of its first page. */
export const filedPaper = (document: string, filed: string, pageId: number): Look => ({
  ...courtPaper,
  head: (page, total) =>
    `Case ${delaware.caseNumber}   Document ${document}   Filed ${filed}   Page ${page} of ${total} PageID #: ${pageId + page - 1}`,
  foot: page => `${page}`,
});
