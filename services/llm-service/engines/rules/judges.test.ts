import { expect } from 'chai';
import { textPassage } from '../../../../test/support/passage.ts';
import { findJudges } from './judges.ts';

const judgesIn = (text: string) =>
  findJudges(textPassage(text)).map(({ value, properties }) => `${value}, ${properties.title}, ${properties.case}`);

const papers: [what: string, text: string, judges: string[]][] = [
  [
    'a panel, of whom one writes',
    '     Before:  Lind, Chief Judge, Holm and Falk,\nCircuit Judges.\n\n     Opinion for the Court filed by Chief Judge Lind.\n\n     Lind, Chief Judge:  This case',
    ['Lind, Chief Judge, own', 'Holm, Circuit Judge, own', 'Falk, Circuit Judge, own'],
  ],
  [
    'a panel over paragraphs, and the judge below',
    'APPEAL FROM THE UNITED STATES DISTRICT COURT\n\n[Hon. June Falk, U.S. District Judge]\n\nBefore\n\nLind, Chief Judge,\nHolm and Roe, Circuit Judges.\n\n',
    [
      'Lind, Chief Judge, own',
      'Holm, Circuit Judge, own',
      'Roe, Circuit Judge, own',
      'June Falk, U.S. District Judge, below',
    ],
  ],
  [
    'lines of a caption with a surname alone',
    'Case No. 2:08-cv-157\n\nJudge Lind\n\nMagistrate Judge Falk\n\nMagistrate Karl Van Holm\n\n',
    ['Lind, Judge, own', 'Falk, Magistrate Judge, own', 'Karl Van Holm, Magistrate, own'],
  ],
  [
    'letters for titles',
    'Appeal from the Circuit Court of Pike County\n\nHonorable June Falk\n\nAnna T. Lind, P.J., Karl S. Holm, J., and John M. Roe, J.\n',
    ['Anna T. Lind, P.J., own', 'Karl S. Holm, J., own', 'John M. Roe, J., own', 'June Falk, Judge, below'],
  ],
  [
    'sentences that say who joined',
    'Presiding Judge Olaf L. Lind, III, delivered the opinion of the Board in\nwhich Judge David F. Holm and Judge Timothy W. Falk joined.',
    ['Olaf L. Lind, III, Presiding Judge, own', 'David F. Holm, Judge, own', 'Timothy W. Falk, Judge, own'],
  ],
  [
    'a bench of its own line',
    'OLAF LIND v. BOARD OF HOLM\n(AC 46146)\n     Falk, C. J., and Holm and Roe, Js.\n\nSyllabus',
    ['Falk, C.J., own', 'Holm, J., own', 'Roe, J., own'],
  ],
  [
    'a byline next to the court below',
    'Appeal From Pike County\nMarta Holm, Circuit Court Judge\n\nAFFIRMED\n\nLIND, J.: In this action',
    ['LIND, J., own', 'Marta Holm, Circuit Court Judge, below'],
  ],
  [
    'those who considered it',
    'Considered and decided by Lind, Presiding Judge; Holm, Judge; and Falk, Judge.\n\n',
    ['Lind, Presiding Judge, own', 'Holm, Judge, own', 'Falk, Judge, own'],
  ],
  ['a justice', 'JUSTICE HOLM delivered the opinion of the Court.', ['HOLM, Justice, own']],
  ['a byline in capitals', 'MEMORANDUM OPINION\n\nLIND, Judge: These cases', ['LIND, Judge, own']],
  [
    'a signature',
    'IT IS SO ORDERED.\n\n______________\nOlaf G. Lind\nSenior United States District Judge\n',
    ['Olaf G. Lind, Senior United States District Judge, own'],
  ],
  ['an assignment', 'Case No. 5\nAssigned to: Hon. Marta V. Holm\nHearing: May 1', ['Marta V. Holm, Judge, own']],
];

describe('judges', () => {
  for (const [what, text, judges] of papers) {
    it(`are read from ${what}`, () => expect(judgesIn(text)).to.have.members(judges));
  }

  it('are none in what is said of other cases', () => {
    expect(
      judgesIn('The judge agreed. Roe v. Lind, 5 U.S. 1 (1990) (Falk, J., concurring). The trial court found.'),
    ).to.deep.equal([]);
    expect(judgesIn('The board noted “CONTINUOUS HONORABLE ACTIVE SERVICE FROM 011206”.')).to.deep.equal([]);
    expect(judgesIn('Before the Court is a motion of the Administrative Law Judge. It is denied.')).to.deep.equal([]);
  });

  it('point at the name, within the quote', () => {
    const text = `  ${papers[0]?.[1]}`;
    for (const { value, quote, charStart, properties } of findJudges(textPassage(text))) {
      const [start, end] = properties.name as [number, number];
      expect(text.slice(start, end)).to.equal(value);
      expect(quote)
        .to.equal(text.slice(charStart ?? 0, (charStart ?? 0) + quote.length))
        .and.to.include(value);
    }
  });
});
