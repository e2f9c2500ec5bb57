import { expect } from 'chai';
import { costOf, type Prices, prices } from './prices.ts';

const known: Prices = {
  date: '2026-01-02',
  currency: 'USD',
  note: '',
  prices: [
    { engine: 'reader', model: 'page-.*', perThousandPages: 2, source: '' },
    { engine: '*', model: 'ear', perAudioMinute: 0.006, source: '' },
    { engine: '*', model: 'pen\\.1', perMillionInputTokens: 2, perMillionOutputTokens: 8, source: '' },
  ],
};
const amount = (model: string, usage: object, more: { engine?: string; isLocal?: boolean } = {}) =>
  costOf({ requests: 1, ...usage }, { engine: 'reader', model, isLocal: false, ...more }, known).amount;

describe('what a call costs', () => {
  it('goes by pages, minutes and tokens', () => {
    expect(amount('page-9', { pages: 3 })).to.equal(0.006);
    expect(amount('ear', { audioMs: 90_000 })).to.equal(0.009);
    expect(amount('pen.1', { inputTokens: 1_000, outputTokens: 100 })).to.equal(0.0028);
  });

  it('is in the currency and of the date of the list', () => {
    expect(costOf({ requests: 0 }, { engine: 'e', model: 'm', isLocal: false }, known)).to.deep.equal({
      ...{ amount: 0, currency: 'USD', pricesOf: '2026-01-02' },
    });
  });

  it('is not known of a model or an engine without a price, nor of a use that has none', () => {
    expect(amount('ears', { audioMs: 1 })).to.equal(null);
    expect(amount('penx1', { inputTokens: 1 })).to.equal(null);
    expect(amount('page-9', { pages: 1 }, { engine: 'other' })).to.equal(null);
    expect(amount('ear', { inputTokens: 1 })).to.equal(null);
  });

  it('takes a dated model for the model', () => {
    expect(amount('ear-2025-04-14', { audioMs: 60_000 })).to.equal(0.006);
  });

  it('is nothing on a host of one’s own, and of what was kept', () => {
    expect(amount('ears', { audioMs: 1 }, { isLocal: true })).to.equal(0);
    expect(amount('ears', { requests: 0, cached: 1 })).to.equal(0);
  });

  it('has a list whose models do not hide one another', () => {
    for (const [model, input] of [
      ['gpt-4.1', 2],
      ['gpt-4.1-mini', 0.4],
      ['gpt-4o-mini-2024-07-18', 0.15],
    ] as const) {
      const cost = costOf({ requests: 1, inputTokens: 1e6 }, { engine: 'openai', model, isLocal: false });
      expect(cost, model).to.include({ amount: input, currency: prices.currency });
    }
  });
});
