import { expect } from 'chai';
import { PipelineError } from '../shared/errors.ts';
import { chunkRangeOf, chunkRanges } from './chunk-ranges.ts';
import type { PartInput } from './stage.ts';

describe('chunk ranges', () => {
  it('hold every chunk once', () => {
    expect(chunkRanges(5, 2)).to.deep.equal([
      { from: 0, to: 2 },
      { from: 2, to: 4 },
      { from: 4, to: 5 },
    ]);
    expect(chunkRanges(0, 2)).to.deep.equal([]);
  });

  it('are read back from the input of a part, and refused where the document has no such chunks', () => {
    expect(chunkRangeOf({ from: 2, to: 4 }, 4)).to.deep.equal({ from: 2, to: 4 });
    for (const input of [
      { from: 2, to: 5 },
      { from: -1, to: 2 },
      { from: 2, to: 2 },
      { from: '0', to: 2 },
      { to: 2 },
    ] as PartInput[]) {
      expect(() => chunkRangeOf(input, 4))
        .to.throw(PipelineError)
        .with.property('code', 'I_PAYLOAD');
    }
  });
});
