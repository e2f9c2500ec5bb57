import { expect } from 'chai';
import utif from 'utif2';
import { encodeTiff } from './tiff.ts';

describe('encodeTiff', () => {
  it('writes pages that another decoder reads back pixel by pixel', () => {
    // Long runs, no runs, and widths that do not fill the last byte of a row.
    const pictures = [301, 64].map(width => ({
      width,
      height: 40,
      data: Uint8Array.from({ length: width * 40 }, (_, at) => (at % 97 < 45 || at % 7 === 0 ? 0 : 255)),
    }));
    const bytes = encodeTiff(pictures, 204);
    const directories = utif.decode(bytes);
    expect(directories).to.have.length(2);
    for (const [index, directory] of directories.entries()) {
      utif.decodeImage(bytes, directory);
      const grey = utif.toRGBA8(directory).filter((_, at) => at % 4 === 0);
      expect([...grey]).to.deep.equal([...(pictures[index]?.data ?? [])]);
    }
  });
});
