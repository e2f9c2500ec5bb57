import { expect } from 'chai';
import type { Category } from '../../../../shared/domain/category.ts';
import { kindOfTitle } from './title-kind.ts';

const titles: [string, Category | undefined][] = [
  ['NOTICE OF MOTION AND MOTION TO COMPEL COMPLIANCE WITH SUBPOENA', 'motion'],
  ['ORDER GRANTING DEFENDANT’S MOTION TO DISMISS', 'order'],
  ['DEFENDANTS’ OPPOSITION TO PLAINTIFF’S MOTION FOR SUMMARY JUDGMENT', 'motion'],
  ['PLAINTIFF’S OBJECTIONS AND RESPONSES TO DEFENDANTS’ FIRST SET OF INTERROGATORIES', 'discovery'],
  ['MEMORANDUM OPINION AND ORDER', 'order'],
  ['MEMORANDUM OF LAW IN SUPPORT OF MOTION TO REMAND', 'motion'],
  ['NOTICE OF DEPOSITION OF DANIEL REYES', 'discovery'],
  ['VIDEOTAPED DEPOSITION OF THOMAS R. OKAFOR', 'deposition'],
  ['NOTICE OF APPEAL', 'pleading'],
  ['FIRST AMENDED COMPLAINT FOR BREACH OF CONTRACT', 'pleading'],
  ['AFFIDAVIT OF JANE ROE IN SUPPORT OF MOTION', 'exhibit'],
  ['Exclusive License and Product Development Agreement', 'contract'],
  ['PURCHASE ORDER TERMS', undefined],
  ['Unpaid rent', undefined],
];

describe('kind of title', () => {
  for (const [title, kind] of titles) {
    it(`takes "${title}" for ${kind ?? 'nothing of its own'}`, () => expect(kindOfTitle(title)).to.equal(kind));
  }
});
