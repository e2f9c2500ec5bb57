/** Pages that hold nothing but a picture of text: what has to go to OCR. */
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { encodePng, renderPdf } from '../../samples/make/picture.ts';

const dpi = 150;
const words =
  'The parties agree that the goods were delivered on time and that notice of any defect has to be given in writing within thirty days of receipt';

/** So many PNG files, each with another text. */
export async function scannedPages(count: number): Promise<{ name: string; content: Buffer }[]> {
  const paper = new PDFDocument({ size: 'LETTER', autoFirstPage: false });
  const bytes = buffer(paper);
  for (let page = 1; page <= count; page++) {
    paper.addPage().font('Times-Roman').fontSize(12).text(`Exhibit ${page}`);
    for (let line = 1; line <= 12; line++) paper.text(`${page}.${line} ${words}.`);
  }
  paper.end();
  await once(paper, 'end');
  const pictures = await renderPdf(await bytes, dpi);
  return pictures.map((picture, i) => ({ name: `exhibit-${i + 1}.png`, content: encodePng(picture) }));
}
