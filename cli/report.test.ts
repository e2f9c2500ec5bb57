import { expect } from 'chai';
import type { Report } from './api-answers.ts';
import { addsUp, balance } from './report.ts';

const report: Report = {
  received: 14,
  families: { handedOver: 14, foundInside: 0 },
  states: {
    processing: 1,
    completed: 5,
    completed_partial: 2,
    failed: 3,
    duplicate: 1,
    excluded: 1,
    cancelled: 1,
    deleted: 0,
  },
  pages: { declared: 0, read: 0, missing: 0 },
  duplicatesOfUnread: 0,
  failures: {},
  cost: { amounts: {}, requests: 0, cached: 0, unpriced: 0 },
  refusals: [],
};

describe('report', () => {
  it('writes the balance in one line, in a fixed order', () => {
    expect(balance(report)).to.equal(
      'received 14 = completed 5 + partial 2 + failed 3 + duplicate 1 + excluded 1 + cancelled 1 + deleted 0 + in progress 1',
    );
  });

  it('tells whether every document received is in one state', () => {
    expect(addsUp(report)).to.equal(true);
    expect(addsUp({ ...report, received: 15 })).to.equal(false);
  });
});
