import { expect } from 'chai';
import fc from 'fast-check';
import { cleanText, segmentSeparator } from '../../../shared/text/clean.ts';
import { decodeText, textSegments } from './text.ts';

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('decodeText', () => {
  const text = 'Straße § 4 – “agreement”';

  it('reads UTF-8 and UTF-16 by their marks, without the mark', () => {
    for (const [bytes, encoding] of [
      [Buffer.from(`\ufeff${text}`), 'utf-8'],
      [Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le'],
      [utf16be(`\ufeff${text}`), 'utf-16be'],
    ] as const) {
      expect(decodeText(bytes)).to.deep.equal({ text, encoding, assumed: false });
    }
  });

  it('reads UTF-16 without a mark when it is clear', () => {
    expect(decodeText(Buffer.from('plain words', 'utf16le'))).to.include({ text: 'plain words', encoding: 'utf-16le' });
    expect(decodeText(utf16be('plain words'))).to.include({ text: 'plain words', encoding: 'utf-16be' });
  });

  it('falls back to Windows-1252 and says so', () => {
    const bytes = Buffer.from([0x93, 0x53, 0x74, 0x72, 0x61, 0xdf, 0x65, 0x94]);
    expect(decodeText(bytes)).to.deep.equal({ text: '“Straße”', encoding: 'windows-1252', assumed: true });
  });

  it('refuses binary content', () => {
    const bytes = Buffer.from(Array.from({ length: 500 }, (_, at) => (at * 37) % 256));
    expect(() => decodeText(bytes))
      .to.throw()
      .with.property('code', 'I_UNKNOWN_ENCODING');
  });

  it('gives back any text that was written as UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), string => {
        const plain = string.replace(/[\p{Cc}\ufeff\ufffd]/gu, '');
        expect(decodeText(Buffer.from(plain)).text).to.equal(plain);
      }),
    );
  });
});

describe('textSegments', () => {
  it('takes form feeds as page ends, also the last one', () => {
    const segments = textSegments('one\n\ftwo\n\f\n');
    expect(segments.map(({ kind, pageNumber, text }) => [kind, pageNumber, text])).to.deep.equal([
      ['page', 1, 'one\n'],
      ['page', 2, 'two\n'],
    ]);
  });

  it('is one section when short', () => {
    expect(textSegments('a\r\nb').map(({ kind, text }) => [kind, text])).to.deep.equal([['section', 'a\nb']]);
  });

  it('cuts long text at blank lines so that the sections joined are the text', () => {
    const paragraph = 'Some words that fill a line of text.\n'.repeat(30);
    const text = Array.from({ length: 200 }, () => paragraph).join('\n');
    const segments = textSegments(text);
    expect(segments.length).to.be.within(3, 6);
    expect(segments.map(segment => segment.text).join(segmentSeparator)).to.equal(cleanText(text));
  });

  it('cuts text without blank lines, and never inside a surrogate pair', () => {
    for (const text of ['word '.repeat(120_000), '\u{1F600}'.repeat(300_000)]) {
      const segments = textSegments(text);
      expect(segments.length).to.be.greaterThan(1);
      expect(segments.every(segment => segment.text.isWellFormed() && segment.text.length <= 250_000)).to.equal(true);
      expect(
        segments
          .map(segment => segment.text)
          .join('')
          .replace(/\s/g, ''),
      ).to.equal(text.replace(/\s/g, ''));
    }
  });
});
