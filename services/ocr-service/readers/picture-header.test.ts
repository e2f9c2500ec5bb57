import { expect } from 'chai';
import { exifOrientation, jpegHeader, pageDpi, pngHeader } from './picture-header.ts';

describe('pageDpi', () => {
  it('believes a resolution that makes a plausible page', () => {
    expect(pageDpi({ width: 2550, height: 3300, orientation: 1, dpi: 300 })).to.equal(300);
  });

  it('takes a letter page for a picture that states none, or a screen default', () => {
    expect(pageDpi({ width: 2550, height: 3300, orientation: 1 })).to.equal(300);
    expect(pageDpi({ width: 3300, height: 2550, orientation: 1, dpi: 72 })).to.equal(300);
    expect(pageDpi({ width: 300, height: 200, orientation: 1 })).to.equal(72);
  });
});

describe('jpegHeader', () => {
  const app0 = [0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 1, 0x01, 0x2c, 0x01, 0x2c, 0, 0];
  const frame = [0xff, 0xc2, 0, 11, 8, 0x0c, 0xe4, 0x09, 0xf6, 1, 1, 0x11, 0];

  it('finds size and density, of a progressive picture too', () => {
    expect(jpegHeader(Buffer.from([0xff, 0xd8, ...app0, ...frame]))).to.deep.equal({
      width: 2550,
      height: 3300,
      orientation: 1,
      dpi: 300,
    });
  });

  it('says nothing about bytes that are no JPEG, or end early', () => {
    expect(jpegHeader(Buffer.from('%PDF-1.7 and so on'))).to.equal(undefined);
    for (let end = 0; end < 30; end++)
      expect(jpegHeader(Buffer.from([0xff, 0xd8, ...app0, ...frame]).subarray(0, end))).to.equal(undefined);
  });
});

describe('exifOrientation', () => {
  it('reads the tag in either byte order', () => {
    const little = Buffer.from(
      '457869660000' + '49492a0008000000' + '0100' + '120103000100000006000000' + '00000000',
      'hex',
    );
    const big = Buffer.from(
      '457869660000' + '4d4d002a00000008' + '0001' + '011200030000000100080000' + '00000000',
      'hex',
    );
    expect([exifOrientation(little), exifOrientation(big)]).to.deep.equal([6, 8]);
  });
});

describe('pngHeader', () => {
  it('finds size and pixels per metre', () => {
    const bytes = Buffer.alloc(33 + 21);
    bytes.writeUInt32BE(0x89504e47, 0);
    bytes.writeUInt32BE(640, 16);
    bytes.writeUInt32BE(480, 20);
    bytes.writeUInt32BE(9, 33);
    bytes.write('pHYs', 37, 'latin1');
    bytes.writeUInt32BE(11_811, 41);
    bytes[49] = 1;
    const header = pngHeader(bytes);
    expect(header).to.include({ width: 640, height: 480, orientation: 1 });
    expect(header?.dpi).to.be.closeTo(300, 0.1);
  });
});
