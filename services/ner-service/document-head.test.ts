import { expect } from 'chai';
import { readDocumentHead } from './document-head.ts';

const read = (text: string) => readDocumentHead(text, []);

describe('readDocumentHead', () => {
  it('reads the caption of a pleading, and its date where it is signed', () => {
    const text = `IN THE UNITED STATES DISTRICT COURT\nFOR THE DISTRICT OF MAINE\n\nALPHA MARINE, INC.,\nPlaintiff,\nv.\nBETA LLC,\nDefendant.\n\nNo. 23-1\n\nCOMPLAINT\n\n1. The parties signed on March 1, 2021.\n\nDated: October 20, 2023\n`;
    expect(read(text)).to.deep.equal({
      title: 'COMPLAINT',
      date: 'October 20, 2023',
      parties: 'ALPHA MARINE, INC. v. BETA LLC',
    });
  });

  it('reads title, date and parties of a contract', () => {
    const text =
      'Exhibit 10.1\n\nSUPPLY AGREEMENT\n\nThis Supply Agreement is entered into as of March 1, 2021 by and between Alpha Marine, Inc., a Delaware corporation (“Buyer”), and Beta LLC, a limited liability company (“Seller”).\n';
    expect(read(text)).to.deep.equal({
      title: 'SUPPLY AGREEMENT',
      date: 'March 1, 2021',
      parties: 'Alpha Marine, Inc. and Beta LLC',
    });
  });

  it('takes subject and date of a mail', () => {
    expect(
      read('From: Ann\nSent: Monday, June 3, 2024 9:00 AM\nTo: Bob\nSubject: RE: The panels\n\nHi.\n'),
    ).to.deep.equal({
      title: 'RE: The panels',
      date: 'Monday, June 3, 2024 9:00 AM',
    });
  });

  it('reads a caption on one line', () => {
    expect(read('Smith v. Jones\n\nORDER\n').parties).to.equal('Smith v. Jones');
  });

  it('says nothing of a text that shows nothing', () => {
    expect(read('we met on tuesday and talked.\n')).to.deep.equal({});
    expect(read('')).to.deep.equal({});
  });

  it('takes no section for the title', () => {
    expect(read('I. BACKGROUND\nThe parties met.\n')).to.deep.equal({});
  });
});
