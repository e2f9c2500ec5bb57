/** The ocr stage over the shared samples: their facts, their offsets, and what damage does to them. */

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { expect } from 'chai';
import { createOcrDeps } from '../../services/ocr-service/deps.ts';
import { createOcrStage } from '../../services/ocr-service/stage.ts';
import { PipelineError } from '../../shared/errors.ts';
import { segmentSeparator } from '../../shared/text/clean.ts';
import { runStageOnFile, type StageFile, type StageResult } from '../support/run-stage.ts';

const samples = join(import.meta.dirname, '../../../shared/samples');

const mediaTypes: Record<string, string> = {
  '.pdf': 'application/pdf',
  '.txt': 'text/plain',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.tif': 'image/tiff',
};

interface Expected {
  pages?: number;
  ocrPages?: number;
  /** Stand in the text, white space aside. */
  holds?: string[];
  /** Stand beside the text, as furniture. */
  furniture?: string[];
  /** Stand nowhere in the text. */
  lacks?: (string | RegExp)[];
  warnings?: string[];
  turn?: number;
  error?: string;
}

/** The facts of the manifest, and what follows from them for this stage. */
const expectations: Record<string, Expected> = {
  'pdf/scotus-tarrant-v-herrmann-slip-opinion.pdf': {
    pages: 30,
    ocrPages: 2, // The last two pages are maps.
    holds: [
      'Argued April 23, 2013',
      'Decided June 13, 2013',
      'JUSTICE SOTOMAYOR delivered the opinion of the Court',
      '200 U. S. 321, 337',
      'TARRANT REGIONAL WATER DISTRICT',
      'Oklahoma’s portion of Reach II',
    ],
    furniture: ['Opinion of the Court', 'Cite as: 569 U. S. ____ (2013)'],
    lacks: ['Cite as: 569'],
  },
  'pdf/scotus-tarrant-syllabus-2p-scan.pdf': {
    pages: 2,
    ocrPages: 2,
    holds: [
      'TARRANT REGIONAL WATER DISTRICT v.',
      'prepared by the Reporter of Decisions for the convenience of the reader',
    ],
  },
  'pdf/tn-wcab-goodwin-1p-scan.pdf': {
    pages: 1,
    ocrPages: 1,
    holds: ['Charles R. Goodwin', '2017-03-1235', '80097-2017', '03:11 PM(CT)'],
  },
  'pdf/mo-ctapp-jagels-v-state.pdf': {
    pages: 5,
    holds: [
      'NICHOLE MARIE JAGELS',
      'No. ED108783',
      'Filed: January 19, 2021',
      'Rule 24.035',
      'Quigless',
      'Odenwald',
      'Dowd',
    ],
  },
  'pdf/ca1-calvary-chapel-v-mills.pdf': {
    pages: 17,
    ocrPages: 0,
    holds: [
      'No. 20-1507',
      'CALVARY CHAPEL OF BANGOR',
      'December 22, 2020',
      '564 F.3d 40',
      '352 F.3d 490',
      '712 F.3d 6',
    ],
    furniture: ['00117684624', '- 5 -'],
    lacks: ['00117684624'],
  },
  'pdf/ca4-form-stamp-only-text-layer.pdf': {
    pages: 1,
    ocrPages: 1,
    holds: ['APPEARANCE OF COUNSEL FORM', 'North Carolina State Bar'],
    furniture: ['Appeal: 17-2218 Doc: 17 Filed: 10/31/2017 Pg: 1 of 1'],
  },
  'pdf/azd-bard-ivc-remand-order.pdf': {
    pages: 5,
    holds: [
      'No. MDL 15-02641-PHX-DGC',
      'SUGGESTION OF REMAND AND TRANSFER ORDER',
      'C. R. Bard, Inc. and Bard Peripheral Vascular, Inc. (collectively, “Bard”)',
    ],
    furniture: ['1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28'],
  },
  'pdf/taxcourt-bordelon-memo-2020-26.pdf': {
    pages: 32,
    ocrPages: 0,
    holds: [
      'T.C. Memo. 2020-26',
      '19031-13',
      '27735-13',
      '11905-14',
      'Filed February 20, 2020',
      '131 T.C. 185',
      '81 T.C. 821',
      '86 T.C. 360',
      '94 T.C. 439',
    ],
    lacks: [/- \d+ -/],
  },
  'pdf/tn-wcab-diaz-v-create-and-construct.pdf': {
    pages: 3,
    holds: [
      'Ruben Diaz',
      'Create and Construct, LLC',
      '2019-06-0263',
      '9687-2019',
      'Sep 13, 2019',
      'Kenneth M. Switzer',
    ],
  },
  'pdf/federal-register-85fr47698-three-columns.pdf': {
    pages: 15,
    holds: [
      'RIN 2120–AA64',
      'Vol. 85, No. 152',
      'Thursday, August 6, 2020',
      'Airworthiness Directives; The Boeing Company Airplanes',
      // Over the end of a line within a column, and from the foot of one column to the head of the next.
      'This proposed AD would also apply to a narrower set of airplanes than the superseded AD',
    ],
    furniture: ['Federal Register / Vol. 85, No. 152'],
    lacks: ['VerDate'],
    warnings: ['text.covered'],
  },
  'pdf/fbi-nics-2015-11-rotate90-table.pdf': {
    pages: 1,
    ocrPages: 0,
    turn: 270,
    holds: ['NICS Firearm Background Checks', 'Connecticut 9,631 11,594 5,072 134'],
  },
  'pdf/contract-cano-sponsorship.pdf': {
    pages: 4,
    holds: ['R. C. Boyd Enterprises, LLC', 'Cano Petroleum, Inc.', 'Honey Hole'],
  },
  'pdf/contract-gridiron-supply.pdf': { pages: 3, ocrPages: 0, holds: ['Gridiron BioNutrients', 'SUPPLY AGREEMENT'] },
  'pdf/contract-eton-development.pdf': {
    pages: 23,
    ocrPages: 0,
    holds: ['Exhibit 10.1', 'Certain information identified by bracketed asterisks', '[ * * * ]'],
  },
  'pdf/usc-title-1-chapter-1.pdf': {
    pages: 9,
    holds: ['§1. Words denoting number, gender, and so forth', 'Pub. L. 112–231', '126 Stat. 1619'],
  },
  'pdf/usdc-co-bad-redaction.pdf': {
    pages: 1,
    ocrPages: 0,
    holds: ['She answered . (Ex. 1 at p. 61 of 68'],
    lacks: ['disclose all relevant', '“Yes”', '“No”'],
    furniture: ['Case 1:21-cv-01061-KLM'],
    warnings: ['text.covered'],
  },
  'pdf/password-abc.pdf': { error: 'I_PASSWORD' },
  'pdf/broken-184-bytes.pdf': { error: 'I_DAMAGED' },
  'pdf/zero-bytes.pdf': { error: 'I_EMPTY_FILE' },
  'pdf/scan-rotated-90.pdf': {
    pages: 1,
    ocrPages: 1,
    turn: 90,
    holds: ['Docling bundles PDF document conversion to JSON and Markdown in an easy self contained package'],
  },
  'txt/cadc-ideal-electronic-security-1997.txt': {
    holds: [
      'Ideal Electronic Security Co., Inc.',
      'International Fidelity Insurance Company',
      '96-7169',
      '96-7186',
      'November 7, 1997',
    ],
  },
  'txt/contract-cano-sponsorship.txt': { holds: ['R. C. Boyd Enterprises, LLC', 'Honey Hole'] },
  'txt/contract-gridiron-supply.txt': { holds: ['Gridiron BioNutrients'] },
  'txt/utf16-bom.txt': { lacks: ['\0', '\ufeff', '\ufffd'] },
  'image/phototest.tif': { pages: 1, ocrPages: 1, turn: 0, holds: ['The quick brown dog jumped over the lazy fox.'] },
  'image/phototest-rotated-right.png': { pages: 1, ocrPages: 1, turn: 270 },
  'image/eurotext.tif': { pages: 1, ocrPages: 1, holds: ['$43,456.78', '12.5%'] },
  'image/cfr-title5-two-columns.jpg': {
    pages: 1,
    ocrPages: 1,
    holds: ['SUBCHAPTER A—CIVIL SERVICE RULES', '§1.2 Extent of the competitive service', '5 U.S.C. 3301, 3302'],
  },
};

