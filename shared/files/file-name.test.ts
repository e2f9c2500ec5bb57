import { expect } from 'chai';
import fc from 'fast-check';
import { cleanFileName, cleanPath, placePath } from './file-name.ts';

describe('cleanFileName', () => {
  const nameOf = (given: string | undefined) => cleanFileName(given).fileName;

  it('keeps a name in any script as it is', () => {
    for (const name of [
      'contract.pdf',
      'Müller § 12.txt',
      'договор аренды.pdf',
      '契約書 𝒜.tif',
      '.profile',
      'a..b.txt',
    ])
      expect(cleanFileName(name)).to.deep.equal({ fileName: name, sourcePath: undefined });
  });

  it('parts a path from its name', () => {
    expect(cleanFileName('matter/box 1/a.pdf')).to.deep.equal({ fileName: 'a.pdf', sourcePath: 'matter/box 1/a.pdf' });
    expect(cleanFileName('C:\\files\\a.pdf')).to.deep.equal({ fileName: 'a.pdf', sourcePath: 'C:/files/a.pdf' });
    expect(nameOf('../../etc/passwd')).to.equal('passwd');
    expect(nameOf('folder/')).to.equal('folder');
  });

  it('drops control characters, NUL and what turns the direction of writing', () => {
    expect(nameOf('a\0b\r\nc\u0085\u007f.txt')).to.equal('abc.txt');
    expect(nameOf('invoice\u202efdp.exe')).to.equal('invoicefdp.exe');
  });

  it('names what has no name', () => {
    for (const none of [undefined, '', ' ', '/', '..', '\0', './..']) expect(nameOf(none)).to.equal('unnamed');
  });

  it('writes the same name in one way, composed', () => {
    expect(nameOf('u\u0308ber.txt')).to.equal('über.txt');
  });

  it('shortens a long name and leaves its ending', () => {
    expect(nameOf(`${'x'.repeat(300)}.pdf`)).to.equal(`${'x'.repeat(251)}.pdf`);
    expect(nameOf(`a.${'x'.repeat(300)}`)).to.have.lengthOf(255);
    expect(nameOf(`${'𝒜'.repeat(200)}.pdf`)).to.equal(`${'𝒜'.repeat(125)}.pdf`);
  });

  it('gives something storable for any string, and the same again for what it gave', () => {
    const anyString = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.nat(0xffff).map(unit => String.fromCharCode(unit)) }),
    );
    fc.assert(
      fc.property(anyString, given => {
        const { fileName, sourcePath = '' } = cleanFileName(given);
        expect(fileName.length).to.be.within(1, 255);
        for (const part of [fileName, sourcePath]) {
          expect(part.isWellFormed()).to.equal(true);
          expect(part).not.to.match(/\p{Cc}/u);
        }
        expect(fileName).not.to.match(/[/\\]/);
        expect(nameOf(fileName)).to.equal(fileName);
      }),
    );
  });
});

describe('cleanPath', () => {
  it('keeps the end of a path that is too long', () => {
    const path = cleanPath(`${'folder/'.repeat(300)}a.pdf`);
    expect(path).to.have.lengthOf(1024);
    expect(path).to.match(/folder\/a\.pdf$/);
  });
});

describe('placePath', () => {
  it('leads nowhere outside', () => {
    for (const given of ['a/b.txt', '/a/b.txt', '../../a/b.txt', 'C:\\a\\.\\b.txt', ' a // b.txt\0']) {
      expect(placePath(given), given).to.equal('a/b.txt');
    }
    expect(placePath('../..')).to.equal('');
  });
});
