import { expect } from 'chai';
import { PipelineError } from '../../shared/errors.ts';
import { chunksOf, mentionsOf } from '../../test/support/rows.ts';
import { passageOf } from './passage.ts';

const text = 'One day. Two days. Three days.';
const chunks = chunksOf(text, 9, 10);

describe('passage', () => {
  it('is the exact text of its chunks with the mentions in them', () => {
    const mentions = mentionsOf(text, chunks, ['DATE', 'One day'], ['DATE', 'Three days']);
    const passage = passageOf('text/plain', chunks.slice(1), mentions);
    expect(passage.text).to.equal('Two days. Three days.');
    expect(passage.charStart).to.equal(9);
    expect(passage.mentions.map(mention => mention.text)).to.deep.equal(['Three days']);
  });

  it('refuses chunks with a gap between them', () => {
    expect(() =>
      passageOf(
        'text/plain',
        [chunks[0], chunks[2]].flatMap(chunk => chunk ?? []),
        [],
      ),
    )
      .to.throw(PipelineError)
      .with.property('code', 'X_RECORD');
  });
});
