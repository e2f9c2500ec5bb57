import { expect } from 'chai';
import { findTitle } from './title.ts';

function titleOf(text: string): string | undefined {
  const [claim] = findTitle({ mediaType: 'text/plain', text, charStart: 7, chunks: [], mentions: [] });
  if (!claim) return undefined;
  const start = (claim.charStart ?? 0) - 7;
  expect(text.slice(start, start + claim.quote.length)).to.equal(claim.quote);
  return claim.value;
}

const caption = `UNITED STATES DISTRICT COURT\nFOR THE DISTRICT OF OHIO\n\nELLEN WARD,\n\n      Plaintiff,\n\n  v.\n\nNORTH PIER LLC,\n\n      Defendant.\n\n`;

describe('title', () => {
  it('prefers what the paper calls itself to the name of the case', () => {
    expect(titleOf(`${caption}DEFENDANT'S MOTION TO DISMISS\n\nDefendant moves.`)).to.equal(
      "DEFENDANT'S MOTION TO DISMISS",
    );
  });

  it('is neither the number of an agreement nor the legend of what was left out', () => {
    const legend = 'CONFIDENTIAL PORTIONS OF THIS AGREEMENT HAVE BEEN OMITTED\n\nAgreement No. 14-00333\n\n';
    expect(titleOf(`${legend}EXCLUSIVE LICENSE AGREEMENT\n\nThis Agreement is made.`)).to.equal(
      'EXCLUSIVE LICENSE AGREEMENT',
    );
    expect(titleOf('Exhibit 10.1\n\nSUBLEASE\n\nThis Sublease is made.')).to.equal('SUBLEASE');
  });

  it('joins the lines of one title', () => {
    const title =
      'PLAINTIFF’S MEMORANDUM OF LAW\nIN OPPOSITION TO DEFENDANT’S MOTION\nFOR SUMMARY JUDGMENT\n\nINTRODUCTION';
    expect(titleOf(`${caption}${title}`)).to.equal(
      'PLAINTIFF’S MEMORANDUM OF LAW IN OPPOSITION TO DEFENDANT’S MOTION FOR SUMMARY JUDGMENT',
    );
  });

  it('calls an opinion by its case', () => {
    expect(titleOf(`${caption}MEMORANDUM OPINION\n\nThe court finds.`)).to.equal('ELLEN WARD v. NORTH PIER LLC');
  });

  it('skips the exhibit label of a contract', () => {
    expect(titleOf('Exhibit 10.4\n\nMaster Services Agreement\n\nThis Agreement is made.')).to.equal(
      'Master Services Agreement',
    );
  });

  it('finds a title in text without line ends', () => {
    expect(titleOf(`EXHIBIT 10.3 SUPPLY AGREEMENT This Agreement is made by and between ${'x '.repeat(200)}`)).to.equal(
      'SUPPLY AGREEMENT',
    );
  });

  it('reads subject lines of mails and letters', () => {
    expect(titleOf('From: a@example.org\nTo: b@example.org\nSubject: Draft lease\n\nHi')).to.equal('Draft lease');
    expect(titleOf('May 4, 2021\n\nRe: Unpaid invoices\n\nDear Ms. Ward:\n')).to.equal('Unpaid invoices');
  });

  it('gives none where there is nothing like a title', () => {
    expect(titleOf('and so it went on, they said, for quite a while.\n')).to.equal(undefined);
  });

  it('reads a title in the right column of a caption whose columns the text has lost', () => {
    const text =
      'ACME LLC, Case No. 2:24-mc-00063\nMovant, NOTICE OF MOTION AND MOTION\nv. TO COMPEL COMPLIANCE WITH\nSUBPOENA\nTIDE CORP.,\nRespondent.';
    expect(titleOf(text)).to.equal('NOTICE OF MOTION AND MOTION TO COMPEL COMPLIANCE WITH SUBPOENA');
  });

  it('takes no line of a caption for the beginning of a title', () => {
    const text =
      'IN RE: Filters Products No. MDL 15-02641\nLiability Litigation,\nSUGGESTION OF REMAND AND\nTRANSFER ORDER\n';
    expect(titleOf(text)).to.equal('SUGGESTION OF REMAND AND TRANSFER ORDER');
  });

  it('takes neither a numbered heading nor a date for a title', () => {
    expect(titleOf('Jul 31,2019\n\nB. The Response Was Late\n\nand so it went on for long.')).to.equal(undefined);
  });
});
