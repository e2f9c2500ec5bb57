/** Writes PDF files of set pages and of pictures, the same bytes every time. */
import { Buffer } from 'node:buffer';
import PDFDocument from 'pdfkit';
import { fontName, type Look } from './look.ts';
import type { SetPage } from './paginate.ts';

/** A page that is a picture, with nothing in the text layer but, if given, a filing stamp. */
export interface PicturePage {
  jpeg: Uint8Array;
  widthPt: number;
  heightPt: number;
  stamp?: string | undefined;
}

export type PdfPage = SetPage | PicturePage;

export interface PdfOptions {
  title: string;
  /** ISO date; documents carry it as the time they were made. */
  made: string;
  /** The password to open the file. */
  password?: string;
  /** Store landscape pages as portrait ones with /Rotate 90. */
  rotate?: boolean;
}

/**
 * A PDF of these pages. Streams are left uncompressed: what zlib makes of them differs between processors, and the files
 * are compared byte by byte.
 */
export async function writePdf(pages: PdfPage[], options: PdfOptions): Promise<Buffer> {
  const document = new PDFDocument({
    autoFirstPage: false,
    compress: false,
    // 1.4 encrypts with RC4, which needs no random salt.
    pdfVersion: '1.4',
    info: { Title: options.title, Producer: 'samples', Creator: 'samples', CreationDate: new Date(options.made) },
    ...(options.password ? { userPassword: options.password } : {}),
  });
  const done = collect(document);
  for (const page of pages) {
    if ('jpeg' in page) drawPicture(document, page);
    else drawSetPage(document, page, options.rotate ?? false);
  }
  document.end();
  return done;
}

function collect(document: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
}

function drawSetPage(document: PDFKit.PDFDocument, page: SetPage, rotate: boolean): void {
  const { width, height } = page.look;
  document.addPage({ size: rotate ? [height, width] : [width, height], margin: 0 });
  if (rotate) {
    Object.assign(document.page.dictionary.data, { Rotate: 90 });
    // Right on the page as shown is up on the page as stored; down as shown is right as stored.
    document.transform(0, -1, 1, 0, 0, width);
  }
  if (page.look.numberedLines) drawLineNumbers(document, page.look, page.look.numberedLines);
  drawHeads(document, page);
  for (const item of page.items) {
    const { text, x, y, font, size, underline, wordSpacing } = item;
    document.font(font).fontSize(size).fillColor('black');
    document.text(text, x, y, { lineBreak: false, underline, ...(wordSpacing ? { wordSpacing } : {}) });
  }
  document.lineWidth(0.7).strokeColor('black');
  for (const rule of page.rules) document.moveTo(rule.x1, rule.y1).lineTo(rule.x2, rule.y2).stroke();
}

function drawHeads(document: PDFKit.PDFDocument, page: SetPage): void {
  const { look, heads } = page;
  const [head, foot] = look.head ? heads : [undefined, ...heads];
  if (head) drawStamp(document, head, look.width);
  if (!foot) return;
  document.font(fontName(look.family)).fontSize(10).fillColor('black');
  const x = (look.width - document.widthOfString(foot)) / 2;
  document.text(foot, x, look.height - look.bottom + 26, { lineBreak: false });
}

/** The line of an electronic filing system, as it stamps it on each page: blue, sans serif, at the very top. */
function drawStamp(document: PDFKit.PDFDocument, text: string, width: number): void {
  document.font('Helvetica').fontSize(9).fillColor('#0000cc');
  document.text(text, (width - document.widthOfString(text)) / 2, 14, { lineBreak: false });
}

function drawLineNumbers(
  document: PDFKit.PDFDocument,
  look: Look,
  { count, hasRules }: NonNullable<Look['numberedLines']>,
): void {
  document.font(fontName(look.family)).fontSize(look.size).fillColor('black');
  for (let line = 1; line <= count; line += 1) {
    const x = look.left - 20 - document.widthOfString(String(line));
    document.text(String(line), x, look.top + (line - 1) * look.leading, { lineBreak: false });
  }
  if (!hasRules) return;
  document.lineWidth(0.7).strokeColor('black');
  for (const x of [look.left - 12, look.left - 9, look.width - look.right + 9]) {
    document.moveTo(x, 0).lineTo(x, look.height).stroke();
  }
}

function drawPicture(document: PDFKit.PDFDocument, page: PicturePage): void {
  const { jpeg, widthPt, heightPt, stamp } = page;
  document.addPage({ size: [widthPt, heightPt], margin: 0 });
  document.image(Buffer.from(jpeg), 0, 0, { width: widthPt, height: heightPt });
  if (stamp) drawStamp(document, stamp, widthPt);
}
