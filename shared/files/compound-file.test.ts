import { expect } from 'chai';
import { compoundType } from './compound-file.ts';
import { detectMediaType } from './media-type.ts';

/** The smallest compound file: a header, its directory in sector 0 with the root and one stream, its table in sector 1. */
function compoundFile(name: string, next = 0xfffffffe): Buffer {
  const file = Buffer.alloc(512 * 3);
  file.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  file.writeUInt16LE(9, 30);
  file.writeUInt32LE(0, 48);
  file.writeUInt32LE(1, 76);
  for (const [at, entry] of ['Root Entry', name].entries()) {
    file.write(entry, 512 + 128 * at, 'utf16le');
    file.writeUInt16LE(2 * entry.length + 2, 512 + 128 * at + 64);
  }
  file.writeUInt32LE(next, 1024);
  return file;
}

describe('compoundType', () => {
  it('tells messages, encrypted files and old Office files apart by the names inside', () => {
    expect(compoundType(compoundFile('__properties_version1.0'))).to.equal('application/vnd.ms-outlook');
    expect(compoundType(compoundFile('EncryptedPackage'))).to.equal('application/x-ole-encrypted');
    expect(compoundType(compoundFile('WordDocument'))).to.equal('application/msword');
    expect(compoundType(compoundFile('Workbook'))).to.equal('application/vnd.ms-excel');
    expect(compoundType(compoundFile('Something'))).to.equal('application/x-cfb');
  });

  it('ends on a directory that goes round in circles or out of the file', () => {
    expect(compoundType(compoundFile('Something', 0))).to.equal('application/x-cfb');
    expect(compoundType(compoundFile('Something', 77_777))).to.equal('application/x-cfb');
    expect(compoundType(compoundFile('Something').subarray(0, 600))).to.equal('application/x-cfb');
    expect(compoundType(Buffer.from('no such file'))).to.equal(undefined);
  });

  it('routes what is read', async () => {
    const stageOf = async (name: string) => (await detectMediaType(compoundFile(name))).stage;
    expect(await stageOf('__properties_version1.0')).to.equal('ocr');
    expect(await stageOf('EncryptedPackage')).to.equal('ocr');
    expect(await stageOf('WordDocument')).to.equal(null);
  });
});
