import { expect } from 'chai';
import fc from 'fast-check';
import { captionParties } from './caption-parties.ts';

const partiesIn = (text: string) => captionParties(text).map(({ name, role }) => (role ? `${name}: ${role}` : name));

const layouts: [what: string, text: string, parties: string[]][] = [
  [
    'names above and below the "v."',
    'No. 21-100\n\nMARTA HOLM,\n\n   Appellant,\n\nvs.\n\nSTATE OF OHIO,\n\n   Respondent.\n\nNo. ED1',
    ['MARTA HOLM: Appellant', 'STATE OF OHIO: Respondent'],
  ],
  [
    'two columns parted by brackets',
    'MARTA HOLM,            )   No. ED10\n                       )\n     Appellant,        )   Appeal from\n                       )   Pike County\nvs.                    )   No. 17-CC\n                       )\nSTATE OF OHIO,         )   Judge Roe\n                       )\n     Respondent.       )\n',
    ['MARTA HOLM: Appellant', 'STATE OF OHIO: Respondent'],
  ],
  [
    'two columns parted by section marks',
    'ALPHA BANK, N.A.,                    §\n      Plaintiff,                     §\n                                     §   CIVIL ACTION NO. 3:20-cv-1\nv.                                   §\n                                     §\nBETA HOLDINGS, L.P., ET AL.,         §\n      Defendants.                    §',
    ['ALPHA BANK, N.A.: Plaintiff', 'BETA HOLDINGS, L.P.: Defendant'],
  ],
  [
    'two columns parted by white space alone',
    'HARBOR PIPE, LLC, et al.,         Appeal from the United States\n     Plaintiffs-Appellants,       District Court for the Northern\n                                  District of Indiana\n     v.\n                                  Nos. 3:18-cv-00270\nTRUNK GAS COMPANY, LLC,\n     Defendant-Appellee.          Damon Roe,\n                                  District Judge.',
    ['HARBOR PIPE, LLC: Plaintiff-Appellant', 'TRUNK GAS COMPANY, LLC: Defendant-Appellee'],
  ],
  [
    'all on one line, with a third party',
    'OLAF LIND, Plaintiff, v. ACME, INC., Defendant/Third-Party Plaintiff, v. LIND SUPPLY CO., Third-Party Defendant.',
    ['OLAF LIND: Plaintiff', 'ACME, INC.: Defendant/Third-Party Plaintiff', 'LIND SUPPLY CO.: Third-Party Defendant'],
  ],
  [
    'the role before a "v." at the line end, and the number of a footnote',
    'UNITED STATES TAX COURT\n\nOLAF LIND AND MARTA LIND,1 Petitioners v.\nCOMMISSIONER OF INTERNAL REVENUE, Respondent\n\nDocket No. 1-13.',
    ['OLAF LIND: Petitioner', 'MARTA LIND: Petitioner', 'COMMISSIONER OF INTERNAL REVENUE: Respondent'],
  ],
  [
    '"against" between rules',
    'EASTERN DISTRICT OF NEW YORK\n----------------------X\nMARTA HOLM,\n                Plaintiff,\n        -against-\nNORTH INFORMATION SERVICES, LLC and\nHARBOR UNION LLC,\n                Defendants.\n----------------------X\nCOMPLAINT',
    ['MARTA HOLM: Plaintiff', 'NORTH INFORMATION SERVICES, LLC: Defendant', 'HARBOR UNION LLC: Defendant'],
  ],
  [
    'employee and employer, with an insurer',
    'Marta Holm, Employee\nv.\nHarbor Widgets, LLC, Employer\nand\nCoastal Mutual, Insurer',
    ['Marta Holm: Employee', 'Harbor Widgets, LLC: Employer', 'Coastal Mutual: Insurer'],
  ],
  [
    'a relator',
    'STATE OF MISSOURI ex rel. HARBOR CORP.,\n  Relator,\nv.\nTHE HONORABLE JUNE FALK,\n  Respondent.',
    ['STATE OF MISSOURI', 'HARBOR CORP.: Relator', 'THE HONORABLE JUNE FALK: Respondent'],
  ],
  [
    'a debtor in a matter',
    'In re:                          )   Chapter 11\n                                )\nHARBOR CITY STORES, INC.,       )   Case No. 08-35653\n                                )\n              Debtor.           )',
    ['HARBOR CITY STORES, INC.: Debtor'],
  ],
  ['two debtors on one line', 'In re: OLAF LIND and MARTA LIND, Debtors.', ['OLAF LIND: Debtor', 'MARTA LIND: Debtor']],
  [
    'roles to the right of the names',
    'IN THE SUPREME COURT\n\n2024 ND 143\n\nOlaf Wayne Lind,                                 Petitioner and Appellant\n      v.\nState of North Dakota,                              Respondent and Appellee\n\n                                No. 20240025',
    ['Olaf Wayne Lind: Petitioner and Appellant', 'State of North Dakota: Respondent and Appellee'],
  ],
  [
    'the column of roles behind that of the names',
    'ARKANSAS COURT OF APPEALS\nDIVISION II No. CV-20-579\n  OLAF LIND V.\nMARTA LIND\n\nAPPELLANT\n\nAPPELLEE\n\nOpinion Delivered: January 27, 2022',
    ['OLAF LIND: Appellant', 'MARTA LIND: Appellee'],
  ],
  [
    'debtors of a matter and those who dispute in it',
    'BAP No. MW 00-005\n\n      IN RE: HARBOR CYCLE CO., INC. ,\n    HARBOR APPAREL AND ACCESSORIES, INC.\n      HARBOR MANUF CO., INC.,\n               Debtors.\n        ________________\n\n    UNITED STATES OF AMERICA,\n          Appellant,\n\n           v.\n\n  LIND CORP., COLORADO RECEIVER\n    and OLAF M. HOLM, CHAPTER 7 TRUSTEE,\n          Appellees.\n',
    [
      'HARBOR CYCLE CO., INC.: Debtor',
      'HARBOR APPAREL AND ACCESSORIES, INC.: Debtor',
      'HARBOR MANUF CO., INC.: Debtor',
      'UNITED STATES OF AMERICA: Appellant',
      'LIND CORP.: Appellee',
      'OLAF M. HOLM: Appellee',
    ],
  ],
  [
    'a "v" without a full stop at the top',
    'Matter of Lind v Town of Bath Planning Bd.\n2018 NY Slip Op 33709(U)\n',
    ['Lind', 'Town of Bath Planning Bd.'],
  ],
  [
    'roles with "(s)"',
    'Holm Realty LLC, Plaintiff(s),\n\nagainst\n\nHarbor Agency LLC, OLAF LIND, ESQ., and LIND PC,\nDefendant(s).\n\nIndex No. 809',
    ['Holm Realty LLC: Plaintiff', 'Harbor Agency LLC: Defendant', 'OLAF LIND, ESQ.: Defendant', 'LIND PC: Defendant'],
  ],
  ['a matter with one party', 'Matter of Olaf LIND, Respondent\nDecided January 20, 2022', ['Olaf LIND: Respondent']],
  [
    'lawyers above the caption',
    'LIND & HOLM, P.C.\n12 Main Street\nNewark, NJ 07102\n(973) 555-0100\nAttorneys for Defendant Acme\n\nHOLM,\nPlaintiff,\nv.\nACME,\nDefendant.\n\nSUPERIOR COURT OF NEW JERSEY',
    ['HOLM: Plaintiff', 'ACME: Defendant'],
  ],
  [
    'the caption behind a syllabus, where the head gives no roles',
    `HARBOR WATER DISTRICT v. LIND ET AL.\n\nNo. 11-889. Argued April 23, 2013\n\n${'The compact divides the river.\n'.repeat(200)}\nHARBOR WATER DISTRICT,\nPETITIONER v. OLAF\nLIND ET AL.\n\nON WRIT OF CERTIORARI`,
    ['HARBOR WATER DISTRICT: Petitioner', 'OLAF LIND'],
  ],
];