const oneSpace = (text: string) => text.replace(/\s+/g, ' ');
const textOf = ({ rows }: StageResult) => rows.segments.map(({ text }) => text).join(segmentSeparator);

if (existsSync(samples)) {
  describe('the ocr stage over the shared samples', function () {
    this.timeout(300_000);
    const deps = createOcrDeps({ concurrency: 2, partSize: 8 });
    const stage = createOcrStage(deps);
    const scratch = mkdtempSync(join(tmpdir(), 'ocr-samples-'));
    const read = (file: StageFile) => runStageOnFile(stage, 'ocr', file);
    const known = new Map<string, Promise<StageResult>>();
    /** Each sample is read once, however many tests look at the result. */
    const readSample = (name: string) => {
      const result = known.get(name) ?? read(sample(name));
      known.set(name, result);
      return result;
    };
    const sample = (name: string): StageFile => ({
      path: join(samples, name),
      mediaType: mediaTypes[extname(name)] ?? '',
    });

    after(async () => {
      await stage.close?.();
      rmSync(scratch, { recursive: true });
    });

    it('expects something of every text, PDF and picture sample', () => {
      const found = ['pdf', 'txt', 'image'].flatMap(folder =>
        readdirSync(join(samples, folder))
          .filter(name => mediaTypes[extname(name)] && !(folder === 'image' && name.endsWith('.txt')))
          .map(name => `${folder}/${name}`),
      );
      expect(Object.keys(expectations)).to.have.members(found);
    });

    for (const [name, expected] of Object.entries(expectations)) {
      it(`reads ${name}`, async () => {
        if (expected.error) {
          expect(await codeOf(readSample(name))).to.equal(expected.error);
          return;
        }
        const result = await readSample(name);
        checkOffsets(result);
        checkFacts(result, expected);
      });
    }

    for (const name of ['phototest.tif', 'phototest-rotated-right.png']) {
      it(`reads ${name} with less than 2% of its characters wrong`, async () => {
        const gold = readFileSync(join(samples, 'image/phototest.gold.txt'), 'utf8');
        expect(characterErrorRate(textOf(await readSample(`image/${name}`)), gold)).to.be.below(0.02);
      });
    }

    it('reads eurotext, in six languages with English data, with less than 6% of its characters wrong', async () => {
      const gold = readFileSync(join(samples, 'image/eurotext.txt'), 'utf8');
      expect(characterErrorRate(textOf(await readSample('image/eurotext.tif')), gold)).to.be.below(0.06);
    });

    it('reads the scanned syllabus as its born-digital original', async () => {
      const [scan, original] = await Promise.all([
        readSample('pdf/scotus-tarrant-syllabus-2p-scan.pdf'),
        readSample('pdf/scotus-tarrant-v-herrmann-slip-opinion.pdf'),
      ]);
      const pages = original.rows.segments
        .slice(0, 2)
        .map(({ text }) => text)
        .join(segmentSeparator);
      expect(characterErrorRate(textOf(scan), pages)).to.be.below(0.03);
    });

    it('gives identical rows whether the plan does it all or parts do', async () => {
      for (const name of ['pdf/mo-ctapp-jagels-v-state.pdf', 'pdf/scotus-tarrant-syllabus-2p-scan.pdf']) {
        const whole = await readSample(name);
        const inParts = createOcrStage({ ...deps, partSize: 1, planLimits: { pages: 0, ocrPages: 0 } });
        const parts = await runStageOnFile(inParts, 'ocr', sample(name));
        expect(parts.plan.parts?.length, name).to.be.greaterThan(1);
        const plain = ({ rows }: StageResult) =>
          [rows.segments, rows.segmentWords].map(list => list.map(({ id, ...row }) => row));
        expect(plain(parts)).to.deep.equal(plain(whole));
        expect(parts.document).to.deep.equal(whole.document);
        expect(parts.warnings).to.deep.equal(whole.warnings);
      }
    });

    it('leaves a placeholder with the code for every page of a failed part', async () => {
      const inParts = createOcrStage({ ...deps, partSize: 2, planLimits: { pages: 0, ocrPages: 0 } });
      const file = { ...sample('pdf/mo-ctapp-jagels-v-state.pdf'), failParts: new Map([[1, 'X_TIMEOUT' as const]]) };
      const result = await runStageOnFile(inParts, 'ocr', file);
      const missing = result.rows.segments.filter(({ kind }) => kind === 'missing');
      expect(missing.map(({ pageNumber, errorCode }) => [pageNumber, errorCode])).to.deep.equal([
        [3, 'X_TIMEOUT'],
        [4, 'X_TIMEOUT'],
      ]);
      expect(result.warnings).to.deep.include({ code: 'pages.missing', missing: true, count: 2, at: [3, 4] });
      expect(result.document.pageCount).to.equal(5);
      checkOffsets(result);
    });

    it('reads a PDF with junk before its header', async () => {
      const path = join(scratch, 'junk.pdf');
      const bytes = readFileSync(join(samples, 'pdf/contract-gridiron-supply.pdf'));
      writeFileSync(
        path,
        Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n'), bytes]),
      );
      const result = await read({ path, mediaType: 'application/pdf' });
      expect(textOf(result)).to.equal(textOf(await readSample('pdf/contract-gridiron-supply.pdf')));
    });

    it('refuses too many pages and too large pages with their codes', async () => {
      const opinion = sample('pdf/scotus-tarrant-v-herrmann-slip-opinion.pdf');
      expect(await codeOf(read({ ...opinion, limits: { maxPages: 29 } }))).to.equal('L_TOO_MANY_PAGES');
      for (const name of [
        'image/phototest.tif',
        'image/phototest-rotated-right.png',
        'image/cfr-title5-two-columns.jpg',
      ]) {
        expect(await codeOf(read({ ...sample(name), limits: { maxPagePixels: 10_000 } })), name).to.equal(
          'L_PAGE_TOO_LARGE',
        );
      }
    });

    it('ends truncated and flipped files with text or a permanent code', async () => {
      for (const name of [
        'pdf/contract-cano-sponsorship.pdf',
        'image/phototest.tif',
        'image/phototest-rotated-right.png',
      ]) {
        for (const [at, bytes] of damaged(readFileSync(join(samples, name))).entries()) {
          const path = join(scratch, `damaged-${at}${extname(name)}`);
          writeFileSync(path, bytes);
          const code = await codeOf(read({ ...sample(name), path }));
          expect(code, `${name}, damage ${at}`).to.match(/^(none|I_|L_)/);
        }
      }
    });

    it('stops at once when the task is aborted, and works again after', async () => {
      const abort = new AbortController();
      const reading = codeOf(read({ ...sample('pdf/scotus-tarrant-syllabus-2p-scan.pdf'), signal: abort.signal }));
      setTimeout(() => abort.abort(), 700);
      const before = performance.now();
      expect(await reading).to.equal('X_TIMEOUT');
      expect(performance.now() - before).to.be.below(2_500);
      expect(textOf(await read(sample('image/phototest.tif')))).to.contain('lazy fox');
    });

    it('leaves nothing in the temporary folder', () => {
      expect(readdirSync(deps.tempFolder)).to.deep.equal([]);
    });
  });
}

