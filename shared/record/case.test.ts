import { expect } from 'chai';
import { fromColumns, tableName, toColumns } from './case.ts';

describe('column names', () => {
  it('go to camel case and back, and what is inside a JSON column is left alone', () => {
    const row = { char_start: 1, page_number: 2, properties: { keep_me: { asIs: 1 } } };
    const typed = fromColumns<Record<string, unknown>>(row);
    expect(typed).to.deep.equal({ charStart: 1, pageNumber: 2, properties: { keep_me: { asIs: 1 } } });
    expect(toColumns(typed)).to.deep.equal(row);
  });

  it('name the table of a batch', () => {
    expect(tableName('relationshipStaging')).to.equal('relationship_staging');
  });
});
