import { expect } from 'chai';
import fc from 'fast-check';
import { type MentionType, mentionTypes } from '../../../shared/domain/rows.ts';
import { startCpuClock } from '../../../test/support/cpu.ts';
import { blockOf, decidePair } from './decide-pair.ts';
import { entityKey } from './entity-key.ts';

type Pairs = Partial<Record<MentionType, [string, string][]>>;

const same: Pairs = {
  PERSON: [
    ['Herrmann, Rudolf John', 'Rudolf J. Herrmann'],
    ['Müller, Hans', 'Hans Muller'],
    ['Hans Mueller', 'Hans Müller'],
    ["Patrick O'Neil", 'Patrick O Neil'],
    ['J. R. R. Tolkien', 'JRR Tolkien'],
    ['De la Cruz, Maria', 'Maria de la Cruz'],
    ['Chen Jr., Robert', 'Robert Chen, Jr.'],
    ['Jean-Luc Picard', 'Jean Luc Picard'],
    ['William “Bill” Gates', 'Bill Gates'],
    ['Wm. H. Taft', 'William H. Taft'],
    ['R. J. Herrmann', 'Rudolf John Herrmann'],
    ['Bob J. Herrmann', 'Robert J. Herrmann'],
    ['Dr. Jane Q. Public, M.D.', 'Jane Q. Public'],
    ['Jack Ma', 'MA, JACK'],
    ['Michael O. Brown', 'Michael Brown'],
    ['J.-C. Juncker', 'Jean-Claude Juncker'],
    ['Rock Bordelon, et al.', 'ROCK BORDELON'],
    ['BARBARA S. JONES, U.S.D.J.', 'Hon. Barbara S. Jones'],
    ['Thomas Griesa, United States District Judge', 'Thomas P. Griesa'],
    ['Linda K. Ross, R.N.', 'Linda K. Ross'],
    ['Jane Roe, Chief Executive Officer', 'Jane Roe'],
    ['Robert St. John', 'Robert Saint John'],
    ['Bob Okafor', 'Robert Okafor'],
    ['Lt. Gen. John Okafor', 'General John Okafor'],
    ['Ted Kaczynski', 'Teddy Kaczynski'],
    ['Sam Alito, Jr.', 'Samuel A. Alito, Jr.'],
    ['Bob Okafor', 'R. Okafor'],
  ],
  ORGANIZATION: [
    ['ACME Corp.', 'Acme Corporation'],
    ['Smith & Wesson', 'Smith and Wesson'],
    ['Intl. Business Machines Corp', 'International Business Machines Corporation'],
    ['Bosch GmbH', 'Bosch Gesellschaft mit beschränkter Haftung'],
    ['Müller GmbH & Co. KG', 'Mueller GmbH & Co KG'],
    ['Fiat S.p.A.', 'FIAT SPA'],
    ['BHP Pty Ltd', 'BHP Proprietary Limited'],
    ['Toyota K.K.', 'Toyota Kabushiki Kaisha'],
    ['Barclays PLC', 'Barclays Public Limited Company'],
    ['Grupo Bimbo, S.A.B. de C.V.', 'Grupo Bimbo SAB de CV'],
    ['3M Mfg. Co.', '3M Manufacturing Company'],
    ['Natl. Assn. of Realtors', 'National Association of Realtors'],
    ['U.S. Steel Corp.', 'United States Steel Corporation'],
    ['St. Jude Medical, Inc.', 'Saint Jude Medical Inc'],
    ['First National Bank', '1st National Bank'],
    ['Wal-Mart Stores, Inc.', 'Walmart Stores Inc.'],
    ['Boeing', 'The Boeing Company'],
    ['Acme Corp. d/b/a Road Runner Supply', 'Road Runner Supply'],
    ['Alphabet Inc. f/k/a Google Inc.', 'Google Inc.'],
    ['EWSD I, L.L.C.', 'EWSD I LLC'],
    ['Teamsters Local Union No. 12', 'Teamsters Local Union 12'],
    ['Nestlé S.A.', 'NESTLE SA'],
    ['OAO Gazprom', 'Open Joint Stock Company Gazprom'],
    ['Twenty-First Century Fox, Inc.', '21st Century Fox Inc'],
    ['Brigade Forty-Four', 'Brigade 44'],
    ['A.B.C. Company', 'ABC Co.'],
    ['C1arke Mfg. Co.', 'Clarke Manufacturing Company'],
    ['Kaufman, Hall & Associates, LLC', 'Kaufman, Hall and Assoc., LLC'],
    ['Natl. Assoc. of Realtors', 'National Association of Realtors'],
    ['State Farm Mutual Automobile Insurance Company', 'State Farm Mut. Auto. Ins. Co.'],
    ['American Telephone and Telegraph Company', 'Am. Tel. & Tel. Co.'],
    ['Travelers Casualty and Surety Company of America', 'Travelers Cas. & Sur. Co. of Am.'],
    ['N. Pipeline Constr. Co.', 'Northern Pipeline Construction Company'],
    ['United States of America', 'United States'],
    ['County of Los Angeles', 'Los Angeles County'],
    ['Law Offices of Jane Roe, P.C.', 'Law Office of Jane Roe, PC'],
    ['Acme Plumbing, Inc., a Delaware corporation', 'Acme Plumbing, Inc.'],
    ['Zeta Oil LLC (a Texas limited liability company)', 'Zeta Oil LLC'],
    ['N.Y. Times Co.', 'The New York Times Company'],
  ],
  COURT: [
    ['S.D.N.Y.', 'United States District Court for the Southern District of New York'],
    ['D. Del.', 'U.S. District Court for the District of Delaware'],
    ['D.D.C.', 'United States District Court for the District of Columbia'],
    ['2d Cir.', 'United States Court of Appeals for the Second Circuit'],
    ['E.D. Pa.', 'Eastern District of Pennsylvania'],
    ['Bankr. S.D.N.Y.', 'United States Bankruptcy Court for the Southern District of New York'],
    ['California Supreme Court', 'Supreme Court of California'],
    ['Superior Court of the State of California, County of Los Angeles', 'Los Angeles County Superior Court'],
    ['Circuit Court of Cook County, Illinois', 'Circuit Court of Cook County'],
    ['Supreme Court of the State of New York, County of Kings', 'Supreme Court, Kings County'],
    ['Delaware Court of Chancery', 'Court of Chancery of the State of Delaware'],
    ['Court of Federal Claims', 'United States Court of Federal Claims'],
  ],
  LOCATION: [
    ['St. Louis, Missouri', 'Saint Louis, MO'],
    ['St. Louis County', 'County of St. Louis'],
    ['U.S.', 'United States of America'],
    ['USA', 'United States'],
    ['State of California', 'California'],
    ['Commonwealth of Pennsylvania', 'Pa.'],
  ],
  ADDRESS: [['12 Main St., Ste. 4', '12 Main Street, Suite 4']],
};

