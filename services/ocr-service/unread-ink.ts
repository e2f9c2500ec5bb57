/** Finds print on a picture that yielded no words, so that what an engine skips does not go unnoticed. */
import type { Box } from './page.ts';
import { isInk, type Raster } from './readers/raster.ts';

/** How much of each cell of a picture is ink; rows of cells from the top. */
export interface InkMap {
  columns: number;
  rows: number;
  /** Percent of ink per cell, one byte each, in base64. */
  shares: string;
}

const cellsPerInch = 12;
/** Less ink in a cell is dust; more is a photograph or a black bar, in which nothing stands to be read. In percent. */
const printLike = { least: 5, most: 60 };
/** A patch of fewer cells is a comma, a tick or a smudge. */
const smallestPatch = 6;
/** The edge of a sheet throws a shadow: this many cells along the border of the picture are left out. */
const border = 2;
/** Words hold the ink within this many cells of their boxes: accents, underlines, the shadow of a stroke. */
const margin = 1;
/** About a third of a square inch: half a line of ten-point print. */
const fewestCells = 48;

/** Maps the ink of a picture. Its ruled lines should have been erased. */
export function mapInk({ width, height, pixels }: Raster, dpi: number): InkMap {
  const size = Math.max(1, dpi / cellsPerInch);
  const [columns, rows] = [Math.ceil(width / size), Math.ceil(height / size)];
  const counts = new Uint32Array(columns * rows);
  const columnOf = Uint16Array.from({ length: width }, (_, x) => Math.floor(x / size));
  for (let y = 0; y < height; y++) {
    const start = Math.floor(y / size) * columns;
    for (let x = 0; x < width; x++) {
      const cell = start + (columnOf[x] as number);
      counts[cell] = (counts[cell] as number) + isInk(pixels[y * width + x] as number);
    }
  }
  const shares = Uint8Array.from(counts, count => Math.min(100, Math.round((100 * count) / size ** 2)));
  return { columns, rows, shares: Buffer.from(shares).toString('base64') };
}

/** How many patches look like print and hold no word; 0 when together they are too small to matter. Boxes are fractions of the picture. */
export const countUnreadPatches = (ink: InkMap, words: Box[]): number => unreadPatches(ink, words).length;

/** The size of those patches together, in cells. */
export const countUnreadCells = (ink: InkMap, words: Box[]): number =>
  unreadPatches(ink, words).reduce((sum, size) => sum + size, 0);

function unreadPatches({ columns, rows, shares }: InkMap, words: Box[]): number[] {
  const isInside = (cell: number) => {
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    return column >= border && column < columns - border && row >= border && row < rows - border;
  };
  const open = Uint8Array.from(Buffer.from(shares, 'base64'), (share, cell) =>
    Number(share >= printLike.least && share <= printLike.most && isInside(cell)),
  );
  for (const [x, y, width, height] of words) {
    const right = Math.min(columns, Math.ceil((x + width) * columns) + margin);
    const bottom = Math.min(rows, Math.ceil((y + height) * rows) + margin);
    const left = Math.max(0, Math.floor(x * columns) - margin);
    for (let row = Math.max(0, Math.floor(y * rows) - margin); row < bottom; row++) {
      open.fill(0, row * columns + left, row * columns + right);
    }
  }
  const patches = patchSizes(open, columns).filter(size => size >= smallestPatch);
  return patches.reduce((sum, size) => sum + size, 0) >= fewestCells ? patches : [];
}

/** Sizes of the patches of cells that touch, also at a corner. Clears the cells. */
function patchSizes(open: Uint8Array, columns: number): number[] {
  const sizes: number[] = [];
  for (let start = open.indexOf(1); start >= 0; start = open.indexOf(1, start)) {
    const pending = [start];
    open[start] = 0;
    let size = 0;
    for (let cell = pending.pop(); cell !== undefined; cell = pending.pop()) {
      size++;
      for (const next of around(cell, columns)) {
        if (open[next] !== 1) continue;
        open[next] = 0;
        pending.push(next);
      }
    }
    sizes.push(size);
  }
  return sizes;
}

function around(cell: number, columns: number): number[] {
  const column = cell % columns;
  const sides = [-1, 0, 1].filter(step => column + step >= 0 && column + step < columns);
  return [-columns, 0, columns].flatMap(row => sides.map(side => cell + row + side));
}
