import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { countTokens, scanTokens } from './tokens.ts';

const prose = `5.2 Payment. The Lessee shall pay $1,250,000.00 (One Million Two Hundred Fifty Thousand Dollars) to the Lessor
on or before March 3, 2024, as set out in Section 4.1(b) of this Agreement. See Whitfield v. Mun. of Fajardo, 564 F.3d 40, 44
(1st Cir. 2009); 28 U.S.C. § 586(b). IN WITNESS WHEREOF, the parties have executed this Agreement as of the date first written
above. "Confidential Information" means any information, whether written or oral, disclosed by either party.`;

const folder = new URL('../../../shared/samples/txt/', import.meta.url);
const samples = existsSync(folder) ? readdirSync(folder).filter(name => /^(?:contract|cadc)/.test(name)) : [];

describe('countTokens', () => {
  it('is within 10% of o200k_base on legal prose', () => {
    expect(countTokens(prose) / encode(prose).length).to.be.within(0.9, 1.1);
  });

  it('is within 10% of o200k_base on average over the samples', () => {
    const texts = [prose, ...samples.map(name => readFileSync(new URL(name, folder), 'utf8'))];
    const ratios = texts.map(text => countTokens(text) / encode(text).length);
    expect(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length).to.be.within(0.9, 1.1);
  });

  it('does not take scripts without spaces for single words', () => {
    const text = '最高法院判决驳回上诉，维持原判。本判决为终审判决。';
    expect(countTokens(text) / encode(text).length).to.be.within(0.6, 1.6);
  });

  it('has no tokens in no text', () => {
    expect(countTokens('')).to.equal(0);
  });
});

describe('scanTokens', () => {
  it('stops within its budget and never goes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 0, max: 40 }), (text, budget) => {
        const { tokens, position } = scanTokens(text, 0, text.length, budget);
        expect(tokens).to.be.at.most(budget);
        expect(position).to.be.within(0, text.length);
        expect(scanTokens(text, 0, position).tokens).to.be.at.most(budget + 1e-9);
      }),
    );
  });
});
