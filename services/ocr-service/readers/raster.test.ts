import { expect } from 'chai';
import { halveRaster, inkShares, isBlank, mirrorRaster, type Raster, turnRaster, visibility } from './raster.ts';

const paper = (width: number, height: number): Raster => ({
  width,
  height,
  pixels: new Uint8Array(width * height).fill(255),
});

function fill(raster: Raster, left: number, top: number, right: number, bottom: number, tone = 0): Raster {
  for (let y = top; y < bottom; y++) raster.pixels.fill(tone, y * raster.width + left, y * raster.width + right);
  return raster;
}

describe('visibility', () => {
  const box: [number, number, number, number] = [0.4, 0.4, 0.1, 0.1];

  it('sees print, and a block that stands alone', () => {
    expect(visibility(fill(paper(100, 100), 40, 40, 45, 50), box, 0.05)).to.equal('seen');
    expect(visibility(fill(paper(100, 100), 40, 40, 50, 50), box, 0.05)).to.equal('seen');
  });

  it('tells a black or coloured box from paper', () => {
    expect(visibility(fill(paper(100, 100), 20, 35, 80, 55), box, 0.05)).to.equal('covered');
    expect(visibility(fill(paper(100, 100), 20, 35, 80, 55, 120), box, 0.05)).to.equal('covered');
    expect(visibility(paper(100, 100), box, 0.05)).to.equal('paper');
  });

  it('leaves what is too small to its neighbours', () => {
    expect(visibility(paper(100, 100), [0.4, 0.4, 0.01, 0.01], 0.05)).to.equal('unclear');
  });
});

describe('inkShares', () => {
  it('counts ink, outside of text and inside of pictures', () => {
    const raster = fill(fill(paper(100, 100), 0, 0, 10, 10), 50, 50, 60, 60);
    const shares = inkShares(raster, [[0, 0, 0.1, 0.1]], [[0.5, 0.5, 0.045, 0.1]]);
    expect(shares).to.deep.equal({ all: 0.02, outsideText: 0.01, outsideTextInPictures: 0.005 });
  });

  it('takes a page with a few specks for blank', () => {
    expect(isBlank(inkShares(fill(paper(1000, 1000), 5, 5, 15, 15), [], []))).to.equal(true);
    expect(isBlank(inkShares(fill(paper(1000, 1000), 5, 5, 45, 15), [], []))).to.equal(false);
  });
});

describe('turning a raster', () => {
  const raster: Raster = { width: 3, height: 2, pixels: Uint8Array.from([1, 2, 3, 4, 5, 6]) };

  it('turns clockwise', () => {
    expect(turnRaster(raster, 90)).to.deep.equal({ width: 2, height: 3, pixels: Uint8Array.from([4, 1, 5, 2, 6, 3]) });
    expect(turnRaster(raster, 180).pixels).to.deep.equal(Uint8Array.from([6, 5, 4, 3, 2, 1]));
    expect(turnRaster(raster, 270)).to.deep.equal({ width: 2, height: 3, pixels: Uint8Array.from([3, 6, 2, 5, 1, 4]) });
  });

  it('mirrors and halves', () => {
    expect(mirrorRaster(raster).pixels).to.deep.equal(Uint8Array.from([3, 2, 1, 6, 5, 4]));
    expect(halveRaster(raster)).to.deep.equal({ width: 1, height: 1, pixels: Uint8Array.from([3]) });
  });
});
