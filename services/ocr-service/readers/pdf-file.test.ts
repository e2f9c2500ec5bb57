import { expect } from 'chai';
import { isoDate } from './pdf-file.ts';

describe('isoDate', () => {
  it('reads PDF dates as far as they go', () => {
    expect(isoDate("D:20200806083015-04'00'")).to.equal('2020-08-06T08:30:15-04:00');
    expect(isoDate('D:20200806083015Z')).to.equal('2020-08-06T08:30:15Z');
    expect(isoDate('D:202008')).to.equal('2020-08');
    expect(isoDate('20200806')).to.equal('2020-08-06');
  });

  it('leaves what is no PDF date', () => {
    expect(isoDate('Thu Aug 6 2020')).to.equal('Thu Aug 6 2020');
  });
});
