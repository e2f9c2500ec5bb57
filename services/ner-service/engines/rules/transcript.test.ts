import { expect } from 'chai';
import { withoutLineNumbers } from './transcript.ts';

describe('line numbers of a transcript', () => {
  const lines = Array.from(
    { length: 8 },
    (_, at) => `${String(at + 1).padStart(2)}   Q.  Did Tide Coatings pay on day ${at}?`,
  );

  it('become blanks, and every other character stays where it is', () => {
    const text = lines.join('\n');
    const blanked = withoutLineNumbers(text);
    expect(blanked).to.have.length(text.length);
    expect(blanked).to.match(/^ {5}Q\. {2}Did Tide Coatings pay on day 0\?\n {5}Q/);
  });

  it('stay where lines are not numbered one after the other', () => {
    for (const text of ['12   Main Street\n15   Harbor Street', lines.slice(0, 4).join('\n'), '1. One\n2. Two']) {
      expect(withoutLineNumbers(text)).to.equal(text);
    }
  });
});
