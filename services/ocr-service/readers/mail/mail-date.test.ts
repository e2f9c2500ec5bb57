import { expect } from 'chai';
import { mailDate } from './mail-date.ts';

describe('mailDate', () => {
  it('keeps the offset of the header', () => {
    expect(mailDate('Tue, 30 Aug 2022 14:35:16 -0400 (EDT)')).to.equal('2022-08-30T14:35:16-04:00');
    expect(mailDate('9 Oct 2022 15:14 +0530')).to.equal('2022-10-09T15:14:00+05:30');
    expect(mailDate('Fri, 01 Mar 2024 00:00:60 GMT')).to.equal('2024-03-01T00:00:59+00:00');
    expect(mailDate('Mon, 4 Mar 2024 9:05:00 PST')).to.equal('2024-03-04T09:05:00-08:00');
  });

  it('reads what older programs write', () => {
    expect(mailDate('21 Nov 97 09:55:06 -0600')).to.equal('1997-11-21T09:55:06-06:00');
    expect(mailDate('Tue Aug 30 14:35:16 2022')).to.equal('2022-08-30T14:35:16');
    expect(mailDate('Tue Aug 30 14:35:16 EDT 2022')).to.equal('2022-08-30T14:35:16-04:00');
    expect(mailDate('Thursday, 24-Aug-00 11:06:00 EDT')).to.equal('2000-08-24T11:06:00-04:00');
  });

  it('says nothing about what is no date, and no offset where there is none', () => {
    expect(mailDate('4 Mar 2024 09:05:00 XYZ')).to.equal('2024-03-04T09:05:00');
    expect(mailDate('4 Mar 2024 09:05:00 +9900')).to.equal('2024-03-04T09:05:00');
    for (const text of [
      '',
      'tomorrow',
      '31 Feb 2024 10:00:00 +0000',
      '1 Foo 2024 10:00:00 +0000',
      '1 Mar 2024 25:00:00 Z',
    ]) {
      expect(mailDate(text), text).to.equal(undefined);
    }
  });
});
