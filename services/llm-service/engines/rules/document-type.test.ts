import { expect } from 'chai';
import type { Category } from '../../../../shared/domain/category.ts';
import { textPassage } from '../../../../test/support/passage.ts';
import { findDocumentType } from './document-type.ts';

const typeIn = (text: string, category: Category) => findDocumentType(textPassage(text), category)[0]?.value;

const papers: [Category, text: string, type: string | undefined][] = [
  ['pleading', 'FIRST AMENDED COMPLAINT FOR BREACH OF CONTRACT\n\n1. Plaintiff', 'first amended complaint'],
  ['motion', 'DEFENDANT’S MOTION TO DISMISS THE COMPLAINT\n\nDefendant', 'motion to dismiss'],
  ['motion', 'NOTICE OF MOTION AND MOTION\nTO COMPEL COMPLIANCE\n\nPlaintiff', 'notice of motion and motion to compel'],
  ['order', 'ORDER GRANTING MOTION TO DISMISS\n\nThe Court', 'order granting motion to dismiss'],
  ['order', 'MEMORANDUM OPINION AND ORDER\n\nThe Court', 'memorandum opinion and order'],
  ['order', 'Lind v. Holm\n\nOpinion for the Court filed by Judge Lind.', 'opinion'],
  ['order', 'Lind v. Holm\n\nHOLM, Circuit Judge. This appeal', 'opinion'],
  ['contract', 'Harbor Jays SPONSORSHIP AGREEMENT\n\nThis', 'sponsorship agreement'],
  ['contract', 'EXHIBIT 10.1\n\nCOMPOSITE PANEL SUPPLY AGREEMENT\n\nThis', 'supply agreement'],
  ['contract', 'Page one.\n\nThis Harbor Consulting Agreement is made', 'consulting agreement'],
  ['contract', 'AGREEMENT AND PLAN OF MERGER\n\nby and among', 'agreement and plan of merger'],
  [
    'discovery',
    'PLAINTIFF’S RESPONSES TO DEFENDANT’S FIRST SET OF INTERROGATORIES\n\n',
    'responses to interrogatories',
  ],
  ['discovery', 'NOTICE OF VIDEOTAPED DEPOSITION OF OLAF LIND\n\n', 'notice of deposition'],
  ['deposition', 'VIDEOTAPED DEPOSITION OF OLAF LIND\n\n', 'videotaped deposition'],
  [
    'email',
    'From: a@b.example\nSubject: MOTION TO DISMISS\n\nNotice of Electronic Filing\n',
    'notice of electronic filing',
  ],
  ['email', 'From: a@b.example\nSubject: lunch\n\nhello', 'email'],
  ['correspondence', 'May 4, 2021\n\nDear Ms. Holm:\n\nWe dispute the agreement.', 'letter'],
  [
    'statute',
    'Airworthiness Directives\nAGENCY: Harbor\nACTION: Notice of proposed rulemaking (NPRM).\n',
    'notice of proposed rulemaking (nprm)',
  ],
  ['statute', 'TITLE 7—WATER\n§ 201. Definitions', 'statute'],
  ['financial', 'INVOICE\nInvoice No. 4471', 'invoice'],
  ['other', 'Grocery list: eggs, milk.', undefined],
];

describe('kind of paper', () => {
  for (const [category, text, type] of papers) {
    it(`is "${type}" of "${text.slice(0, 40).replaceAll('\n', ' ')}"`, () =>
      expect(typeIn(text, category)).to.equal(type));
  }

  it('is quoted where it stands', () => {
    const text = 'Exhibit 3\n\nHARBOR SUPPLY\nAGREEMENT\n\nThis';
    const [claim] = findDocumentType(textPassage(text), 'contract');
    expect(claim).to.include({ quote: 'SUPPLY\nAGREEMENT', charStart: text.indexOf('SUPPLY') });
  });
});
