import { expect } from 'chai';
import { detectMediaType, mediaTypeHeadBytes } from './media-type.ts';
import { wordMediaTypes } from './office.ts';

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** The beginning of a ZIP with members of these names and sizes, stored. */
function zipHead(members: [name: string, content: string | number][]): Buffer {
  const pieces = members.flatMap(([name, content]) => {
    const bytes = typeof content === 'number' ? Buffer.alloc(content, 7) : Buffer.from(content);
    const header = Buffer.alloc(30);
    header.write('PK\x03\x04', 'latin1');
    header.writeUInt32LE(bytes.length, 18);
    header.writeUInt32LE(bytes.length, 22);
    header.writeUInt16LE(name.length, 26);
    return [header, Buffer.from(name), bytes];
  });
  return Buffer.concat(pieces).subarray(0, mediaTypeHeadBytes);
}

const types = (kind: string) => `<Types><Override ContentType="application/vnd.${kind}.main+xml"/></Types>`;
const of = async (members: [string, string | number][]) => (await detectMediaType(zipHead(members))).mediaType;

describe('detectMediaType of packages', () => {
  it('knows a Word document wherever its list of types stands', async () => {
    const list: [string, string] = [
      '[Content_Types].xml',
      types('openxmlformats-officedocument.wordprocessingml.document'),
    ];
    expect(await of([list, ['word/document.xml', 10]])).to.equal(word);
    expect(await of([['word/document.xml', 10], ['_rels/.rels', 10], list])).to.equal(word);
    expect(await of([['word/document.xml', 100_000], list])).to.equal(word);
    expect(await of([['_rels/.rels', 10], ['docProps/thumbnail.jpeg', 100_000], list])).to.equal(word);
    expect(await detectMediaType(zipHead([list]))).to.deep.equal({ mediaType: word, stage: 'ocr' });
  });

  it('knows its relatives with macros and templates', async () => {
    const first = (kind: string) =>
      detectMediaType(
        zipHead([
          ['[Content_Types].xml', types(kind)],
          ['word/document.xml', 10],
        ]),
      );
    for (const kind of [
      'ms-word.document.macroEnabled',
      'ms-word.template.macroEnabledTemplate',
      'openxmlformats-officedocument.wordprocessingml.template',
    ]) {
      const { mediaType, stage } = await first(kind);
      expect(wordMediaTypes as readonly string[], kind).to.include(mediaType);
      expect(stage).to.equal('ocr');
    }
  });

  it('does not take other packages and archives for one', async () => {
    const sheet = types('openxmlformats-officedocument.spreadsheetml.sheet');
    expect(
      await of([
        ['[Content_Types].xml', sheet],
        ['xl/workbook.xml', 10],
      ]),
    ).to.match(/spreadsheetml/);
    expect(await of([['xl/workbook.xml', 100_000]])).to.match(/spreadsheetml/);
    expect(
      await of([
        ['_rels/.rels', 10],
        ['ppt/presentation.xml', 100_000],
      ]),
    ).to.match(/presentationml/);
    expect(await of([['word/letter to counsel.txt', 100_000]])).to.equal('application/zip');
    expect(
      await of([
        ['letters/a.txt', 10],
        ['word/notes.txt', 10],
      ]),
    ).to.equal('application/zip');
  });
});
