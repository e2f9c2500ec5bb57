import { expect } from 'chai';
import fc from 'fast-check';
import { type MimePart, mostNested, mostParts, parseMime } from './mime-tree.ts';

const leaves = (part: MimePart): MimePart[] => (part.parts.length ? part.parts.flatMap(leaves) : [part]);

function read(text: string) {
  const bytes = Buffer.from(text);
  const tree = parseMime(bytes);
  const parts = leaves(tree.root).map(part => [
    part.path,
    part.type,
    bytes.toString('utf8', part.bodyStart, part.bodyEnd),
  ]);
  return { ...tree, parts };
}

const mixed = (body: string) => `Subject: x\nContent-Type: multipart/mixed; boundary="b"\n\n${body}`;

describe('parseMime', () => {
  it('numbers parts as IMAP does and leaves the line break to the delimiter', () => {
    const { parts, damage } = read(
      mixed(
        'preamble\n--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\none\n--c\r\nContent-Type: text/html\r\n\r\ntwo\r\n\r\n--c--\n--b\nContent-Type: image/png\n\nxyz\n--b--\nepilogue',
      ),
    );
    expect(parts).to.deep.equal([
      ['1.1', 'text/plain', 'one'],
      ['1.2', 'text/html', 'two\r\n'],
      ['2', 'image/png', 'xyz'],
    ]);
    expect(damage).to.equal(0);
  });

  it('takes parts of a digest for messages', () => {
    const { parts } = read('Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: a\n\ntext\n--b--');
    expect(parts).to.deep.equal([['1', 'message/rfc822', 'Subject: a\n\ntext']]);
  });

  it('skips a byte order mark, blank lines and an mbox line', () => {
    for (const start of ['\ufeff', '\r\n\n', 'From a@b Tue Mar  5 10:00:00 2024\n', '\ufeff\nFrom x y\r\n']) {
      expect(read(`${start}Subject: a\n\nbody`).parts, start).to.deep.equal([['', 'text/plain', 'body']]);
    }
  });

  it('does not take a longer boundary for its own', () => {
    expect(read(mixed('--b\n\none\n--bc\ntwo\n--b--')).parts).to.deep.equal([['1', 'text/plain', 'one\n--bc\ntwo']]);
  });

  it('reads on where the structure is broken, and counts', () => {
    const unclosed = read(mixed('--b\n\none\n--b\n\ntwo'));
    expect(unclosed.parts.map(([, , text]) => text)).to.deep.equal(['one', 'two']);
    expect(unclosed.damage).to.equal(1);
    const unnamed = read('Content-Type: multipart/mixed\n\n--xyz\nContent-Type: text/plain\n\none\n--xyz--');
    expect(unnamed.parts).to.deep.equal([['1', 'text/plain', 'one']]);
    const nothing = read(mixed('just words'));
    expect(nothing.parts).to.deep.equal([['', 'text/plain', 'just words']]);
    expect(nothing.damage).to.be.greaterThan(0);
    expect(read('Subject: x\nthis is no header\n\nbody').parts).to.deep.equal([
      ['', 'text/plain', 'this is no header\n\nbody'],
    ]);
    const after = read(mixed('--b\n\none\n--b--\nmore\n--b\n\ntwo\n--b--'));
    expect(after.parts.map(([, , text]) => text)).to.deep.equal(['one', 'two']);
  });

  it('bounds depth and number of parts, and counts what it leaves out', () => {
    let deep = 'Content-Type: text/plain\n\nend';
    for (let level = 0; level < 100; level++) {
      deep = `Content-Type: multipart/mixed; boundary=b${level}x\n\n--b${level}x\n${deep}\n--b${level}x--`;
    }
    const tree = read(deep);
    expect(tree.leftOut).to.equal(1);
    expect(tree.parts[0]?.[0]?.split('.')).to.have.length(mostNested);
    const many = read(mixed(`${'--b\n\nx\n'.repeat(mostParts + 500)}--b--`));
    expect(many.leftOut).to.equal(501);
  });

  it('gives ranges in order and inside the file, whatever the bytes', () => {
    const piece = fc.constantFrom(
      '--b',
      '--b--',
      '\n',
      '\r\n',
      'Content-Type: multipart/mixed; boundary=b',
      'x',
      '--',
      ' ',
      ':',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
        const text = mixed(pieces.join(''));
        let at = 0;
        for (const part of leaves(parseMime(Buffer.from(text)).root)) {
          expect(part.headerStart).to.be.at.least(at);
          expect(part.bodyStart).to.be.within(part.headerStart, part.bodyEnd);
          at = part.bodyEnd;
        }
        expect(at).to.be.at.most(text.length);
      }),
    );
  });

  it('reads a megabyte of nothing but delimiters and of one header in time', () => {
    const started = performance.now();
    parseMime(Buffer.from(mixed('--b'.repeat(350_000))));
    parseMime(Buffer.from(`Content-Type: multipart/mixed;${' boundary'.repeat(110_000)}\n\n--\n`));
    parseMime(Buffer.from(`Content-Type: ${';'.repeat(500_000)}${' '.repeat(500_000)}\n\n`));
    expect(performance.now() - started).to.be.lessThan(2_000);
  });
});