const unsure: Pairs = {
  PERSON: [
    ['Bob Smith', 'Robert Smith'],
    ['Robert Chen', 'Robert Chen Jr.'],
    ['John Hermann', 'John Herrmann'],
    ['Steven Hall', 'Stephen Hall'],
    ['John Smith', 'J. Smith'],
    ['James Thomas', 'Thomas James'],
    ['Smith', 'John Smith'],
    ['Mr. John Okafor', 'Mrs. John Okafor'],
    ['Lisa Okafor', 'Elizabeth Okafor'],
  ],
  ORGANIZATION: [
    ['IBM', 'International Business Machines Corp.'],
    ['Bard', 'C. R. Bard, Inc.'],
    ['Acme Inc.', 'Acme Corp.'],
    ['Microsoft Corp', 'Microsfot Corp'],
    ['Goldman Sachs', 'Goldman Sachs International'],
  ],
  LOCATION: [['Portland', 'Portland, Oregon']],
};

const different: Pairs = {
  PERSON: [
    ['Robert Chen, Jr.', 'Robert Chen, Sr.'],
    ['John Smith', 'Jane Smith'],
    ['Rudolf Herrmann', 'Robert Herrmann'],
    ['John A. Smith', 'John B. Smith'],
    ['George H. W. Bush', 'George W. Bush'],
    ['Henry Ford II', 'Henry Ford III'],
    ['Ms. Okafor', 'Mr. John Okafor'],
    ['Bob Okafor', 'Bill Okafor'],
    ['Sergey Viktorovich Lavrov', 'Sergey Borisovich Lavrov'],
  ],
  ORGANIZATION: [
    ['State', 'State Farm'],
    ['Brightwater Composites LLC', 'Brightwater Coatings, Inc.'],
    ['C. R. Bard, Inc.', 'Bard Peripheral Vascular, Inc.'],
    ['Teamsters Local 12', 'Teamsters Local 21'],
    ['Northern Pipeline Co.', 'Eastern Pipeline Co.'],
    ['Acme Associates', 'Acme Association'],
    ['American Auto Parts Inc.', 'American Automotive Parts Inc.'],
    ['Mass Transit Co.', 'Massachusetts Transit Co.'],
    ['Travelers Casualty Co. of America', 'Travelers Casualty Co. of Connecticut'],
    ['Acme Inc.', 'Acme LLC'],
    ['Fund II LP', 'Fund III LP'],
    ['City of Los Angeles', 'County of Los Angeles'],
    ['University of Michigan', 'Michigan State University'],
    ['St. Louis City', 'St. Louis County'],
    ['Global Solutions, Inc.', 'Global Solutions II, Inc.'],
    ['Bowne of Atlanta, Inc.', 'Bowne of Boston, Inc.'],
  ],
  LOCATION: [
    ['St. Louis City', 'St. Louis County'],
    ['Portland, Oregon', 'Portland, Maine'],
    ['Kansas', 'Kansas City'],
  ],
  COURT: [
    ['S.D.N.Y.', 'E.D.N.Y.'],
    ['Bankr. D. Del.', 'D. Del.'],
    ['Circuit Court of Cook County', 'Circuit Court of Lake County'],
    ['Orange County Superior Court, California', 'Superior Court of North Carolina, Orange County'],
  ],
  DATE: [['2013-06-13', '2013-06']],
  MONEY: [['USD 1250.00', 'USD 12.50']],
  CASE_CITATION: [['564 F.3d 40', '564 F.3d 400']],
  DOCKET: [['96-7169', '96-7186']],
};

