import { expect } from 'chai';
import { answers, typeOfLabel } from './labels.ts';

describe('typeOfLabel', () => {
  it('knows our types and names in common use, whatever their case and prefix', () => {
    expect(['PERSON', 'per', 'B-PER', 'I-ORG', 'GPE'].map(label => typeOfLabel(label))).to.deep.equal([
      'PERSON',
      'PERSON',
      'PERSON',
      'ORGANIZATION',
      'LOCATION',
    ]);
  });

  it('tells a label that is not judged from one that nobody knows', () => {
    expect(typeOfLabel('MISC')).to.equal(null);
    expect(typeOfLabel('WIZARD')).to.equal(undefined);
  });

  it('goes by the map first', () => {
    const map = { COMPANY: 'ORG', PER: null, X: 'WIZARD' };
    expect(['COMPANY', 'PER', 'X', 'ORG'].map(label => typeOfLabel(label, map))).to.deep.equal([
      'ORGANIZATION',
      null,
      undefined,
      'ORGANIZATION',
    ]);
  });
});

describe('answers', () => {
  it('lets the narrower type answer the wider, not the other way round', () => {
    expect([answers('COURT', 'ORGANIZATION'), answers('ORGANIZATION', 'COURT')]).to.deep.equal([true, false]);
  });
});
