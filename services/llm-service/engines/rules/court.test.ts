import { expect } from 'chai';
import { textPassage } from '../../../../test/support/passage.ts';
import { findCourt } from './court.ts';

const courtIn = (text: string) => findCourt(textPassage(text))[0]?.value;

describe('court', () => {
  it('is read over the lines of its name', () => {
    expect(courtIn('WO\n\nIN THE UNITED STATES DISTRICT COURT\nFOR THE DISTRICT OF ARIZONA\n\nIN RE: Harbor')).to.equal(
      'UNITED STATES DISTRICT COURT FOR THE DISTRICT OF ARIZONA',
    );
    expect(
      courtIn(
        '      United States Court of Appeals\n\n\n   FOR THE DISTRICT OF COLUMBIA CIRCUIT\n\nArgued May 3, 1997',
      ),
    ).to.equal('United States Court of Appeals FOR THE DISTRICT OF COLUMBIA CIRCUIT');
    expect(courtIn('In the Missouri Court of Appeals\nEastern District\n\nDIVISION THREE')).to.equal(
      'Missouri Court of Appeals Eastern District',
    );
    expect(courtIn('SUPERIOR COURT OF THE STATE OF CALIFORNIA\nCOUNTY OF SANTA CLARA\n\nMARTA HOLM,')).to.equal(
      'SUPERIOR COURT OF THE STATE OF CALIFORNIA COUNTY OF SANTA CLARA',
    );
  });

  it('begins with the state over it', () => {
    expect(courtIn('STATE OF MINNESOTA\nIN COURT OF APPEALS\nA20-1234')).to.equal(
      'STATE OF MINNESOTA IN COURT OF APPEALS',
    );
  });

  it('can be a board or a panel', () => {
    expect(
      courtIn('FILED\nAPPEALS BOARD\nBUREAU OF WORKERS’ COMPENSATION\nWORKERS’ COMPENSATION APPEALS BOARD\n'),
    ).to.equal('WORKERS’ COMPENSATION APPEALS BOARD');
    expect(courtIn('United States Judicial Panel on Multidistrict Litigation\nNotice')).to.equal(
      'United States Judicial Panel on Multidistrict Litigation',
    );
  });

  it('points at the mention of it', () => {
    const name = 'UNITED STATES TAX COURT';
    const document = textPassage(`${name}\n\nOLAF LIND, Petitioner v.`, 'order', ['COURT', name]);
    expect(findCourt(document)[0]?.properties).to.deep.equal({ mentionId: document.mentions[0]?.id });
  });

  it('is not the one an appeal comes from, nor one that prose speaks of', () => {
    expect(courtIn('CERTIORARI TO THE UNITED STATES COURT OF APPEALS FOR\nTHE TENTH CIRCUIT')).to.equal(undefined);
    expect(courtIn('Appeal from the\nCircuit Court of Pike County')).to.equal(undefined);
    expect(courtIn('The District Court granted the motion\nOpinion of the Court\nCourt Reporter')).to.equal(undefined);
  });
});
