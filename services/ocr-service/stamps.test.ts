import { expect } from 'chai';
import { isBatesNumber, isStamp } from './stamps.ts';

describe('isStamp', () => {
  for (const stamp of [
    'Case 1:21-cv-01061-KLM Document 5 Filed 04/16/21 USDC Colorado Page 1 of 3',
    'Case 2:15-md-02641-DGC Document 12534 Filed 09/13/18 Page 1 of 5',
    'Appeal: 17-2218 Doc: 17 Filed: 10/31/2017 Pg: 1 of 1',
    'USCA4 Appeal: 22-1029 Doc: 14-1 Filed: 01/02/2022 Pg: 2 of 9',
    'Case: 20-1507 Document: 00117684624 Page: 1 Date Filed: 12/22/2020 Entry ID: 6389429',
    'USCA Case #18-5123 Document #1745678 Filed: 08/01/2018 Page 1 of 20',
  ]) {
    it(`knows ${stamp}`, () => expect(isStamp(stamp)).to.equal(true));
  }

  for (const prose of [
    'See Case No. 1:21-cv-01061-KLM, in which the complaint was filed on page 1.',
    'No. 20-1507',
    'Filed: January 19, 2021',
    'The case was filed on May 1 and the document is on page 3.',
  ]) {
    it(`leaves ${prose}`, () => expect(isStamp(prose)).to.equal(false));
  }
});

describe('isBatesNumber', () => {
  for (const number of ['BWC-0004417', 'ABC 000123', 'ACME_PROD-00012345', 'DEF00012', 'A&B-000001'])
    it(`knows ${number}`, () => expect(isBatesNumber(number)).to.equal(true));
  for (const other of [
    'Page 3 of 10',
    'Exhibit A',
    'EXHIBIT 12',
    'No. 20-1507',
    'FORM 000123',
    'MA 02139',
    'TX 75201',
    'COVID 2019',
    '0004417',
  ])
    it(`leaves ${other}`, () => expect(isBatesNumber(other)).to.equal(false));
});
