import { expect } from 'chai';
import { createHeadingPath } from './heading-path.ts';
import { readOutlineLine } from './outline.ts';

/** The path after each line. */
function paths(...lines: string[]): string[] {
  const outline = createHeadingPath();
  return lines.map(line => {
    const read = readOutlineLine(line, outline.last());
    if (!read) throw new Error(`"${line}" opens nothing`);
    outline.enter(read);
    return outline.path().join(' > ');
  });
}

describe('createHeadingPath', () => {
  it('puts no section under a recital', () => {
    expect(paths('A. The parties made a lease of the land.', 'Section 1. Definitions.')).to.deep.equal([
      'A',
      'Section 1. Definitions',
    ]);
  });

  it('nests clauses under articles and items under clauses', () => {
    expect(
      paths(
        'ARTICLE V PAYMENT',
        '5.1 Price. It is low.',
        '5.2 Invoices. Monthly.',
        '(a) in writing',
        '(i) signed',
        '(ii) dated',
        '(b) on time',
        'ARTICLE VI LAW',
      ),
    ).to.deep.equal([
      'ARTICLE V PAYMENT',
      'ARTICLE V PAYMENT > 5.1 Price',
      'ARTICLE V PAYMENT > 5.2 Invoices',
      'ARTICLE V PAYMENT > 5.2 Invoices > (a)',
      'ARTICLE V PAYMENT > 5.2 Invoices > (a) > (i)',
      'ARTICLE V PAYMENT > 5.2 Invoices > (a) > (ii)',
      'ARTICLE V PAYMENT > 5.2 Invoices > (b)',
      'ARTICLE VI LAW',
    ]);
  });

  it('takes the order of styles from the document', () => {
    expect(paths('I. FACTS', 'A. The Lease', '1. Rent', 'B. The Breach').at(-1)).to.equal('I. FACTS > B. The Breach');
    expect(paths('1. Products', 'A. Quality', 'B. Price', '2. Term').slice(2)).to.deep.equal([
      '1. Products > B. Price',
      '2. Term',
    ]);
  });

  it('takes a series that starts anew inside a clause for a list, and finds back out of it', () => {
    expect(
      paths(
        '7. The Buyer shall pay as follows, at the latest on the days below:',
        '1. The first half on signing, by wire.',
        '2. The other half on delivery, by wire.',
        '8. The Seller shall deliver.',
      ),
    ).to.deep.equal(['7', '7 > 1', '7 > 2', '8']);
  });

  it('puts numbered clauses beside the recitals, not under them', () => {
    expect(paths('RECITALS', 'A. The parties met and talked.', '1. DEFINITIONS')).to.deep.equal([
      'RECITALS',
      'RECITALS > A',
      '1. DEFINITIONS',
    ]);
  });

  it('puts an exhibit above all', () => {
    expect(paths('ARTICLE I TERM', '1.1 Term. Long.', 'EXHIBIT A').at(-1)).to.equal('EXHIBIT A');
  });
});
