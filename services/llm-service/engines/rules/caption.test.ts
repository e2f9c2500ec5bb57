import { expect } from 'chai';
import { findCaseName } from './caption.ts';
import { headLines } from './head-lines.ts';

const nameIn = (text: string) => findCaseName(headLines(text))?.value;

describe('caption', () => {
  it('reads parties above and below the "v."', () => {
    const text = 'No. 21-100\n\nMARY ANNE DOE,\n\n   Appellant,\n\nvs.\n\nSTATE OF OHIO,\n\n   Respondent.';
    expect(nameIn(text)).to.equal('MARY ANNE DOE v. STATE OF OHIO');
  });

  it('keeps the columns of a caption apart', () => {
    const text = `MARY DOE,              )     No. ED10\n                       )\n     Appellant,        )     Appeal from\n                       )     Pike County, Ohio\nvs.                    )     No. 17-CC\n                       )\nSTATE OF OHIO,         )     Judge Roe\n`;
    expect(nameIn(text)).to.equal('MARY DOE v. STATE OF OHIO');
  });

  it('follows a name over the line end', () => {
    expect(
      nameIn('JOHN ROE, in his capacity as Director of the\nState Bank,\n  Plaintiff,\nv.\nACME CORP.,\n Defendant'),
    ).to.equal('JOHN ROE, in his capacity as Director of the State Bank v. ACME CORP.');
  });

  it('follows a name whose next line begins with a joining word', () => {
    expect(
      nameIn('KAREN ROE, as Administrator\nof the Estate of MILAN ROE,\n  Plaintiff,\nv.\nACME CORP.,\n Defendant'),
    ).to.equal('KAREN ROE, as Administrator of the Estate of MILAN ROE v. ACME CORP.');
  });

  it('reads a caption on one line, and one that breaks after the "v."', () => {
    expect(nameIn('Roe v. Acme Corp.\n\nOPINION')).to.equal('Roe v. Acme Corp.');
    expect(nameIn('JOHN ROE, Petitioner v.\nCOMMISSIONER OF REVENUE, Respondent')).to.equal(
      'JOHN ROE v. COMMISSIONER OF REVENUE',
    );
  });

  it('takes no cited case for the caption', () => {
    expect(nameIn('See United States v. Detroit Lumber Co., 200 U. S. 321, 337.')).to.equal(undefined);
  });

  it('reads matters without an opponent', () => {
    expect(nameIn('IN RE: Estate of John Roe\nNo. 5')).to.equal('IN RE: Estate of John Roe');
  });
});
