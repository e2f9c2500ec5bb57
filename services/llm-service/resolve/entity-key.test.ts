import { expect } from 'chai';
import type { MentionType } from '../../../shared/domain/rows.ts';
import { displayName, entityKey } from './entity-key.ts';

const same: [MentionType, string, string][] = [
  ['ORGANIZATION', 'Ideal Electronic Security Co., Inc.', 'IDEAL ELECTRONIC SECURITY COMPANY INCORPORATED'],
  ['ORGANIZATION', 'C. R. Bard, Inc.', 'C.R. Bard Inc'],
  ['ORGANIZATION', 'Smith & Sons Corp.', 'Smith and Sons Corporation'],
  ['ORGANIZATION', 'The Boeing Company', 'Boeing Company'],
  ['ORGANIZATION', 'EWSD 1, L.L.C.', 'EWSD 1 Limited Liability Company'],
  ['PERSON', 'Hon. Deborah J. Alessi', 'DEBORAH J. ALESSI'],
  ['PERSON', 'O’Neil, Esq.', "O'Neil"],
  ['LOCATION', 'St. Louis', 'ST LOUIS'],
  ['CASE_CITATION', '564 F.3d  40', '564 F.3d 40'],
];

const different: [MentionType, string, string][] = [
  ['PERSON', 'John Smith', 'Jane Smith'],
  ['PERSON', 'John Smith', 'John Smith Jr.'],
  ['PERSON', 'John A. Smith', 'John B. Smith'],
  ['LOCATION', 'St. Louis City', 'St. Louis County'],
  ['ORGANIZATION', 'State', 'State Farm'],
  ['ORGANIZATION', 'Acme Inc.', 'Acme LLC'],
  ['ORGANIZATION', 'Company Store Inc.', 'Store Inc.'],
  ['DATE', '2013-06-13', '2013-06'],
  ['MONEY', 'USD 1250.00', 'USD 12.50'],
  ['DOCKET', '96-7169', '96-7186'],
  ['CASE_CITATION', '564 F.3d 40', '564 F.3d 400'],
];

describe('entity key', () => {
  for (const [type, a, b] of same) {
    it(`takes "${a}" and "${b}" for one ${type}`, () => expect(entityKey(type, a)).to.equal(entityKey(type, b)));
  }
  for (const [type, a, b] of different) {
    it(`keeps "${a}" and "${b}" apart`, () => expect(entityKey(type, a)).not.to.equal(entityKey(type, b)));
  }

  it('is empty for punctuation', () => expect(entityKey('PERSON', ' -- ')).to.equal(''));
});

describe('display name', () => {
  it('is the one in ordinary capitals, then the longest, then code point order', () => {
    expect(displayName(['ACME CORPORATION OF OHIO', 'Acme Corp.', 'Acme Corporation'])).to.equal('Acme Corporation');
    expect(displayName(['Court of Appeals FOR THE First Circuit', 'Court of Appeals for the First Circuit'])).to.equal(
      'Court of Appeals for the First Circuit',
    );
    expect(displayName(['Bank Of Ohio', 'Bank of Ohio', 'BANK OF OHIO'])).to.equal('Bank of Ohio');
    expect(displayName(['IBM', 'IBM Corporation'])).to.equal('IBM Corporation');
    expect(displayName(['Bob', 'Abe'])).to.equal('Abe');
  });

  it('is the full name, whatever its legal form', () => {
    expect(displayName(['Boyd', 'R. C. Boyd Enterprises, LLC'])).to.equal('R. C. Boyd Enterprises, LLC');
  });

  it('does not depend on the order of the aliases', () => {
    const aliases = ['Acme', 'ACME', 'Acmé', 'acme'];
    expect(displayName(aliases.toReversed())).to.equal(displayName(aliases));
  });
});
