import { expect } from 'chai';
import { detectLanguage } from './language.ts';

describe('detectLanguage', () => {
  it('knows English, German and Spanish prose', () => {
    expect(
      detectLanguage('The parties agree that this contract shall be governed by the laws of Texas.').language,
    ).to.equal('en');
    expect(detectLanguage('Der Vertrag ist mit dem Tag der Unterschrift wirksam und nicht früher.').language).to.equal(
      'de',
    );
    expect(detectLanguage('El contrato es válido para las partes y los herederos que lo firman.').language).to.equal(
      'es',
    );
  });

  it('says English, with no share, when nothing speaks for any language', () => {
    expect(detectLanguage('1234 5678')).to.deep.equal({ language: 'en', share: 0, words: 0 });
  });
});
