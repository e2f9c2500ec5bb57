import { expect } from 'chai';
import { consolidate } from './consolidate.ts';
import { findMentions } from './engines/rules/engine.ts';

/** What is cited again, and what it is taken for. */
const citedAgain = (text: string) => {
  const found = findMentions(text).map(mention => ({ ...mention, chunk: 0 }));
  const chunks = [{ start: 0, end: text.length, tokens: 1, headingPath: [], kind: 'text' as const }];
  return consolidate(text, chunks, found, {})
    .filter(({ properties: { form } }) => form === 'id' || form === 'supra' || form === 'short')
    .map(({ type, start, end, value, properties }) => [
      type,
      text.slice(start, end),
      properties.refersTo ?? null,
      value === properties.refersTo,
    ]);
};

describe('what is cited again', () => {
  it('is the decision before "id. at" a page, whatever statute was named since', () => {
    const text = 'Roe v. Poe, 12 F.3d 40 (1993), on 42 U.S.C. § 1983. Id. at 47.';
    expect(citedAgain(text)).to.deep.equal([['CASE_CITATION', 'Id. at 47', '12 F.3d 40', true]]);
  });

  it('is the authority before "id.", a statute too', () => {
    expect(
      citedAgain('Roe v. Poe, 12 F.3d 40, 44 (1st Cir. 1993). Id. at 45. See 42 U.S.C. § 1983. Id.'),
    ).to.deep.equal([
      ['CASE_CITATION', 'Id. at 45', '12 F.3d 40', true],
      ['STATUTE', 'Id.', '42 U.S.C. § 1983', true],
    ]);
  });

  it('is the case of that name before "supra", of that volume before "at"', () => {
    const text =
      'Roe v. Hanley Mills, Inc., 12 F.3d 40 (1st Cir. 1993); In re Tarbox, 9 F.3d 7 (1993). Hanley, supra, at 41; 12 F.3d at 43; Tarbox, 9 F.3d at 8.';
    expect(citedAgain(text)).to.deep.equal([
      ['CASE_CITATION', 'Hanley, supra, at 41', '12 F.3d 40', true],
      ['CASE_CITATION', '12 F.3d at 43', '12 F.3d 40', true],
      ['CASE_CITATION', 'Tarbox, 9 F.3d at 8', '9 F.3d 7', true],
    ]);
  });

  it('is the first of parallel citations, and not what a parenthesis quotes', () => {
    const text =
      'Roe v. Poe, 410 U.S. 113, 93 S. Ct. 705 (1973) (quoting Doe v. Coe, 300 U.S. 100, 101 (1937)). Id. at 120.';
    expect(citedAgain(text)).to.deep.equal([['CASE_CITATION', 'Id. at 120', '410 U.S. 113', true]]);
  });

  it('is another case where the page is not in the one before', () => {
    const text = 'Roe v. Poe, 12 F.3d 40 (1993). Doe v. Coe, 9 F.3d 700 (1993). Id. at 45. Id. at 9999.';
    expect(citedAgain(text)).to.deep.equal([
      ['CASE_CITATION', 'Id. at 45', '12 F.3d 40', true],
      ['CASE_CITATION', 'Id. at 9999', null, false],
    ]);
  });

  it('is nobody knows what without anything before', () => {
    expect(citedAgain('Id. at 5. See Foxworth, supra, at 12.')).to.deep.equal([
      ['CASE_CITATION', 'Id. at 5', null, false],
      ['CASE_CITATION', 'Foxworth, supra, at 12', null, false],
    ]);
  });
});
