import { expect } from 'chai';
import type { Category } from '../../../../shared/domain/category.ts';
import { textPassage } from '../../../../test/support/passage.ts';
import { findParties } from './parties.ts';

const partiesIn = (text: string, category: Category) =>
  findParties(textPassage(text, category), category).map(({ value, properties }) =>
    [value, properties.role, properties.definedAs].filter(Boolean).join(', '),
  );

describe('parties', () => {
  it('of a case without roles in its caption have those the text gives them', () => {
    const text =
      'Olaf R. Lind\n\nv.\n\nHarbor and Holm, LLC\n\nDocket No. 2019-06\n\nOlaf Lind (“Employee”) fell. Roe argued for the employer-appellant, Harbor and\nHolm, LLC, below.';
    expect(partiesIn(text, 'order')).to.deep.equal([
      'Olaf R. Lind, Employee',
      'Harbor and Holm, LLC, Employer-Appellant',
    ]);
  });

  it('of a matter without a caption are the companies the text names with a role', () => {
    const text =
      'IN RE: Harbor Filters Litigation\n\nORDER\n\nIt involves cases against Defendants H. R. Harbor, Inc. and Harbor Vascular, Inc.\n(collectively, “Harbor”). The Plaintiff Profile Forms are due.';
    expect(partiesIn(text, 'order')).to.deep.equal([
      'H. R. Harbor, Inc., Defendant',
      'Harbor Vascular, Inc., Defendant',
    ]);
  });

  it('of a settlement are those of the contract and those of the case', () => {
    const text =
      'OLAF LIND,\n Plaintiff,\nv.\nHARBOR, INC.,\n Defendant.\n\nSETTLEMENT AGREEMENT\n\nThis Agreement is made between Olaf Lind (“Lind”) and Harbor, Inc. (“Company”).';
    expect(partiesIn(text, 'contract')).to.deep.equal([
      'Olaf Lind, Lind',
      'Harbor, Inc., Company, Company',
      'OLAF LIND, Plaintiff',
      'HARBOR, INC., Defendant',
    ]);
  });

  it('of a notice of a court are its sender, its recipients and those of the case', () => {
    const text =
      'From: ecf@court.example\nTo: olaf@lind.example\nSubject: x\n\nNotice of Docket Activity\nCase Name:\tOlaf Lind v. Secretary of State, et al\nCase Number:\t22-1\n';
    expect(partiesIn(text, 'email')).to.deep.equal([
      'ecf@court.example, Sender',
      'olaf@lind.example, Recipient',
      'Olaf Lind',
      'Secretary of State',
    ]);
  });

  it('are not those of a case that a letter, a statute or an account speaks of', () => {
    const text = 'Re: Lind v. Harbor\n\nOLAF LIND,\n Plaintiff,\nv.\nHARBOR, INC.,\n Defendant.\n';
    for (const category of ['correspondence', 'statute', 'financial'] as const)
      expect(partiesIn(text, category)).to.deep.equal([]);
  });

  it('take the mark of the document for their offsets', () => {
    const document = {
      ...textPassage('OLAF LIND,\n Plaintiff,\nv.\nHARBOR, INC.,\n Defendant.', 'order'),
      charStart: 100,
    };
    expect(findParties(document, 'order')[0]).to.deep.include({
      charStart: 100,
      properties: { role: 'Plaintiff', name: [100, 109] },
    });
  });
});
