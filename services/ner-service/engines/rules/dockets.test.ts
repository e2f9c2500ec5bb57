import { expect } from 'chai';
import { findDockets } from './dockets.ts';
import { withoutOverlaps } from './found.ts';

const values = (text: string) => withoutOverlaps(findDockets(text)).map(({ value }) => value);

describe('findDockets', () => {
  const forms: [string, string[]][] = [
    ['No. 20-1507', ['20-1507']],
    ['19 Civ. 4355 (VM)', ['19 Civ. 4355 (VM)']],
    ['08 Cr. 122 (ABC) (DEF)', ['08 Cr. 122 (ABC) (DEF)']],
    ['No. 11–889. Argued', ['11-889']],
    ['Nos. 96-7169 and 96-7186', ['96-7169', '96-7186']],
    ['Docket Nos. 19031-13, 27735-13, Filed February 20', ['19031-13', '27735-13']],
    ['Case 1:21-cv-01061-KLM Document 1', ['1:21-cv-01061-KLM']],
    ['(1:16-cr-00086-JKB-1)', ['1:16-cr-00086-JKB-1']],
    ['CAC/2:21-cv-04360', ['2:21-cv-04360']],
    ['(No. 94cv00385)', ['94cv00385']],
    ['No. MDL 15-02641-PHX-DGC', ['MDL 15-02641-PHX-DGC']],
    ['MDL No. 2967', ['MDL 2967']],
    ['No. ED108783', ['ED108783']],
    ['Case No. 19STPB04412', ['19STPB04412']],
    ['No. 15 CR 12345', ['15 CR 12345']],
    ['CAUSE NO. D-1-GN-20-003347', ['D-1-GN-20-003347']],
    ['Adv. Proc. No. 20-50402 (KBO)', ['20-50402 (KBO)']],
    ['No. 1711-CC00064', ['1711-CC00064']],
    ['Docket No. 2019-06-0263', ['2019-06-0263']],
    ['State File No. 9687-2019', ['9687-2019']],
    ['Docket No. FAA–2020– \n0686', ['FAA-2020-0686']],
    ['Index No. 650123/2020', ['650123/2020']],
    ['Case: 20-1507 Document: 00117684624', ['20-1507']],
  ];
  for (const [text, expected] of forms) {
    it(`reads ${JSON.stringify(text)}`, () => {
      expect(values(text)).to.deep.equal(expected);
    });
  }

  for (const text of [
    'Vol. 85, No. 152',
    'Pub. L. No. 111-148',
    'Ex. No. 85-83',
    'Registration No. 333-12345',
    'No. 5',
    'Invoice No. 20-1507',
  ]) {
    it(`finds no docket in ${text}`, () => {
      expect(values(text)).to.deep.equal([]);
    });
  }
});
