import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import { expect } from 'chai';
import { multipart } from './multipart.ts';

/** What a server reads from a form. */
async function read(form: ReturnType<typeof multipart>) {
  const seen: { fields: [string, string][]; fileName?: string; bytes: Buffer[] } = { fields: [], bytes: [] };
  const busboy = new Busboy({ headers: { 'content-type': form.contentType } });
  busboy.on('field', (name, value) => seen.fields.push([name, value]));
  busboy.on('file', (_, stream, fileName) => {
    seen.fileName = fileName;
    stream.on('data', (piece: Buffer) => seen.bytes.push(piece));
  });
  await pipeline(Readable.from(form.body), busboy);
  return { ...seen, bytes: Buffer.concat(seen.bytes) };
}

const bytesOf = (...pieces: Buffer[]): AsyncIterable<Buffer> => Readable.from(pieces);

describe('multipart', () => {
  it('carries fields and bytes exactly', async () => {
    const bytes = Buffer.from('line\r\n--form-\r\n\0binary\xff\r\n\r\n', 'latin1');
    const form = multipart(
      { metadata: '{"a":"é\\r\\n"}', absent: undefined, sourcePath: 'a/b.pdf' },
      { field: 'files', name: 'b.pdf', bytes: bytesOf(bytes.subarray(0, 7), bytes.subarray(7)) },
    );
    const seen = await read(form);
    expect(seen.fields).to.deep.equal([
      ['metadata', '{"a":"é\\r\\n"}'],
      ['sourcePath', 'a/b.pdf'],
    ]);
    expect(seen.bytes.equals(bytes)).to.equal(true);
  });

  it('sends names in UTF-8 and lets none of them end its header', async () => {
    const name = 'Übung § 3 "final".pdf\r\nX: y';
    const seen = await read(multipart({}, { field: 'files', name, bytes: bytesOf(Buffer.from('x')) }));
    expect(seen.fileName).to.equal('Übung § 3 %22final%22.pdf%0D%0AX: y');
    expect(seen.bytes.toString()).to.equal('x');
  });
});
