/** How a DOCX is made from a paper, and what is then expected of it. */
import { flat } from '../compare.ts';
import type { WordPaper } from '../papers/paper.ts';
import type { TruthWord } from '../truth.ts';
import { encodeDocx } from './docx.ts';
import { wordOutline } from './outline.ts';
import { type MadeFile, readable } from './recipes.ts';
import { currentText, numberedOf, type Run, runsOf, type WordBlock } from './word-block.ts';

/** Media type of DOCX. */
export const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Where notes and boxes go is the reader's choice: as many characters may be out of place. */
const maxCharacterErrorRate = 0.12;

/** The DOCX of a paper: bytes alone, for what is only attached. */
export const docxOf = (paper: WordPaper) =>
  encodeDocx(paper.blocks, {
    title: paper.about.title,
    author: paper.author,
    made: paper.about.date ?? '2022-10-03',
    header: paper.header,
  });

/** A paper as the file its word processor saves. */
export const wordProcessed = (paper: WordPaper, why: string): MadeFile => ({
  ...readable,
  why,
  mediaType: wordType,
  bytes: docxOf(paper),
  about: paper.about,
  pageCount: null,
  pages: [
    {
      number: 1,
      source: 'word',
      text: textOf(paper.blocks),
      heads: [],
      printedNumber: null,
      maxCharacterErrorRate,
    },
  ],
  outline: wordOutline(paper.blocks),
  word: findings(paper),
});

/** The current text in the order of the blocks, rows of a table as lines, footnotes last. */
function textOf(blocks: WordBlock[]): string {
  const numbered = numberedOf(blocks).values();
  const body = blocks.map(block => {
    if (block.kind === 'heading' || block.kind === 'clause') {
      const next = numbered.next().value;
      return `${next?.label} ${next?.text}`;
    }
    return unnumberedText(block);
  });
  return [...body, ...notesOf(blocks)].join('\n\n');
}

function unnumberedText(block: WordBlock): string {
  if (block.kind === 'table') return block.rows.map(row => row.join('\t')).join('\n');
  return 'text' in block ? block.text : currentText(runsOf(block));
}

const notesOf = (blocks: WordBlock[]): string[] =>
  blocks.flatMap(runsOf).flatMap(run => (typeof run === 'object' && 'note' in run ? [run.note] : []));

function findings({ blocks, header }: WordPaper): TruthWord {
  const runs = blocks.flatMap(runsOf).filter(run => typeof run === 'object');
  const running = blocks.filter(({ kind }) => kind !== 'box').map(unnumberedText);
  return {
    words: flat(running.join(' ')).split(' ').length,
    paragraphs: numberedOf(blocks).map(({ label, cited, text }) => ({ label, cited, text: firstWords(text) })),
    tables: blocks.flatMap(block => (block.kind === 'table' ? [block.rows] : [])),
    notes: notesOf(blocks),
    boxes: blocks.flatMap(block => (block.kind === 'box' ? [block.text] : [])),
    header,
    changes: runs.flatMap(changeOf),
    comments: runs.flatMap(run => ('remark' in run ? [{ ...run.by, on: run.on, text: run.remark }] : [])),
  };
}

function changeOf(run: Run): TruthWord['changes'] {
  if (typeof run === 'string') return [];
  if ('insert' in run) return [{ ...run.by, kind: 'insertion', text: run.insert }];
  return 'delete' in run ? [{ ...run.by, kind: 'deletion', text: run.delete }] : [];
}

const firstWords = (text: string): string => flat(text).split(' ').slice(0, 6).join(' ');
