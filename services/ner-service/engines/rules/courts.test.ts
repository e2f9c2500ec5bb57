import { expect } from 'chai';
import { findCourts } from './courts.ts';
import { withoutOverlaps } from './found.ts';

const values = (text: string) => withoutOverlaps([...findCourts(text)]).map(({ value }) => value);
const appeals = (circuit: string) => `United States Court of Appeals for the ${circuit} Circuit`;

describe('findCourts', () => {
  const names: [string, string][] = [
    ['United States Court of Appeals\n\n\n      FOR THE DISTRICT OF COLUMBIA CIRCUIT', appeals('District of Columbia')],
    ['United States Court of Appeals \nFor the First Circuit', appeals('First')],
    ['the Tenth Circuit affirmed', appeals('Tenth')],
    ['the D.C. Circuit held', appeals('District of Columbia')],
    [
      'IN THE UNITED STATES DISTRICT COURT\nFOR THE DISTRICT OF ARIZONA',
      'United States District Court for the District of Arizona',
    ],
    [
      'in the Northern District of Texas, Fort Worth Division',
      'United States District Court for the Northern District of Texas',
    ],
    ['SUPREME COURT OF THE UNITED STATES', 'Supreme Court of the United States'],
    ['UNITED STATES TAX COURT', 'United States Tax Court'],
    ['the Supreme Court of Texas', 'Supreme Court of Texas'],
    ['IN THE APPELLATE COURT OF ILLINOIS', 'Appellate Court of Illinois'],
    ['In the Missouri Court of Appeals', 'Missouri Court of Appeals'],
    ['Circuit Court of Cook County, Illinois', 'Circuit Court of Cook County, Illinois'],
    ['Delaware Court of Chancery', 'Delaware Court of Chancery'],
    ['tried in S.D.N.Y. last', 'United States District Court for the Southern District of New York'],
    ['(N.D. Cal.)', 'United States District Court for the Northern District of California'],
    ['in Bankr. D. Del. too', 'United States Bankruptcy Court for the District of Delaware'],
    ['the D.D.C. docket', 'United States District Court for the District of Columbia'],
    ['by the 9th Cir. here', appeals('Ninth')],
  ];
  for (const [text, value] of names) {
    it(`reads ${JSON.stringify(text)} as ${value}`, () => {
      expect(values(text)).to.deep.equal([value]);
    });
  }

  for (const text of [
    'the district court erred',
    'this Court',
    'the Tax Court Rules of Practice',
    'Tenth Circuit Judge',
    '9th Cir. R. 36-3',
    'Dr. A. D. Ohio',
    'the 19th Cir.',
  ]) {
    it(`finds no court in ${text}`, () => {
      expect(values(text)).to.deep.equal([]);
    });
  }
});