describe('decide pair', () => {
  for (const [verdict, pairs] of Object.entries({ same, unsure, different })) {
    for (const [type, list] of Object.entries(pairs) as [MentionType, [string, string][]][]) {
      for (const [a, b] of list) {
        it(`${verdict}: ${type} "${a}" and "${b}"`, () => {
          expect(decidePair(type, a, b)).to.include({ verdict });
          expect(decidePair(type, b, a)).to.deep.equal(decidePair(type, a, b));
        });
      }
    }
  }

  it('puts what it calls the same, but for other names and lost letters, into one block', () => {
    for (const [type, list] of Object.entries(same) as [MentionType, [string, string][]][]) {
      for (const [a, b] of list) {
        if (/\/b\/|\/k\//.test(a) || b.includes('O Neil')) continue;
        expect(blockOf(type, entityKey(type, a)), `${a} / ${b}`).to.equal(blockOf(type, entityKey(type, b)));
      }
    }
  });

  it('takes no name for what objects inherit', () => {
    for (const type of mentionTypes) {
      expect(decidePair(type, 'Anna Constructor', 'Anna Valueof').verdict).to.equal('different');
    }
    expect(entityKey('PERSON', 'Maria Senior')).to.equal('maria senior');
  });

  it('is symmetric, and a name is the same as itself', () => {
    const words = fc.array(
      fc.constantFrom(
        'Acme',
        'Smith',
        'J.',
        'Co.',
        'Inc',
        'Jr.',
        'Bob',
        'Robert',
        'St.',
        'of',
        '12',
        'II',
        ',',
        '&',
        'ü',
      ),
      { minLength: 1, maxLength: 6 },
    );
    const name = words.map(list => list.join(' '));
    fc.assert(
      fc.property(fc.constantFrom(...mentionTypes), name, name, (type, a, b) => {
        expect(decidePair(type, a, b)).to.deep.equal(decidePair(type, b, a));
        if (entityKey(type, a) !== '') expect(decidePair(type, a, a).verdict).to.equal('same');
      }),
    );
  });

  it('takes time in proportion to the length of a hostile name', () => {
    for (const unit of [
      'a Texas ',
      'county ',
      'court of new york ',
      'A ',
      'A.',
      '(',
      'd/b/a ',
      'Smith, ',
      "O'",
      '1',
      'and ',
      ' ',
    ]) {
      const name = unit.repeat(200_000 / unit.length);
      for (const type of ['PERSON', 'ORGANIZATION', 'COURT', 'LOCATION', 'ADDRESS'] as const) {
        const cpuMs = startCpuClock();
        decidePair(type, name, `${name}x`);
        expect(cpuMs(), `${type} ${unit}`).to.be.lessThan(2_000);
      }
    }
  }).timeout(60_000);
});
