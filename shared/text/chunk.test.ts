import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { type ChunkKind, chunkKinds } from '../domain/rows.ts';
import type { Mark } from '../domain/structure.ts';
import { isInsideCharacter, isInsideWord } from './characters.ts';
import { chunkText, type TextChunk } from './chunk.ts';
import { cleanText } from './clean.ts';
import { countTokens, scanTokens } from './tokens.ts';

const folder = new URL('../../../shared/samples/txt/', import.meta.url);
const samples = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.txt')) : [];

const sentence = 'The Lessee shall pay the rent on the first day of each month without demand. ';
const chunks = (text: string, maxTokens = 1000) => chunkText(text, { maxTokens });
/** First words of each chunk, and its path. */
const outline = (text: string) =>
  chunks(text).map(({ start, end, headingPath }) => [
    text.slice(start, end).trim().split(/\s+/).slice(0, 2).join(' '),
    headingPath.join(' > '),
  ]);
const citations = ['564 F.3d 40, 45 (1st Cir. 2009)', '28 U.S.C. § 1332(a)', 'Fed. R. Civ. P. 12(b)(6)', 'Id. at 5'];

/** All that must hold for the chunks of any text. */
function expectSound(text: string, made: TextChunk[], maxTokens: number): void {
  expect(made.map(({ start, end }) => text.slice(start, end)).join('')).to.equal(text);
  for (const [at, { start, end, tokens }] of made.entries()) {
    expect(end).to.be.greaterThan(start);
    if (at > 0) expect(start).to.equal(made[at - 1]?.end);
    expect(tokens).to.equal(countTokens(text, start, end));
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
      { start: 0, end: sentence.length, kind: 'text', tokens: countTokens(sentence), headingPath: [] },
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
        'ARTICLE V\nPAYMENT\n',
        'TABLE OF CONTENTS\n',
        '1. Term .......... 4\n',
        '     2. Price. ',
        'Q.   Did you?\n',
        'A.   Yes.\n',
        'From: A\nTo: B\nSubject: C\n\n',
        '> quoted\n> twice\n',
        'IN WITNESS WHEREOF\nBy: ____\n',
        'Item   Units   Price\nA   1   2\nB   3   4\n',
        'a\tb\n',
        ...citations.map(citation => `See ${citation}. `),
        'x'.repeat(300),
        '😀'.repeat(90),
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 20, max: 300 }), (pieces, maxTokens) => {
        const text = cleanText(pieces.join(''));
        const made = chunks(text, maxTokens);
        expectSound(text, made, maxTokens);
        expect(chunks(text, maxTokens)).to.deep.equal(made);
      }),
      { numRuns: 200 },
    );
  });

  for (const name of samples) {
    it(`partitions ${name} into chunks within the cap`, () => {
      const text = cleanText(readFileSync(new URL(name, folder), name.startsWith('utf16') ? 'utf16le' : 'utf8'));
      const made = chunks(text);
      expectSound(text, made, 1000);
    });
  }

  it('takes a mark after a line break for a character of its own', () => {
    expect(isInsideCharacter('a\n\u0300b', 2)).to.equal(false);
    expect(isInsideCharacter('a\u0300b', 1)).to.equal(true);
  });

  it('never cuts inside a citation', () => {
    const near = (citation: string) => {
      const text =
        `The rule is settled, as the court has said more than once, ${citation} ${'and again '.repeat(3)}, ${citation}; `.repeat(
          90,
        );
      for (const { start } of chunks(text, 120).slice(1)) {
        const from = text.lastIndexOf(citation, start - 1);
        expect(from < 0 || start >= from + citation.length, text.slice(start - 30, start + 30)).to.equal(true);
      }
    };
    for (const citation of citations) near(citation);
  });

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

  it('does not take a reference at the start of a wrapped line for a heading', () => {
    const text = `5.1 Rent. The tenant pays the rent that falls due on each month as it is set out in\nSection 5.2 of the Lease and in\nArticle IV hereof, and nothing else.\n\n5.2 Term. ${sentence.repeat(3)}`;
    expect(chunks(text).flatMap(({ headingPath }) => headingPath)).to.deep.equal(['5.1-5.2']);
  });

  it('keeps a clause with its items whole up to the cap', () => {
    const items = ['a', 'b', 'c', 'd'].map(letter => `(${letter}) ${sentence.repeat(12)}\n\n`).join('');
    const text = `ARTICLE V\nPAYMENT\n\n5.1 Price. ${sentence.repeat(8)}\n\n5.2 Invoices. The Seller shall:\n\n${items}5.3 Taxes. ${sentence.repeat(8)}\n`;
    expect(outline(text)).to.deep.equal([
      ['ARTICLE V', 'ARTICLE V PAYMENT > 5.1 Price'],
      ['5.2 Invoices.', 'ARTICLE V PAYMENT > 5.2 Invoices'],
      ['5.3 Taxes.', 'ARTICLE V PAYMENT > 5.3 Taxes'],
    ]);
  });

  it('cuts a clause over the cap at its items, each under the path of the clause', () => {
    const items = ['a', 'b', 'c'].map(letter => `(${letter}) ${sentence.repeat(30)}\n\n`).join('');
    const text = `ARTICLE V\nPAYMENT\n\n5.2 Invoices. The Seller shall:\n\n${items}`;
    expect(outline(text)).to.deep.equal([
      ['ARTICLE V', 'ARTICLE V PAYMENT > 5.2 Invoices'],
      ['(b) The', 'ARTICLE V PAYMENT > 5.2 Invoices > (b)'],
      ['(c) The', 'ARTICLE V PAYMENT > 5.2 Invoices > (c)'],
    ]);
  });

  it('keeps the words of a clause whole before a table in it', () => {
    const rows = 'Item\tPrice\nPanels\t12\nDoors\t9\n';
    const text = `5.2 Prices. The prices are:\n\n(a) ${sentence}\n\n(b) ${sentence}\n\n${rows}\n5.3 Taxes. ${sentence}\n`;
    expect(chunks(text).map(({ kind, start, end }) => [kind, /\(b\)/.test(text.slice(start, end))])).to.deep.equal([
      ['text', true],
      ['table', false],
      ['text', false],
    ]);
  });

  it('takes no list inside a sentence for items', () => {
    const text = `STANDARD OF REVIEW\n\nThe movant must show that his counsel failed him in (1) the advice he gave;\n(2) the motion he filed; and that he lost by it. ${sentence}\n`;
    expect(outline(text).map(([, path]) => path)).to.deep.equal(['STANDARD OF REVIEW']);
  });

  it('opens an item after one that ends in "and"', () => {
    const text = `7.3 Remedies. The Seller may:\n(a) ${sentence.repeat(20).trim()}; and\n(b) ${sentence.repeat(20)}\n\n(c) ${sentence.repeat(20).trim()}; or\n\n(d) sue.\n`;
    expect(outline(text).map(([, path]) => path)).to.deep.equal([
      '7.3 Remedies',
      '7.3 Remedies > (b)',
      '7.3 Remedies > (c)-(d)',
    ]);
  });

  it('packs tiny clauses of one part and never over a heading', () => {
    const text =
      'ARTICLE 1\nTERM\n\n1.1 Start. It starts now.\n\n1.2 End. It ends then.\n\nARTICLE 2\nPRICE\n\n2.1 Price. It is low.\n';
    expect(outline(text)).to.deep.equal([
      ['ARTICLE 1', 'ARTICLE 1 TERM > 1.1-1.2'],
      ['ARTICLE 2', 'ARTICLE 2 PRICE > 2.1 Price'],
    ]);
  });

  it('reads clauses that a converter ran together', () => {
    const long = sentence.repeat(5).trim();
    const text = `The parties agree as follows: 1. Products and Payments A. Product. ${long} B. Pricing. ${long} 2. Term. ${long} 3. Law. ${long}`;
    expect(outline(text).map(([, path]) => path)).to.deep.equal([
      '',
      '1. Products and Payments > A. Product',
      '1. Products and Payments > B. Pricing',
      '2. Term',
      '3. Law',
    ]);
  });

  it('reads labels that lost the gap behind them', () => {
    const long = sentence.repeat(8).trim();
    const text = `Section 1.1Grant.\n\nA.License.\n\n${long}\n\nB.Sublicenses.\n\n${long}\n\nSection 1.2Fees. ${long}\n\nU.S. patents are listed. ${long}\n`;
    expect(outline(text).map(([, path]) => path)).to.deep.equal([
      'Section 1.1Grant > A.License',
      'Section 1.1Grant > B.Sublicenses',
      'Section 1.2 Fees',
    ]);
  });

  it('reads a label that stands alone above its title or clause', () => {
    const long = sentence.repeat(16).trim();
    const text = `1.\n\nDefinitions\n\n${long}\n\n2.\n\nAmendments\n\n2.1\n\n${long}\n\n2.2\n\n${long}\n\n9.\n\nNo series has reached nine.\n`;
    expect(outline(text)).to.deep.equal([
      ['1. Definitions', '1. Definitions'],
      ['2. Amendments', '2. Amendments > 2.1'],
      ['2.2 The', '2. Amendments > 2.2'],
    ]);
  });

  it('counts paragraphs on under a new heading', () => {
    const long = sentence.repeat(6).trim();
    const text = `PARTIES\n\n1.\n\n${long}\n\n2.\n\n${long}\n\nJURISDICTION\n\n3.\n\n${long}\n`;
    expect(outline(text).at(-1)?.[1]).to.equal('JURISDICTION > 3');
  });

  it('takes the initial of a name for no letter of an outline', () => {
    const text = `${sentence.repeat(3)}\n\nJ. Lee Rankin, Corporation Counsel, for defendants.\n\nOPINION\n\n${sentence.repeat(4)}\n`;
    expect(outline(text).at(-1)).to.deep.equal(['OPINION The', 'OPINION']);
  });

  it('parts a preamble from a short first clause', () => {
    const lead = 'The parties wish to record what they agreed upon. ';
    const text = `AGREEMENT\n\n${lead.repeat(3)}\n\n${lead.repeat(3)}\n\n1. Definitions. Terms are in Exhibit A.\n\n2. Fees. ${sentence.repeat(8)}\n`;
    expect(outline(text).map(([, path]) => path)).to.deep.equal([
      'AGREEMENT',
      'AGREEMENT > 1. Definitions',
      'AGREEMENT > 2. Fees',
    ]);
  });

  it('opens nothing in a table of contents', () => {
    const text = `TABLE OF CONTENTS\n\nARTICLE 1 TERM ........ 1\nARTICLE 2 PRICE ........ 2\nARTICLE 3 LAW ........ 3\n\nARTICLE 1\nTERM\n\n${sentence.repeat(4)}\n`;
    expect(outline(text)).to.deep.equal([
      ['TABLE OF', 'TABLE OF CONTENTS'],
      ['ARTICLE 1', 'ARTICLE 1 TERM'],
    ]);
  });

  it('makes sections of opinions that are a number and nothing else', () => {
    const body = `${sentence.repeat(10)}\n\n`;
    expect(outline(`I\n\nA\n\n${body}B\n\n${body}II\n\n${body}`).map(([, path]) => path)).to.deep.equal([
      'I > A',
      'I > B',
      'II',
    ]);
  });

  it('takes question and answer together and opens chunks at questions', () => {
    const pair = (n: number) =>
      `Q.   What did you see on day ${n}, if anything?\nA.   Nothing that I remember now.\n     THE WITNESS:  Sorry.\n`;
    const text = `EXAMINATION\nBY MR. WHITLOCK:\n${Array.from({ length: 40 }, (_, n) => pair(n)).join('')}`;
    const made = chunks(text);
    expect(made.length).to.be.greaterThan(2);
    for (const { start, headingPath } of made) {
      expect(headingPath).to.deep.equal(['EXAMINATION BY MR. WHITLOCK']);
      if (start > 0) expect(text.slice(start, start + 2)).to.equal('Q.');
    }
  });

  it('makes kinds of their own of the parts of a mail, a table and a signature', () => {
    const text = `From: Ann\nTo: Bob\nSubject: Panels\n\n${sentence}\n\nLot   Units   Price\nA   12   40\nB   9   30\n\n${sentence}\n\n-- \nAnn\nCounsel\n\nOn Monday, Bob wrote:\n> ${sentence}\n> Bob\n`;
    expect(chunks(text).map(({ kind }) => kind)).to.deep.equal([
      'headers',
      'text',
      'table',
      'text',
      'signature',
      'quoted',
    ]);
  });

  it('keeps the signatures under a contract whole', () => {
    const text = `9. Law. ${sentence.repeat(3)}\n\nIN WITNESS WHEREOF, the parties have signed.\n\nALPHA, INC.\n\nBy: ____________\nName: Ann\nTitle: President\n\nBETA LLC\n\nBy: ____________\nName: Bob\n\nEXHIBIT A\n\n${sentence}\n`;
    expect(chunks(text).map(({ kind, headingPath }) => [kind, ...headingPath])).to.deep.equal([
      ['text', '9. Law'],
      ['signature'],
      ['text', 'EXHIBIT A'],
    ]);
  });

  it('says the head of a table with rows that do not hold it', () => {
    const rows = Array.from({ length: 120 }, (_, n) => `Panel ${n}\t${n * 3}\t$${n}.00\n`).join('');
    const text = `Item\tUnits\tPrice\n${rows}`;
    const made = chunks(text);
    expect(made.length).to.be.greaterThan(1);
    expect(made.map(({ kind }) => kind)).to.satisfy((kinds: string[]) => kinds.every(kind => kind === 'table'));
    expect(made[0]).not.to.have.property('tableHead');
    for (const { start, tableHead } of made.slice(1)) {
      expect(text.slice(tableHead?.start, tableHead?.end)).to.equal('Item\tUnits\tPrice');
      expect(text.charAt(start - 1)).to.equal('\n');
    }
  });

  it('takes what a reader marked as marked', () => {
    const parts = [
      ['heading', 'a heading in small letters\n'],
      [undefined, `${sentence}\n`],
      ['table', 'x\ty\n1\t2\n'],
      [undefined, `${sentence}\n`],
      ['quoted', `${sentence}\nFrom: nobody\n`],
      ['signature', 'Ann\nCounsel\n'],
    ] as const;
    let text = '';
    const marks: Mark[] = [];
    for (const [kind, words] of parts) {
      if (kind)
        marks.push({
          kind,
          start: text.length,
          end: text.length + words.trimEnd().length,
          ...(kind === 'heading' && { level: 1 }),
        });
      text += words;
    }
    const made = chunkText(text, { maxTokens: 1000, marks });
    expect(made.map(({ kind }) => kind)).to.deep.equal(['text', 'table', 'text', 'quoted', 'signature']);
    expect(made[0]?.headingPath).to.deep.equal(['a heading in small letters']);
  });

  it('keeps every kind to its marks, wherever they are', () => {
    const line = fc.constantFrom(
      'ARTICLE V',
      '5.2 Invoices. The Seller',
      sentence,
      'a\tb',
      '',
      '> x',
      'By: ____',
      '😀',
    );
    const stretch = fc.tuple(
      fc.constantFrom(undefined, 'table', 'quoted', 'signature', 'headers', 'note', 'heading'),
      fc.array(line, { minLength: 1, maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 12 }), stretches => {
        let text = '';
        const marks: Mark[] = [];
        for (const [kind, lines] of stretches) {
          const words = lines.join('\n');
          if (kind && words.trim())
            marks.push({ kind: kind as Mark['kind'], start: text.length, end: text.length + words.length });
          text += `${words}\n`;
        }
        const made = chunkText(text, { maxTokens: 200, marks });
        expectSound(text, made, 200);
        for (const { kind, start, end } of marks.filter(mark => chunkKinds.includes(mark.kind as ChunkKind))) {
          const inside = made.filter(
            chunk =>
              chunk.start < end &&
              start < chunk.end &&
              text.slice(Math.max(start, chunk.start), Math.min(end, chunk.end)).trim(),
          );
          expect(inside.map(chunk => chunk.kind)).to.satisfy((kinds: string[]) => kinds.every(own => own === kind));
        }
      }),
      { numRuns: 200 },
    );
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

  it('opens a heading after a paragraph that ends in "Id."', () => {
    const prose =
      'To survive a motion to dismiss, a complaint must contain sufficient factual matter, accepted as true. '.repeat(
        6,
      );
    const text = `I. COUNT III FAILS\n\n${prose}The Complaint alleges none of them. Id.\n\nII. NO DUTY IS ALLEGED\n\n${prose}See id.\n\nat 12. ${prose}`;
    const opened = chunkText(text, { maxTokens: 1_000 }).map(({ start }) => text.slice(start, start + 8));
    expect(opened).to.deep.equal(['I. COUNT', 'II. NO D']);
  });
});
