import { expect } from 'chai';
import { isGarbled, layerFault } from './judge.ts';

const prose =
  'The Red River Compact allocates water rights among the States within the Red River basin as it winds through ' +
  'Texas, Oklahoma, Arkansas, and Louisiana. Petitioner sought injunctive relief against enforcement of the statutes. ';

describe('isGarbled', () => {
  it('leaves prose, tables and dotted contents alone', () => {
    expect(isGarbled(prose)).to.equal(false);
    expect(isGarbled('Alabama 24,105 30,321 55 1,204 Alaska 2,203 3,321 276 190 Arizona 10,911 12,321')).to.equal(
      false,
    );
    expect(isGarbled(`Table of contents ${'. '.repeat(40)} 3 Argument ${'. '.repeat(40)} 12`)).to.equal(false);
    expect(
      isGarbled('Der Vertrag wurde geschlossen und später gekündigt, weil die Fristen nicht eingehalten wurden.'),
    ).to.equal(false);
  });

  it('knows a font with shifted codes', () => {
    const glyphs = (text: string) => [...text].map(c => c.charCodeAt(0) - 29);
    const shifted = glyphs(prose)
      .map(code => (code < 32 ? '\ufffd' : String.fromCharCode(code)))
      .join('');
    expect(isGarbled(shifted)).to.equal(true);
    const rotated = prose.replace(/[a-z]/g, c => String.fromCharCode(((c.charCodeAt(0) - 97 + 11) % 26) + 97));
    expect(isGarbled(rotated.repeat(6))).to.equal(true);
  });

  it('knows unmapped characters and mojibake', () => {
    expect(isGarbled('\ufffd\ufffd\ufffd Court \ue001\ue002\ue003 of \ufffd\ufffd')).to.equal(true);
    expect(isGarbled('The partyâ€™s counselâ€™s cafÃ© Â§ 4 â€œagreementâ€\u009d madeâ€™')).to.equal(true);
  });
});

describe('layerFault', () => {
  const ink = (outsideText: number, inPictures = 0) => ({ all: 0.05, outsideText, outsideTextInPictures: inPictures });
  const page = { text: prose, onlyStamps: false, words: 40, undrawn: 0 };

  it('lets a good layer stand, also beside rules and a small seal', () => {
    expect(layerFault({ ...page, ink: ink(0.02, 0.01) })).to.equal(undefined);
  });

  it('names a page without a layer, a stamp over a picture, a picture page and a displaced layer', () => {
    expect(layerFault({ ...page, text: '', words: 0, ink: ink(0.05) })).to.equal('none');
    expect(layerFault({ ...page, text: 'Case 1:21-cv-1 Document 2', onlyStamps: true, ink: ink(0.045) })).to.equal(
      'stamp',
    );
    expect(layerFault({ ...page, ink: ink(0.03, 0.03) })).to.equal('picture');
    expect(layerFault({ ...page, words: 40, undrawn: 60, ink: ink(0.04) })).to.equal('misplaced');
  });

  it('keeps a layer whose font is not drawn when there is no other ink', () => {
    expect(
      layerFault({
        ...page,
        words: 0,
        undrawn: 40,
        ink: { all: 0.001, outsideText: 0.0001, outsideTextInPictures: 0 },
      }),
    ).to.equal(undefined);
  });
});
