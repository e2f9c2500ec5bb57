import { expect } from 'chai';
import { withoutOverlaps } from './found.ts';
import { findStatutes } from './statutes.ts';

const values = (text: string) => withoutOverlaps([...findStatutes(text)]).map(({ value }) => value);

describe('findStatutes', () => {
  const cited: [string, string][] = [
    ['28 U.S.C. § 586(b)', '28 U.S.C. § 586(b)'],
    ['40 U.S.C. ss 270a-270f (1994)', '40 U.S.C. §§ 270a-270f'],
    ['42 U.S.C. §§ 1983 and 1985', '42 U.S.C. §§ 1983 and 1985'],
    ['5 U.S.C. 3301, 3302.', '5 U.S.C. §§ 3301, 3302'],
    ['15 U.S.C. § 78u-4(b)(2)', '15 U.S.C. § 78u-4(b)(2)'],
    ['28 C.F.R. § 58.6(a)(3)', '28 C.F.R. § 58.6(a)(3)'],
    ['14 CFR Part 39', '14 C.F.R. pt. 39'],
    ['Pub. L. 112–231', 'Pub. L. 112-231'],
    ['Pub. L. No. 111-148', 'Pub. L. 111-148'],
    ['126 Stat. 1619', '126 Stat. 1619'],
    ['6 Del. C. § 2-607(3)(a)', '6 Del. C. § 2-607(3)(a)'],
    ['720 ILCS 5/9-1(a)(1)', '720 ILCS 5/9-1(a)(1)'],
    ['Title VII of the Civil Rights Act of 1964', 'Civil Rights Act of 1964'],
    ['the Americans with Disabilities Act', 'Americans with Disabilities Act'],
    ['RCW 74.66.020', 'RCW 74.66.020'],
    ['O.C.G.A. § 9-11-12', 'O.C.G.A. § 9-11-12'],
    ['M.G.L. c. 93A, § 9', 'M.G.L. ch. 93A, § 9'],
    ['U.C.C. § 2-314', 'U.C.C. § 2-314'],
    ['Tex. R. Civ. P. 190.4', 'Tex. R. Civ. P. 190.4'],
    ['Code Civ. Proc. § 1013', 'Cal. Code Civ. Proc. § 1013'],
    ['Restatement (Second) of Contracts § 203(b)', 'Restatement (Second) of Contracts § 203(b)'],
    ['Internal Revenue Code of 1986', 'Internal Revenue Code of 1986'],
    ['Consolidated Appropriations Act, 2021', 'Consolidated Appropriations Act, 2021'],
    ['21st Century Language Act of 2012', '21st Century Language Act of 2012'],
    ['83 FR \n62697', '83 Fed. Reg. 62697'],
    ['I.R.C. sec. 704(d)', 'I.R.C. § 704(d)'],
    ['Tenn. Code Ann. § 50-6-101', 'Tenn. Code Ann. § 50-6-101'],
    ['Tex. Bus. & Com. Code § 17.41', 'Tex. Bus. & Com. Code § 17.41'],
    ['Del. Code Ann. tit. 8, § 102', 'Del. Code Ann. tit. 8, § 102'],
    ['U.S. Const. \namend. I', 'U.S. Const. amend. I'],
    ['Fed. R. Civ. P. 12(b)(6)', 'Fed. R. Civ. P. 12(b)(6)'],
    ['under section 13-3407 of the Arizona Revised Statutes.', 'Arizona Revised Statutes § 13-3407'],
    ['see section 542.335, Florida Statutes, which', 'Florida Statutes § 542.335'],
    ['Rule 24.035', 'Rule 24.035'],
    ['in violation of § 565.253.', '§ 565.253'],
    ['Under the Freedom of Information Act', 'Freedom of Information Act'],
    ['the Bipartisan Budget Act of 2013', 'Bipartisan Budget Act of 2013'],
  ];
  for (const [text, value] of cited) {
    it(`reads ${JSON.stringify(text)} as ${value}`, () => {
      expect(values(text)).to.deep.equal([value]);
    });
  }

  it('does not run one citation into the next', () => {
    expect(values('28 U.S.C. § 586(b), 11 U.S.C. § 321')).to.deep.equal(['28 U.S.C. § 586(b)', '11 U.S.C. § 321']);
  });

  for (const text of [
    '§ 5.2 of this Agreement',
    'This Act applies',
    'an act of God',
    'Section 5.2 of the Lease',
    'REPEALS\nAct July 30',
  ]) {
    it(`finds nothing in ${JSON.stringify(text)}`, () => {
      expect(values(text)).to.deep.equal([]);
    });
  }
});
