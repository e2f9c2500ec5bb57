/** The ways in which the pages of the matter were taken from paper. */
import { bilevel, blur, grain, onDesk, quarterTurn, shadow, specks, tilt } from './degrade.ts';
import type { SetPage } from './paginate.ts';
import { type PicturePage, writePdf } from './pdf.ts';
import { encodeJpeg, type Picture, renderPdf } from './picture.ts';

/** The pages as clean pictures. */
export const photograph = async (pages: SetPage[], dpi: number): Promise<Picture[]> =>
  renderPdf(await writePdf(pages, { title: 'print', made: '2024-01-01' }), dpi);

/** An office scanner: off-white paper, grain, dust, and a sheet that went in askew, each page a little differently. */
export const officeScan = (picture: Picture, page: number): Picture => {
  const askew = tilt(blur(picture, 0.6), page % 2 === 0 ? 0.7 : -0.6);
  return specks(grain(askew, { seed: 7 + page, deviation: 5, paper: 247 }), { seed: 70 + page, count: 60 });
};

/** A fax machine: black or white, slightly askew. */
export const faxed = (picture: Picture, page: number): Picture => {
  const askew = tilt(blur(picture, 0.7), 0.5);
  return specks(bilevel(grain(askew, { seed: 20 + page, deviation: 9, paper: 250 }), 150), {
    seed: 30 + page,
    count: 40,
  });
};

/** A telephone held over a desk, sideways: uneven light, a table top round the page, a quarter turn. */
export const phonePhoto = (picture: Picture): Picture => {
  const lit = shadow(onDesk(tilt(blur(picture, 0.5), 0.8, 235), 60, 96), 0.72);
  return quarterTurn(grain(lit, { seed: 40, deviation: 4, paper: 250 }));
};

/** A scanned page for a PDF. */
export const scannedPage = (picture: Picture, dpi: number): PicturePage => ({
  jpeg: encodeJpeg(picture, 55),
  widthPt: (picture.width / dpi) * 72,
  heightPt: (picture.height / dpi) * 72,
});
