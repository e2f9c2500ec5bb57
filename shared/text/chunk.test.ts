import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { isInsideCharacter, isInsideWord } from './characters.ts';
import { chunkText, type TextChunk } from './chunk.ts';
import { cleanText } from './clean.ts';
import { countTokens, scanTokens } from './tokens.ts';

const folder = new URL('../../../shared/samples/txt/', import.meta.url);
const samples = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.txt')) : [];

const sentence = 'The Lessee shall pay the rent on the first day of each month without demand. ';
const chunks = (text: string, maxTokens = 1000) => chunkText(text, { maxTokens });

/** All that must hold for the chunks of any text. */
function expectSound(text: string, made: TextChunk[], maxTokens: number): void {
  expect(made.map(({ start, end }) => text.slice(start, end)).join('')).to.equal(text);
  for (const [at, { start, end, tokens }] of made.entries()) {
    expect(end).to.be.greaterThan(start);
    if (at > 0) expect(start).to.equal(made[at - 1]?.end);
    if (end - start > 8) expect(tokens).to.be.at.most(maxTokens);
    expect(isInsideCharacter(text, start) && end - start > 8, 'cut inside a character').to.equal(false);
    if (isInsideWord(text, start))
      expect(wordTokensAround(text, start), 'cut inside a short word').to.be.greaterThan(maxTokens * 0.4);
  }
}

function wordTokensAround(text: string, offset: number): number {
  let start = offset;
  let end = offset;
  while (start > 0 && isInsideWord(text, start)) start--;
  while (end < text.length && isInsideWord(text, end)) end++;
  return scanTokens(text, start, end).tokens;
}

describe('chunkText', () => {
  it('makes no chunk of no text', () => {
    expect(chunks('')).to.deep.equal([]);
  });

  it('keeps a short text whole', () => {
    expect(chunks(sentence)).to.deep.equal([
      { start: 0, end: sentence.length, tokens: countTokens(sentence), headingPath: [] },
    ]);
  });

  it('partitions any text, within the cap, cutting no character and no word that fits', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.constantFrom(
        '\n\n',
        '\n',
        ' ',
        '. ',
        'I. BACKGROUND\n',
        '5.2 Payment. ',
        '(b) the Seller',
        'x'.repeat(300),
        '😀'.repeat(90),
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 20, max: 300 }), (pieces, maxTokens) => {
        const text = cleanText(pieces.join(''));
        expectSound(text, chunks(text, maxTokens), maxTokens);
      }),
      { numRuns: 200 },
    );
  });

  for (const name of samples) {
    it(`partitions ${name} into chunks of hardly more than 500 tokens`, () => {
      const text = cleanText(readFileSync(new URL(name, folder), name.startsWith('utf16') ? 'utf16le' : 'utf8'));
      const made = chunks(text);
      expectSound(text, made, 1000);
      expect(Math.max(...made.map(({ tokens }) => tokens))).to.be.at.most(600);
    });
  }

  it('opens a chunk at a heading and puts it on the path', () => {
    const body = sentence.repeat(10);
    const text = `I. BACKGROUND\n${body}\n\nII. ARGUMENT\n${body}\n\nA. The Lease\n${body}`;
    const made = chunks(text);
    expect(made.map(({ start }) => text.slice(start, start + 6))).to.deep.equal(['I. BAC', 'II. AR', 'A. The']);
    expect(made.map(({ headingPath }) => headingPath)).to.deep.equal([
      ['I. BACKGROUND'],
      ['II. ARGUMENT'],
      ['II. ARGUMENT', 'A. The Lease'],
    ]);
  });

  it('never leaves a heading at the end of a chunk', () => {
    const text = Array.from({ length: 30 }, (_, n) => `${n + 1}. DUTIES\n${sentence.repeat((n * 7) % 13)}\n`).join(
      '\n',
    );
    for (const { start, end } of chunks(text).slice(0, -1)) {
      expect(text.slice(start, end).trimEnd()).not.to.match(/DUTIES$/);
    }
  });

  it('does not take a cross-reference in a wrapped line for a heading', () => {
    const text = `${sentence.repeat(8)}This applies to every payment that falls due as set out in\nSection 5.2\nand to nothing else in the lease between the two parties. ${sentence.repeat(8)}`;
    expect(chunks(text).every(({ headingPath }) => headingPath.length === 0)).to.equal(true);
  });

  it('prefers the start of a clause to the end of a sentence', () => {
    const text = Array.from({ length: 6 }, (_, n) => `${n + 1}.1 ${sentence.repeat(9)}\n`).join('');
    expect(chunks(text).every(({ start }) => /^\d\.1 /.test(text.slice(start)))).to.equal(true);
  });

  it('does not cut where a page breaks a sentence', () => {
    const text = `${sentence.repeat(17)}The order was entered on December\n\n22, 2020 and served. ${sentence.repeat(17)}`;
    const split = text.indexOf('22, 2020');
    expect(chunks(text).some(({ start }) => start === split)).to.equal(false);
  });

  it('joins a small rest to the chunk before it', () => {
    const made = chunks(`${sentence.repeat(31)}\n\nSo ordered.`);
    expect(made.at(-1)?.tokens).to.be.greaterThan(100);
  });

  it('keeps to the cap in text without white space', () => {
    const made = chunks('a1b2'.repeat(20_000), 1000);
    expect(made.every(({ tokens }) => tokens <= 1000)).to.equal(true);
  });

  it('gives the same chunks for the same text', () => {
    const text = `I. FACTS\n${sentence.repeat(200)}`;
    expect(chunks(text)).to.deep.equal(chunks(text));
  });
});
