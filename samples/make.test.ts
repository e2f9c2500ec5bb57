import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { expect } from 'chai';
import { categories } from '../shared/domain/category.ts';
import { characterErrorRate, flat } from './compare.ts';
import { matter } from './make/matter.ts';
import { workOutFile } from './make/work-out.ts';
import { matterFolder, readTruth, sampleFile, type Truth, type TruthContent, type TruthFile } from './truth.ts';

const readSample = (name: string) => readFile(sampleFile(name));

/** What looks like a fact of a kind; each hit must be part of a spelling that the truth lists. */
const looksLike: [kind: keyof TruthContent, pattern: RegExp][] = [
  [
    'dates',
    /\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Nov\.|Dec\.) \d{1,2}, \d{4}\b/g,
  ],
  ['dates', /\b\d{1,2}\/\d{1,2}\/\d{4}\b|\b\d{1,2}(?:st|nd|rd|th) day of \w+, \d{4}\b/g],
  ['amounts', /(?:[$€]|USD )\d+(?:,\d{3})*(?:\.\d\d)?/g],
  ['citations', /\b\d+ (?:U\.S\.|F\.[23]d|A\.2d|WL) \d+\b/g],
  ['statutes', /\b\d+ (?:U\.S\.C\.|Del\. C\.) § \d[\w-]*/g],
  ['emails', /\b[\w.]+@[\w.]+\w/g],
  [
    'durations',
    /\b(?:[a-z]+(?:-[a-z]+)? \(\d+\)|\d+|(?<!\w)(?:two|three|four|six|eight|nine|sixty)) (?:(?:B|b)usiness )?(?:[Dd]ay|week|month|year|hour)s?\b/g,
  ],
  ['percents', /\b\d+(?:\.\d+)?%/g],
  ['regulations', /\b\d+ C\.F\.R\. § \d+\.\d+/g],
  ['addresses', /\b\d+ [A-Z]\w+ (?:Street|Square|Avenue|Drive|Boulevard|Lane)[^.;]{0,45} \d{5}\b/g],
  ['bates', /\b(?:BWC|HMS)-\d{7}\b/g],
  ['phones', /\(\d{3}\) \d{3}-\d{4}|\b\d{3}[.-]\d{3}[.-]\d{4}\b/g],
];

describe('the sample matter', () => {
  let truth: Truth;
  before(async () => {
    truth = await readTruth();
  });

  it('holds exactly the files that the truth names, byte for byte', async () => {
    const names = truth.files.map(file => file.name);
    expect((await readdir(matterFolder)).toSorted()).to.deep.equal([...names, 'truth.json'].toSorted());
    for (const { name, bytes, sha256 } of truth.files) {
      const data = await readSample(name);
      expect(data.length, name).to.equal(bytes);
      expect(createHash('sha256').update(data).digest('hex'), name).to.equal(sha256);
    }
  });

  it('is remade with the same bytes and the same truth', async () => {
    const remade = [
      '01-complaint.pdf',
      '06-rejection-letter.txt',
      '08-notice-of-deposition.txt',
      '19-settlement-memo-password.pdf',
    ];
    for (const name of remade) {
      const made = await matter[name]?.();
      expect(made?.bytes.equals(await readSample(name)), name).to.equal(true);
      expect(made && workOutFile(name, made), name).to.deep.equal(truth.files.find(file => file.name === name));
    }
  });

  it('covers the kinds of paper and every way in which a file can end', () => {
    const seen = new Set(truth.files.flatMap(file => file.content?.category ?? []));
    expect([...seen].toSorted()).to.deep.equal(categories.filter(category => category !== 'other').toSorted());
    const ends = new Set(truth.files.map(({ expected }) => [expected.state, expected.code].join(' ').trim()));
    expect([...ends]).to.have.members([
      'completed',
      'duplicate',
      'failed I_DAMAGED',
      'failed I_PASSWORD',
      'refused I_EMPTY_FILE',
      'failed I_ENGINE_MISSING',
      'excluded I_UNSUPPORTED_TYPE',
    ]);
  });

  it('has a duplicate with the bytes of its original', () => {
    for (const copy of truth.files.filter(file => file.expected.state === 'duplicate')) {
      expect(truth.files.find(file => file.name === copy.duplicateOf)?.sha256).to.equal(copy.sha256);
    }
  });

  it('lists every date, amount, citation, statute, address and number that its papers print', () => {
    const missing = truth.files.flatMap(file => unlisted(file));
    expect(missing).to.deep.equal([]);
  });

  it('has PDF text layers that hold the reference text, whatever else they hold', async () => {
    const library = await PDFiumLibrary.init();
    for (const file of truth.files.filter(({ pages }) => pages.some(page => page.source === 'text-layer'))) {
      const document = await library.loadDocument(await readSample(file.name));
      expect(document.getPageCount(), file.name).to.equal(file.pageCount);
      for (const page of file.pages.filter(({ source }) => source === 'text-layer')) {
        const layer = flat(document.getPage(page.number - 1).getText());
        const body = page.heads.reduce((text, head) => text.replace(flat(head), ''), layer);
        // Where lines are numbered the layer also holds the numbers; leaving them out is the reader's work.
        const margin = /^(14|31)-/.test(file.name) ? 80 / page.text.length : 0;
        const allowed = page.maxCharacterErrorRate + margin;
        expect(characterErrorRate(body, page.text), `${file.name} ${page.number}`).to.be.below(allowed);
      }
      document.destroy();
    }
    library.destroy();
  });
});

function unlisted({ name, pages, content }: TruthFile): string[] {
  if (!content) return [];
  return looksLike.flatMap(([kind, pattern]) => {
    const listed = content[kind] as { text: string }[];
    const hits = pages.flatMap(page => flat(page.text).match(pattern) ?? []);
    return hits.filter(hit => !listed.some(({ text }) => text.includes(hit))).map(hit => `${name}: ${kind}: ${hit}`);
  });
}
