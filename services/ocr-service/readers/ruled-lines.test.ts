import { expect } from 'chai';
import type { Raster } from './raster.ts';
import { eraseRuledLines } from './ruled-lines.ts';

const dpi = 300;
const blank = (): Raster => ({ width: 900, height: 600, pixels: new Uint8Array(900 * 600).fill(255) });

function draw({ width, pixels }: Raster, left: number, top: number, wide: number, high: number): void {
  for (let y = top; y < top + high; y++) pixels.fill(0, y * width + left, y * width + left + wide);
}

const ink = ({ pixels }: Raster) => pixels.filter(tone => tone < 160).length;

describe('eraseRuledLines', () => {
  it('erases thin lines across and down and says how long they were', () => {
    const raster = blank();
    draw(raster, 50, 100, 600, 4);
    draw(raster, 50, 100, 4, 300);
    expect(eraseRuledLines(raster, dpi)).to.be.within(2.8, 3.4);
    expect(ink(raster)).to.equal(0);
  });

  it('erases a line of two pixels that is tilted by one degree', () => {
    const raster = blank();
    for (let x = 50; x < 850; x++) draw(raster, x, 200 + Math.round((x - 50) * Math.tan(Math.PI / 180)), 1, 2);
    eraseRuledLines(raster, dpi);
    expect(ink(raster)).to.equal(0);
  });

  it('leaves letters, also such as touch each other at their feet', () => {
    const raster = blank();
    // Slab serifs: stems of six pixels on a common foot.
    draw(raster, 100, 240, 300, 5);
    for (let x = 100; x < 400; x += 15) draw(raster, x, 200, 6, 40);
    const before = ink(raster);
    expect(eraseRuledLines(raster, dpi)).to.equal(0);
    expect(ink(raster)).to.equal(before);
  });

  it('leaves black bars and short strokes', () => {
    const raster = blank();
    draw(raster, 100, 100, 400, 40);
    draw(raster, 100, 300, 60, 4);
    const before = ink(raster);
    eraseRuledLines(raster, dpi);
    expect(ink(raster)).to.equal(before);
  });

  it('leaves the strokes that cross a line', () => {
    const raster = blank();
    draw(raster, 50, 200, 600, 4);
    draw(raster, 300, 180, 8, 50);
    eraseRuledLines(raster, dpi);
    expect(ink(raster)).to.be.within(8 * 44, 8 * 50);
  });
});
