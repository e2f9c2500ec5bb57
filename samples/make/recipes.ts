/** How a file of each kind is made from a paper, and what pages are then expected of it. */
import type { Buffer } from 'node:buffer';
import iconv from 'iconv-lite';
import type { About, Paper, TextPaper } from '../papers/paper.ts';
import type { TruthFile, TruthPage } from '../truth.ts';
import { anchorsOfPages, anchorsOfText } from './anchors.ts';
import { type Outline, outlineOf } from './outline.ts';
import type { SetPage } from './paginate.ts';
import { type PicturePage, writePdf } from './pdf.ts';
import type { Picture } from './picture.ts';
import { photograph } from './scan.ts';
import { setPaper } from './set-paper.ts';

/** A file before its name is given and its truth worked out. */
export interface MadeFile
  extends Pick<TruthFile, 'mediaType' | 'why' | 'expected' | 'duplicateOf' | 'pageCount' | 'pages'>,
    Partial<Pick<TruthFile, 'children' | 'mail' | 'word' | 'speech' | 'anchors'>> {
  bytes: Buffer;
  about: About | null;
  outline?: Outline;
}

/** How far the text of a page may be off, by what was done to it. */
const errorRates = { textLayer: 0.03, officeScan: 0.04, fax: 0.04, phonePhoto: 0.05, cleanPicture: 0.06 };

export type Damage = Exclude<keyof typeof errorRates, 'textLayer'>;

/** What is expected of a file whose text comes out. */
export const readable = { expected: { state: 'completed', code: null }, duplicateOf: null } as const;

const isPageNumber = (head: string): boolean => /^\d+$/.test(head);

const textLayer = (pages: SetPage[]): TruthPage[] =>
  pages.map(({ text, heads }, index) => ({
    number: index + 1,
    source: 'text-layer',
    text,
    heads: heads.filter(head => !isPageNumber(head)),
    printedNumber: heads.find(isPageNumber) ?? null,
    maxCharacterErrorRate: errorRates.textLayer,
  }));

/** Printed heads are part of the picture, and must stay out of the text all the same. */
const pictured = (pages: SetPage[], damage: Damage): TruthPage[] =>
  textLayer(pages).map(page => ({ ...page, source: 'ocr', maxCharacterErrorRate: errorRates[damage] }));

/** A paper as the PDF that the word processor made. `rotate` stores landscape pages as portrait ones with /Rotate 90. */
export async function bornDigital(paper: Paper, why: string, rotate = false): Promise<MadeFile> {
  const pages = setPaper(paper);
  return {
    ...readable,
    why,
    mediaType: 'application/pdf',
    bytes: await writePdf(pages, { title: paper.about.title, made: paper.about.date ?? '2024-01-01', rotate }),
    about: paper.about,
    pageCount: pages.length,
    pages: textLayer(pages),
    outline: outlineOf(paper.blocks),
    anchors: paper.about.category === 'deposition' ? anchorsOfPages(pages) : [],
  };
}

/** A paper as a text file; those not in UTF-8 come from Windows and end their lines with CR LF. */
export function plainText(paper: TextPaper, encoding: 'utf8' | 'windows-1252' | 'utf16-le', why: string): MadeFile {
  const written = encoding === 'utf8' ? paper.text : paper.text.replaceAll('\n', '\r\n');
  const bytes = iconv.encode(written, encoding, { addBOM: encoding === 'utf16-le' });
  if (iconv.decode(bytes, encoding) !== written)
    throw new Error(`${paper.about.title} cannot be written in ${encoding}`);
  return {
    ...readable,
    why,
    mediaType: 'text/plain',
    bytes,
    about: paper.about,
    pageCount: null,
    pages: [{ number: 1, source: 'plain', text: paper.text, heads: [], printedNumber: null, maxCharacterErrorRate: 0 }],
    anchors: paper.about.category === 'deposition' ? anchorsOfText(paper.text) : [],
  };
}

/** A paper of which only pictures are left, taken at `dpi` and stored by `store`. */
export async function onlyPictures(
  paper: Paper,
  how: {
    why: string;
    mediaType: string;
    dpi: number;
    damage: Damage;
    store: (pictures: Picture[]) => Buffer | Promise<Buffer>;
  },
): Promise<MadeFile> {
  const pages = setPaper(paper);
  return {
    ...readable,
    why: how.why,
    mediaType: how.mediaType,
    bytes: await how.store(await photograph(pages, how.dpi)),
    about: paper.about,
    pageCount: pages.length,
    pages: pictured(pages, how.damage),
    outline: outlineOf(paper.blocks),
  };
}

/**
 * A PDF of text pages with scanned ones behind. The filing system stamped the pages that `stamps` names, by their
 * place among the scanned ones: there the stamp is all there is in the text layer.
 */
export async function mixedPdf(
  paper: Paper,
  scanned: Pick<Paper, 'look' | 'blocks'>[],
  how: { why: string; scan: (pages: SetPage[]) => Promise<PicturePage[]>; stamps: Record<number, string> },
): Promise<MadeFile> {
  const text = setPaper(paper);
  const behind = scanned.flatMap(setPaper);
  const pictures = (await how.scan(behind)).map((page, index) => ({ ...page, stamp: how.stamps[index] }));
  const behindTruth = pictured(behind, 'officeScan').map((page, index) => ({
    ...page,
    number: text.length + index + 1,
    heads: how.stamps[index] === undefined ? [] : [how.stamps[index]],
  }));
  return {
    ...readable,
    why: how.why,
    mediaType: 'application/pdf',
    bytes: await writePdf([...text, ...pictures], { title: paper.about.title, made: paper.about.date ?? '2024-01-01' }),
    about: paper.about,
    pageCount: text.length + behind.length,
    pages: [...textLayer(text), ...behindTruth],
    outline: outlineOf(paper.blocks),
  };
}

/** A file from which no text may come. */
export const unreadable = (bytes: Buffer, file: Pick<MadeFile, 'why' | 'mediaType' | 'expected'>): MadeFile => ({
  ...file,
  duplicateOf: null,
  bytes,
  about: null,
  pageCount: null,
  pages: [],
});

/** The same bytes as an earlier file under another name. */
export const copyOf = (name: string, original: MadeFile, why: string): MadeFile => ({
  ...original,
  why,
  expected: { state: 'duplicate', code: null },
  duplicateOf: name,
});
