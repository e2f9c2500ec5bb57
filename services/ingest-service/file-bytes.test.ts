import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import { PipelineError } from '../../shared/errors.ts';
import { mediaTypeHeadBytes } from '../../shared/files/media-type.ts';
import { readFileBytes } from './file-bytes.ts';

const pieces = (count: number, size: number) => Array.from({ length: count }, (_, i) => Buffer.alloc(size, i));
const failing = async (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    error => error,
  );

describe('readFileBytes', () => {
  it('gives the head first and then every byte once', async () => {
    const all = pieces(9, 10_007);
    const bytes = readFileBytes(Readable.from(all));
    const head = await bytes.head();
    expect(head.equals(Buffer.concat(all).subarray(0, mediaTypeHeadBytes))).to.equal(true);
    expect((await buffer(bytes.upTo(1e6))).equals(Buffer.concat(all))).to.equal(true);
    expect(bytes.count()).to.equal(9 * 10_007);
  });

  it('gives all of a short file as its head, and nothing of an empty one', async () => {
    expect((await readFileBytes(Readable.from([Buffer.from('short')])).head()).toString()).to.equal('short');
    expect(await readFileBytes(Readable.from([])).head()).to.have.lengthOf(0);
  });

  it('takes exactly the limit and not a byte more', async () => {
    expect(await buffer(readFileBytes(Readable.from(pieces(3, 100))).upTo(300))).to.have.lengthOf(300);
    expect(await failing(buffer(readFileBytes(Readable.from(pieces(3, 100))).upTo(299)))).to.have.property(
      'code',
      'L_FILE_TOO_LARGE',
    );
  });

  it('applies the limit to what was looked at already', async () => {
    const bytes = readFileBytes(Readable.from(pieces(1, 500)));
    await bytes.head();
    expect(await failing(buffer(bytes.upTo(499)))).to.have.property('code', 'L_FILE_TOO_LARGE');
  });

  it('drains what a refused file leaves, and counts it', async () => {
    const bytes = readFileBytes(Readable.from(pieces(50, 10_000)));
    await failing(buffer(bytes.upTo(100_000)));
    await bytes.drain();
    expect(bytes.count()).to.equal(500_000);
  });

  it('fails with the reason its stream was destroyed for, however often it is asked', async () => {
    const stream = new Readable({ read() {} });
    stream.on('error', () => {});
    const bytes = readFileBytes(stream);
    const reason = new PipelineError('I_UPLOAD_ABORTED', 'gone');
    stream.push(Buffer.from('begun'));
    const head = failing(bytes.head());
    stream.destroy(reason);
    expect(await head).to.equal(reason);
    expect(await failing(bytes.drain())).to.equal(reason);
  });
});
