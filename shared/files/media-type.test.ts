import { expect } from 'chai';
import { detectMediaType, mediaTypeHeadBytes } from './media-type.ts';

const typeOf = async (head: Buffer | string) =>
  (await detectMediaType(typeof head === 'string' ? Buffer.from(head) : head)).mediaType;

describe('detectMediaType', () => {
  it('knows a PDF by its header, also behind junk', async () => {
    expect(await detectMediaType(Buffer.from('%PDF-1.7\n'))).to.deep.equal({
      mediaType: 'application/pdf',
      stage: 'ocr',
    });
    expect(await typeOf(Buffer.concat([Buffer.alloc(900, 1), Buffer.from('%PDF-1.4\n')]))).to.equal('application/pdf');
    expect(await typeOf('HTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n1 0 obj\n')).to.equal('application/pdf');
  });

  it('does not take a header beyond 1,024 bytes, or a text about PDFs, for a PDF', async () => {
    const late = Buffer.concat([Buffer.alloc(1100, 1), Buffer.from('%PDF-1.4\n')]);
    expect(await typeOf(late)).to.equal('application/octet-stream');
    expect(await typeOf('A file that begins with %PDF-1.4 is a PDF.')).to.equal('text/plain');
  });

  it('takes a container that holds a PDF for what it is', async () => {
    const zip = Buffer.alloc(64);
    zip.write('PK\x03\x04', 'latin1');
    zip.writeUInt16LE(5, 26);
    expect(await detectMediaType(Buffer.concat([zip.subarray(0, 30), Buffer.from('a.pdf%PDF-1.4\n')]))).to.deep.equal({
      mediaType: 'application/zip',
      stage: 'ocr',
    });
  });

  it('reads text in UTF-8, UTF-16 with a mark and Latin-1', async () => {
    const text = 'Kläger § 12 «Vertrag»\r\n';
    expect(await typeOf(text)).to.equal('text/plain');
    expect(await typeOf(`\ufeff${text}`)).to.equal('text/plain');
    expect(await typeOf(Buffer.from(`\ufeff${text}`, 'utf16le'))).to.equal('text/plain');
    expect(await typeOf(Buffer.from(`\ufeff${text}`, 'utf16le').swap16())).to.equal('text/plain');
    expect(await typeOf(Buffer.from(text, 'latin1'))).to.equal('text/plain');
  });

  it('reads text whose last character is cut by the end of the head', async () => {
    for (const shift of [0, 1, 2, 3]) {
      const text = Buffer.from(`${'x'.repeat(shift)}${'𝒜'.repeat(mediaTypeHeadBytes / 4)}`);
      expect(await typeOf(text.subarray(0, mediaTypeHeadBytes)), String(shift)).to.equal('text/plain');
    }
  });

  it('does not take words for the signatures of binary kinds', async () => {
    for (const word of ['BMW of North America', 'MZ Holdings', 'ID3 Corp', 'II* Exhibit']) {
      expect(await typeOf(`${word}, Inc. v. Gore`), word).to.equal('text/plain');
    }
  });

  it('tells a message from a memo', async () => {
    const memo = 'From: Counsel\nTo: File\nDate: 3 March 2024\nSubject: Lease\n\nPlease see the note.\n';
    expect(await typeOf(memo)).to.equal('text/plain');
    expect(await typeOf(memo.replace('\nSubject', '\nMessage-ID: <1@x.org>\nSubject'))).to.equal('message/rfc822');
    expect(await typeOf(`Received: from a\r\n by b\r\n${memo}`)).to.equal('message/rfc822');
  });

  it('names other textual kinds, so that markup is never read as prose', async () => {
    expect(await typeOf('\n<!DOCTYPE html><html></html>')).to.equal('text/html');
    expect(await typeOf('<?xml version="1.0"?><a/>')).to.equal('application/xml');
    expect(await typeOf('{\\rtf1\\ansi Hello}')).to.equal('application/rtf');
  });

  it('knows pictures and recordings, and a TIFF whose directory is not in the head', async () => {
    const tiff = Buffer.alloc(4096);
    tiff.write('II*\0', 'latin1');
    tiff.writeUInt32LE(10_000_000, 4);
    expect(await detectMediaType(tiff)).to.deep.equal({ mediaType: 'image/tiff', stage: 'ocr' });
    const wav = Buffer.from('RIFF\x24\0\0\0WAVEfmt \x10\0\0\0', 'latin1');
    expect(await detectMediaType(wav)).to.deep.equal({ mediaType: 'audio/wav', stage: 'asr' });
  });

  it('knows a WAV file over 4 GB', async () => {
    const head = Buffer.from('RF64\xff\xff\xff\xffWAVEds64\x1c\0\0\0', 'latin1');
    expect(await detectMediaType(head)).to.deep.equal({ mediaType: 'audio/wav', stage: 'asr' });
  });

  it('reads nothing into random or empty bytes', async () => {
    expect(await typeOf(Buffer.from([0, 200, 3, 150, 7, 1, 2, 255, 0, 0]))).to.equal('application/octet-stream');
    expect(await detectMediaType(Buffer.alloc(0))).to.deep.equal({
      mediaType: 'application/octet-stream',
      stage: null,
    });
  });
});