describe('parties of a caption', () => {
  for (const [what, text, parties] of layouts) {
    it(`are read from ${what}`, () => expect(partiesIn(text)).to.deep.equal(parties));
  }

  it('are none in prose, in citations, in a table of cases under a matter', () => {
    expect(
      partiesIn('This case follows Lind v. Holm, which held otherwise.\nAs in Roe v. Acme Corp. the court said so.'),
    ).to.deep.equal([]);
    expect(partiesIn('See United States v. Harbor Lumber Co., 200 U. S. 321, 337.')).to.deep.equal([]);
    expect(
      partiesIn(
        'IN RE: Harbor Filters Products Liability Litigation\n\nORDER\n\nMarta Holm v. Harbor, Inc.\nOlaf Lind v. Harbor, Inc.',
      ),
    ).to.deep.equal([]);
  });

  it('have spans that are the name, and quotes that hold name and role', () => {
    for (const [what, text] of layouts) {
      for (const { name, nameSpan, quote } of captionParties(text)) {
        expect(text.slice(nameSpan.start, nameSpan.end).replace(/\s+/g, ' '), what).to.equal(name);
        expect(nameSpan.start, what).to.be.at.least(quote.start);
        expect(nameSpan.end, what).to.be.at.most(quote.end);
      }
    }
  });

  it('keep spans within the text, whatever stands there', () => {
    const piece = fc.constantFrom(
      'OLAF LIND',
      ', ',
      '\n',
      'v.',
      ' v. ',
      'Plaintiff,',
      'Defendant.',
      ')',
      '   ',
      'IN RE: ',
      'and',
      'Inc.',
      'ex rel. ',
      '12',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
        const text = pieces.join('');
        for (const { nameSpan, quote } of captionParties(text)) {
          expect(nameSpan.start).to.be.within(0, nameSpan.end - 1);
          expect(nameSpan.end).to.be.at.most(text.length);
          expect(text.slice(quote.start, quote.end)).to.include(text.slice(nameSpan.start, nameSpan.end));
        }
      }),
    );
  });
});