/** Every segment where it says it is; every word the slice it says, in its page. */
function checkOffsets(result: StageResult): void {
  const text = textOf(result);
  expect(result.document.textLength).to.equal(text.length);
  for (const segment of result.rows.segments) {
    expect(text.slice(segment.charStart, segment.charEnd)).to.equal(segment.text);
  }
  for (const row of result.rows.segmentWords) {
    const { text: own = '' } = result.rows.segments[row.ordinal] ?? {};
    const slices = row.starts.map((start, at) => own.slice(start, row.ends[at]));
    expect(slices.join('')).to.equal(own.replace(/\s/gu, ''));
    expect(slices.every(slice => slice.length > 0)).to.equal(true);
    expect(row.boxes).to.have.length(4 * slices.length);
    expect(row.boxes.every(value => value >= 0 && value <= 1)).to.equal(true);
  }
}

function checkFacts(result: StageResult, expected: Expected): void {
  const text = oneSpace(textOf(result));
  const furniture = result.rows.segments
    .flatMap(({ properties }) => (properties?.furniture ?? []) as { text: string }[])
    .map(item => item.text)
    .join('\n');
  for (const fact of expected.holds ?? []) expect(text).to.contain(fact);
  for (const fact of expected.furniture ?? []) expect(furniture).to.contain(fact);
  for (const fact of expected.lacks ?? []) {
    if (typeof fact === 'string') expect(text).to.not.contain(fact);
    else expect(text).to.not.match(fact);
  }
  const codes = result.warnings.map(({ code }) => code);
  expect(codes).to.include.members(expected.warnings ?? []);
  if (expected.pages !== undefined) expect(result.document.pageCount).to.equal(expected.pages);
  if (expected.ocrPages !== undefined) expect(result.counts.ocrPages).to.equal(expected.ocrPages);
  if (expected.turn !== undefined) expect(result.rows.segments[0]?.turn).to.equal(expected.turn);
  expect(result.document.language).to.equal('en');
}

/** The code a run ends with, `none` when it succeeds. */
async function codeOf(run: Promise<unknown>): Promise<string> {
  try {
    await run;
    return 'none';
  } catch (thrown) {
    if (thrown instanceof PipelineError) return thrown.code;
    throw thrown;
  }
}

/** Cut short at several lengths, and with bits flipped at places drawn by a fixed generator. */
function damaged(bytes: Buffer): Buffer[] {
  const cut = [0.1, 0.5, 0.9, 0.99].map(share => bytes.subarray(0, Math.floor(bytes.length * share)));
  let seed = 42;
  const next = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed;
  };
  const flipped = Array.from({ length: 6 }, () => {
    const copy = Buffer.from(bytes);
    for (let flips = 0; flips < 40; flips++) {
      const at = next() % copy.length;
      copy[at] = (copy[at] as number) ^ (1 << (next() % 8));
    }
    return copy;
  });
  return [...cut, ...flipped];
}

/** Levenshtein distance by the length of the truth, white space folded. */
function characterErrorRate(found: string, truth: string): number {
  const [a, b] = [oneSpace(found).trim(), oneSpace(truth).trim()];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return (row[b.length] as number) / b.length;
}
