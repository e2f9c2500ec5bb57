/** The files of the matter, by name. Each is made when asked for, so that a test can remake a single one. */
import { Buffer } from 'node:buffer';
import { compel } from '../papers/compel.ts';
import { complaint } from '../papers/complaint.ts';
import { contract } from '../papers/contract.ts';
import { deposition } from '../papers/deposition.ts';
import { depositionOfFontaine } from '../papers/deposition-fontaine.ts';
import { email } from '../papers/email.ts';
import { fax } from '../papers/fax.ts';
import { invoice } from '../papers/invoice.ts';
import { letter } from '../papers/letter.ts';
import { motion } from '../papers/motion.ts';
import { notice } from '../papers/notice.ts';
import { order } from '../papers/order.ts';
import { report } from '../papers/report.ts';
import { filingLine, packingList, responses, verification } from '../papers/responses.ts';
import { schedule } from '../papers/schedule.ts';
import { statute } from '../papers/statute.ts';
import { subpoena } from '../papers/subpoena.ts';
import { answer, damagesModel, settlement } from '../papers/unreadable.ts';
import { officeFiles } from './matter-of-office.ts';
import { writePdf } from './pdf.ts';
import { encodeJpeg, encodePng, type Picture } from './picture.ts';
import { bornDigital, copyOf, type MadeFile, mixedPdf, onlyPictures, plainText, unreadable } from './recipes.ts';
import { faxed, officeScan, phonePhoto, photograph, scannedPage } from './scan.ts';
import { setPaper } from './set-paper.ts';
import { encodeTiff } from './tiff.ts';
import { encodeOpenLine } from './wav.ts';
import { encodeXlsx } from './xlsx.ts';

const scanDpi = 200;

const officeScans = (pictures: Picture[]) =>
  pictures.map((picture, page) => scannedPage(officeScan(picture, page), scanDpi));

/** For kinds of file that hold one page: a second one must not get lost. */
function onlyPage([picture, ...more]: Picture[]): Picture {
  if (!picture || more.length > 0) throw new Error(`expected one page, got ${more.length + 1}`);
  return picture;
}

const makeComplaint = () =>
  bornDigital(complaint, 'caption, numbered allegations, counts; the filing line on every page');

async function damagedAnswer(): Promise<Buffer> {
  const whole = await writePdf(setPaper(answer), { title: 'Answer', made: '2024-04-26' });
  // Cut within the first page's content: the catalogue, which is written last, is gone and cannot be rebuilt.
  return whole.subarray(0, 2_000);
}

export const matter: Record<string, () => MadeFile | Promise<MadeFile>> = {
  '01-complaint.pdf': makeComplaint,
  '02-motion-to-dismiss.pdf': () => bornDigital(motion, 'running heads, a footnote, quotations set off, citations'),
  '03-memorandum-order.pdf': () => bornDigital(order, 'an opinion with sections, footnotes and citations'),
  '04-supply-agreement.pdf': () => bornDigital(contract, 'articles, nested clauses, defined terms, signature page'),
  '05-deposition-okafor.txt': () => plainText(deposition, 'utf8', 'testimony with page and line numbers'),
  '06-rejection-letter.txt': () =>
    plainText(letter, 'windows-1252', 'Windows-1252 with curly quotes, a euro and a section sign'),
  '07-statute-extract.txt': () => plainText(statute, 'utf8', 'UTF-8 with section signs'),
  '08-notice-of-deposition.txt': () => plainText(notice, 'utf16-le', 'UTF-16 with a byte order mark'),
  '09-test-report-scan.pdf': () =>
    onlyPictures(report, {
      why: 'scanned: pages are pictures only, with grain, dust and a slight tilt',
      mediaType: 'application/pdf',
      dpi: scanDpi,
      damage: 'officeScan',
      store: pictures => writePdf(officeScans(pictures), { title: 'Scan', made: '2023-10-19' }),
    }),
  '10-interrogatory-responses-mixed.pdf': () =>
    mixedPdf(responses, [packingList, verification], {
      why: 'text pages, a picture page, and a picture page with only the filing stamp in its text layer',
      scan: async pages => officeScans(await photograph(pages, scanDpi)),
      stamps: { 1: filingLine(4) },
    }),
  '11-invoice-photo.jpg': () =>
    onlyPictures(invoice, {
      why: 'a photo of a page, turned by 90 degrees, with uneven light',
      mediaType: 'image/jpeg',
      dpi: 190,
      damage: 'phonePhoto',
      store: pictures => encodeJpeg(phonePhoto(onlyPage(pictures)), 60),
    }),
  '12-termination-fax.tif': () =>
    onlyPictures(fax, {
      why: 'a bilevel TIFF of two pages',
      mediaType: 'image/tiff',
      dpi: 204,
      damage: 'fax',
      store: pictures => encodeTiff(pictures.map(faxed), 204),
    }),
  '13-subpoena.png': () =>
    onlyPictures(subpoena, {
      why: 'a clean picture of a page',
      mediaType: 'image/png',
      dpi: 200,
      damage: 'cleanPicture',
      store: pictures => encodePng(onlyPage(pictures)),
    }),
  '14-motion-to-compel.pdf': () => bornDigital(compel, 'pleading paper: lines numbered 1 to 28 in the margin'),
  '15-damages-schedule.pdf': () => bornDigital(schedule, 'a landscape table, stored with /Rotate 90', true),
  '16-email-reyes.pdf': () => bornDigital(email, 'e-mails printed to PDF, with a Bates number'),
  '17-complaint (copy).pdf': async () =>
    copyOf('01-complaint.pdf', await makeComplaint(), 'the complaint again, under another name'),
  '18-answer-damaged.pdf': async () =>
    unreadable(await damagedAnswer(), {
      why: 'cut off within its first page',
      mediaType: 'application/pdf',
      expected: { state: 'failed', code: 'I_DAMAGED' },
    }),
  '19-settlement-memo-password.pdf': async () =>
    unreadable(
      await writePdf(setPaper(settlement), { title: 'Memorandum', made: '2024-06-10', password: 'halvorsen' }),
      {
        why: 'encrypted; the password is not known to the pipeline',
        mediaType: 'application/pdf',
        expected: { state: 'failed', code: 'I_PASSWORD' },
      },
    ),
  '20-empty.pdf': () =>
    unreadable(Buffer.alloc(0), {
      why: 'no bytes',
      mediaType: null,
      expected: { state: 'refused', code: 'I_EMPTY_FILE' },
    }),
  '21-voicemail.wav': () =>
    unreadable(encodeOpenLine(), {
      why: 'audio in which nobody speaks',
      mediaType: 'audio/wav',
      expected: { state: 'completed', code: null },
    }),
  '22-damages-model.xlsx': () =>
    unreadable(encodeXlsx(damagesModel), {
      why: 'a kind of file that is not read',
      mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      expected: { state: 'excluded', code: 'I_UNSUPPORTED_TYPE' },
    }),
  ...officeFiles,
  '31-deposition-fontaine.pdf': () =>
    bornDigital(depositionOfFontaine, 'testimony on a reporter’s pages: lines numbered 1 to 25 in the margin'),
};
