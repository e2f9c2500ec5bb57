import { expect } from 'chai';
import { PipelineError } from '../../shared/errors.ts';
import { chunksOf, mentionsOf } from '../../test/support/rows.ts';
import { chunksOfPart, partsOf, passageOf } from './passage.ts';

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

  it('is cut into parts that hold every chunk once', () => {
    const parts = partsOf(chunks, 2);
    expect(parts).to.deep.equal([
      { from: 0, to: 2 },
      { from: 2, to: 3 },
    ]);
    expect(parts.flatMap(part => chunksOfPart(chunks, part))).to.deep.equal(chunks);
    expect(() => chunksOfPart(chunks, { from: 2, to: 4 }))
      .to.throw(PipelineError)
      .with.property('code', 'I_PAYLOAD');
  });
});
