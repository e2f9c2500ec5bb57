/** Grey pictures: rendering PDF pages to them and writing them as JPEG and PNG. */
import { Buffer } from 'node:buffer';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';

/** One byte a pixel, rows from the top: 0 is black, 255 is white. */
export interface Picture {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Renders every page of a PDF. */
export async function renderPdf(bytes: Uint8Array, dpi: number): Promise<Picture[]> {
  const library = await PDFiumLibrary.init();
  try {
    const document = await library.loadDocument(bytes);
    const pictures: Picture[] = [];
    for (const page of document.pages()) {
      const { width, height, data } = await page.render({ scale: dpi / 72, render: 'bitmap', colorSpace: 'BGRA' });
      pictures.push(greyOf(width, height, data));
    }
    document.destroy();
    return pictures;
  } finally {
    library.destroy();
  }
}

/** Luma of BGRA pixels (Rec. 601 weights). */
function greyOf(width: number, height: number, bgra: Uint8Array): Picture {
  const data = new Uint8Array(width * height);
  for (let pixel = 0; pixel < data.length; pixel += 1) {
    const at = pixel * 4;
    data[pixel] = Math.round(0.114 * (bgra[at] ?? 0) + 0.587 * (bgra[at + 1] ?? 0) + 0.299 * (bgra[at + 2] ?? 0));
  }
  return { width, height, data };
}

/** A JPEG of the picture; quality 1 to 100. */
export function encodeJpeg(picture: Picture, quality: number): Buffer {
  const rgba = Buffer.alloc(picture.data.length * 4, 255);
  for (const [pixel, grey] of picture.data.entries()) rgba.fill(grey, pixel * 4, pixel * 4 + 3);
  return Buffer.from(jpeg.encode({ width: picture.width, height: picture.height, data: rgba }, quality).data);
}

/** A PNG of the picture, 8 bit grey. */
export function encodePng({ width, height, data }: Picture): Buffer {
  const grey = { width, height, colorType: 0, inputColorType: 0, inputHasAlpha: false } as const;
  const image = new PNG(grey);
  image.data = Buffer.from(data);
  return PNG.sync.write(image, grey);
}
