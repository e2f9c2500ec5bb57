import { expect } from 'chai';
import { type CaseCitation, findCaseCitations } from './citations.ts';

const one = (text: string): CaseCitation => {
  const found = findCaseCitations(text);
  expect(found).to.have.length(1);
  return found[0] as CaseCitation;
};

describe('findCaseCitations', () => {
  it('reads a full citation with its name, pinpoint, court and year', () => {
    const text = 'See Whitfield v. Mun. of Fajardo, 564 F.3d 40, 44 (1st Cir. 2009).';
    const found = one(text);
    expect(found).to.deep.include({
      value: '564 F.3d 40',
      form: 'full',
      pinpoint: '44',
      court: '1st Cir.',
      year: '2009',
      caseName: 'Whitfield v. Mun. of Fajardo',
    });
    expect(text.slice(found.start, found.end)).to.equal(text.slice(4, -1));
  });

  const values: [string, string][] = [
    ['Smith v. Jones, 410 U.S. 113 (1973)', '410 U.S. 113'],
    ['Co., 200 U. S. 321, 337.', '200 U.S. 321'],
    ['131 T.C. 185 (2008)', '131 T.C. 185'],
    ['459 F. Supp. 3d 273, 283-\n288 (D. Me. 2020)', '459 F. Supp. 3d 273'],
    ['459 F.Supp.3d 273', '459 F. Supp. 3d 273'],
    ['314 S.W.3d 331, 334 (Mo. banc 2010)', '314 S.W.3d 331'],
    ['412 F. App’x 87 (6th Cir. 2011)', "412 F. App'x 87"],
    ['16 Pet. 367, 410', '16 Pet. 367'],
    ['569 U. S. ____ (2013)', '569 U.S. ___'],
    ['564 F.3d at 48', '564 F.3d at 48'],
    ['2020 WL 6948354, at *3 (U.S. Nov. 25, 2020)', '2020 WL 6948354'],
    ['T.C. Memo. 2007-340', 'T.C. Memo. 2007-340'],
    ['2017-Ohio-1234', '2017-Ohio-1234'],
    ['2020-NMSC-005, ¶ 4', '2020-NMSC-005'],
    ['2020 IL App (1st) 181234-U', '2020 IL App (1st) 181234-U'],
    ['2021 U.S. Dist. LEXIS 45678, at *3', '2021 U.S. Dist. LEXIS 45678'],
    ['[2019] EWHC 123 (Ch)', '[2019] EWHC 123 (Ch)'],
    ['23 F.4th 930 (9th Cir. 2022)', '23 F.4th 930'],
  ];
  for (const [text, value] of values) {
    it(`reads ${JSON.stringify(text)} as ${value}`, () => {
      expect(one(text).value).to.equal(value);
    });
  }

  it('keeps parallel citations apart', () => {
    const found = findCaseCitations('Roe v. Wade, 410 U.S. 113, 93 S. Ct. 705 (1973)');
    expect(found.map(({ value }) => value)).to.deep.equal(['410 U.S. 113', '93 S. Ct. 705']);
    expect(found[0]).not.to.have.property('pinpoint');
  });

  const names: [string, string][] = [
    [
      'quoting Am. Principals Leasing Corp. v. United States, 904 F.2d 477',
      'Am. Principals Leasing Corp. v. United States',
    ],
    ['The rule is old. Sneed v. Bd. of Prof’l Responsibility, 301 S.W.3d 603', 'Sneed v. Bd. of Prof’l Responsibility'],
    ['Accord In re Sealed Case, 676 F.2d 793', 'In re Sealed Case'],
    ['Lee v. Flint-\nkote Co., 593 F.2d 1275', 'Lee v. Flintkote Co.'],
    [
      'Roman Catholic Diocese of Brooklyn v. Cuomo, No. 20A87, 2020 WL 6948354',
      'Roman Catholic Diocese of Brooklyn v. Cuomo',
    ],
    ['9See Melvin v. Commissioner, 88 T.C. 63', 'Melvin v. Commissioner'],
  ];
  for (const [text, name] of names) {
    it(`finds the name ${name}`, () => {
      expect(one(text).caseName).to.equal(name);
    });
  }

  for (const text of ['He ran 5 A. 12 miles', '$410 U.S. 113', 'pages 3 to 9', 'on 11/14/2019 U.S. 5']) {
    it(`finds nothing in ${text}`, () => {
      expect(findCaseCitations(text)).to.deep.equal([]);
    });
  }

  it('gives the name to the first of parallel citations and not to the ones after it', () => {
    const found = findCaseCitations('Doe v. Smith, 2015 UT 12, ¶ 8, 345 P.3d 1; Roe v. Poe, 2020 WL 123456.');
    expect(found.map(({ value, caseName }) => [value, caseName])).to.deep.equal([
      ['2015 UT 12', 'Doe v. Smith'],
      ['345 P.3d 1', undefined],
      ['2020 WL 123456', 'Roe v. Poe'],
    ]);
  });
});

describe('citations in other styles', () => {
  const forms: [string, Partial<ReturnType<typeof findCaseCitations>[number]>][] = [
    [
      'People v. Ruiz (2001) 26 Cal.4th 798, 805',
      { value: '26 Cal. 4th 798', year: '2001', caseName: 'People v. Ruiz' },
    ],
    ['Matter of Roe v Poe, 12 AD3d 345 [2d Dept 2004]', { value: '12 A.D.3d 345', court: '2d Dept', year: '2004' }],
    [
      '9 S.W.3d 7 (Tex. App.—Houston [1st Dist.] 2001, pet. denied)',
      { court: 'Tex. App.—Houston [1st Dist.]', year: '2001' },
    ],
    ['174 Cal.App.2d at p. 651', { value: '174 Cal. App. 2d at 651', form: 'short', pinpoint: '651' }],
    ['Twombly, 550 U.S. at 556', { form: 'short', caseName: 'Twombly' }],
    ['171 Wn.2d 1016', { value: '171 Wash. 2d 1016' }],
    ['Lissner v. Test 1 U.S. 1 (1982)', { value: '1 U.S. 1', caseName: 'Lissner v. Test' }],
    ['2007-NMCERT-008', { value: '2007-NMCERT-008', form: 'neutral' }],
    ['2003 Tenn. App. LEXIS 812', { value: '2003 Tenn. App. LEXIS 812' }],
    ['2017 IL App (1st) 143684-B', { value: '2017 IL App (1st) 143684-B' }],
  ];
  for (const [text, expected] of forms) {
    it(`reads ${text}`, () => {
      const [found] = findCaseCitations(`as in ${text}.`);
      expect(found).to.deep.include({ ...found, ...expected });
    });
  }

  it('takes no sentence in parentheses for court and year', () => {
    expect(findCaseCitations('1 U.S. 1 (holding so since 1999)')[0]).not.to.have.property('year');
  });

  it('does not end a name in the sentence before', () => {
    const [found] = findCaseCitations('The rule was applied. Under Twombly, 550 U.S. at 556, a claim fails.');
    expect(found?.caseName).to.equal('Twombly');
  });

  for (const text of ['He had 5 Black 10 times', 'Items 12 Or. 5', 'Rule 9 Mass. 4']) {
    it(`finds nothing in ${text}`, () => expect(findCaseCitations(text)).to.deep.equal([]));
  }
});
