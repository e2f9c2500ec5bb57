import { expect } from 'chai';
import fc from 'fast-check';
import { cleanText } from './clean.ts';

describe('cleanText', () => {
  it('turns CRLF and CR into LF and removes NUL', () => {
    expect(cleanText('a\r\nb\rc\0d')).to.equal('a\nb\ncd');
  });

  it('replaces lone surrogates and keeps pairs', () => {
    expect(cleanText('\ud800x \u{1F600}')).to.equal('\ufffdx \u{1F600}');
  });

  it('composes accents', () => {
    expect(cleanText('Jose\u0301')).to.equal('Jos\u00e9');
  });

  it('is idempotent and gives well-formed text for any input', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (a, b) => {
        const once = cleanText(`${a}\r${b}`);
        expect(cleanText(once)).to.equal(once);
        expect(once.isWellFormed()).to.equal(true);
        expect(once).to.not.match(/[\0\r]/);
      }),
    );
  });
});
