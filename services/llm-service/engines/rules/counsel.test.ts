import { expect } from 'chai';
import { textPassage } from '../../../../test/support/passage.ts';
import { findCounsel } from './counsel.ts';

const counselIn = (text: string) =>
  findCounsel(textPassage(text)).map(({ value, properties }) =>
    [value, properties.for, ...((properties.parties ?? []) as string[])].join('; '),
  );

const papers: [what: string, text: string, counsel: string[]][] = [
  [
    'who argued',
    '     Olaf W. Lind argued the cause and filed the briefs for\nappellants/cross-appellees.\n\n',
    ['Olaf W. Lind; Appellant/Cross-Appellee'],
  ],
  [
    'a signature of a trial attorney between rules',
    'Respectfully submitted,\n\n_/s/ Olaf Lind _____\nOlaf Lind (0079321)\nTrial Attorney for Defendants\n',
    ['Olaf Lind; Defendant'],
  ],
  [
    'who was with them on the brief',
    'Olaf K. Lind, with whom Marta D. Holm, June G. Falk,\nand Harbor Law Group were on brief, for appellant.\n\n',
    ['Olaf K. Lind; Appellant', 'Marta D. Holm; Appellant', 'June G. Falk; Appellant', 'Harbor Law Group; Appellant'],
  ],
  [
    'lines one under the other',
    'Olaf C. Lind, Jr., for petitioners.\nMarta B. Holm, for respondent.\n\nOPINION',
    ['Olaf C. Lind, Jr.; Petitioner', 'Marta B. Holm; Respondent'],
  ],
  [
    'a place, and the client',
    'Olaf Jackson Lind, Franklin, Tennessee, for the employer-appellant, Harbor and\nHolm, LLC\n\n',
    ['Olaf Jackson Lind; Employer-Appellant; Harbor and Holm, LLC'],
  ],
  [
    'a signature block of two firms',
    'Respectfully Submitted,\n\nBy: /s/ Todd M. Lind\nTodd M. Lind\nTX Bar No. 24025443\nTodd Lind & Associates\nPO Box 1741\nBurleson, Texas 76097\n\nAND\n\nJune Falk\nTX Bar No. 24026356\nLaw Office of June Falk\n\nATTORNEYS FOR PLAINTIFF, HARBOR PROPERTIES, LLC',
    [
      'Todd M. Lind; Plaintiff; HARBOR PROPERTIES, LLC',
      'Todd Lind & Associates; Plaintiff; HARBOR PROPERTIES, LLC',
      'June Falk; Plaintiff; HARBOR PROPERTIES, LLC',
      'Law Office of June Falk; Plaintiff; HARBOR PROPERTIES, LLC',
    ],
  ],
  [
    'the head of a pleading',
    'PRIYA N. LIND (SBN 298114)\npriya@lind.example\nLIND & HOLM LLP\n1550 The Alameda, Suite 300\nSan Jose, California 95126\nAttorneys for Plaintiff\n\nSUPERIOR COURT',
    ['PRIYA N. LIND; Plaintiff', 'LIND & HOLM LLP; Plaintiff'],
  ],
  [
    'a docket entry',
    "NOTICE OF CHANGE OF ADDRESS  by Olaf\nR Lind for Plaintiff Plaintiffs' Lead Counsel",
    ['Olaf R Lind; Plaintiff'],
  ],
  [
    'labels, but for who speaks for himself',
    'Counsel for plaintiff: Law Office of Olaf V Lind\n\nCounsel for\ndefendants: Harbor & Holm PC\n\nFor Claimant:\nBob Poe, Pro se\n',
    ['Law Office of Olaf V Lind; Plaintiff', 'Harbor & Holm PC; Defendant'],
  ],
  [
    'a town in a state',
    'Kiara C. Lind, Grand Forks, ND, for petitioner and appellant.\n\n',
    ['Kiara C. Lind; Petitioner and Appellant'],
  ],
  [
    'an appearance form',
    'COUNSEL FOR: North State Bar\n\nOlaf M. Lind, Jr. 336-645-3320\nName (printed or typed) Voice Phone',
    ['Olaf M. Lind, Jr.; ; North State Bar'],
  ],
];

describe('counsel', () => {
  for (const [what, text, counsel] of papers) {
    it(`is read from ${what}`, () => expect(counselIn(text)).to.have.members(counsel));
  }

  it('is nobody in running text', () => {
    expect(counselIn('Olaf Lind, for example, argued for years. The court found for appellant.')).to.deep.equal([]);
    expect(counselIn('The agreement was drafted by counsel for Plaintiff.')).to.deep.equal([]);
  });

  it('points at the name, within the document', () => {
    for (const [what, text] of papers) {
      for (const { value, quote, charStart, properties } of findCounsel(textPassage(text))) {
        const [start, end] = properties.name as [number, number];
        expect(text.slice(start, end).replace(/\s+/g, ' '), what).to.equal(value);
        expect(text.slice(charStart ?? 0, (charStart ?? 0) + quote.length), what).to.equal(quote);
      }
    }
  });
});
