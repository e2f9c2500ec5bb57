/** The shared samples through the HTTP API: every file ends as it should, and the facts known of it hold. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { characterErrorRate, flat } from '../../samples/compare.ts';
import type { RelationshipRow, SegmentWordsRow } from '../../shared/domain/rows.ts';
import { segmentSeparator } from '../../shared/text/clean.ts';
import type { ApiDocument, Result, UploadLine } from '../support/api-client.ts';
import { expectCitable } from '../support/offsets.ts';
import { type OpenAiServer, startOpenAiServer } from '../support/openai-server.ts';
import { startTestProduct, type TestProduct } from '../support/product.ts';
import {
  hasSharedSamples,
  type SampleFacts,
  sharedSample,
  sharedSamples,
  sharedSamplesFolder,
  standInWords,
} from '../support/shared-samples.ts';

if (hasSharedSamples) {
  describe('shared samples, end to end', function () {
    this.timeout(600_000);
    let product: TestProduct;
    let server: OpenAiServer;
    const lines = new Map<string, UploadLine>();
    const results = new Map<string, Result>();

    before(async () => {
      server = await startOpenAiServer();
      server.onTranscription(() => ({ text: standInWords }));
      product = await startTestProduct({ ASR_ENGINES: 'openai', ASR_BASE_URL: server.baseUrl, ASR_MODEL: 'stand-in' });
      const projectId = await product.createProject('Shared samples');
      for (const name of Object.keys(sharedSamples)) {
        const [line] = await product.uploadFiles(projectId, [sharedSample(name).path]);
        if (line) lines.set(name, line);
      }
      const documents = await product.settled(projectId, 540_000);
      for (const [name, line] of lines) {
        const document = documents.find(({ id }) => id === line.documentId);
        if (document) results.set(name, await product.result(document));
      }
    });
    after(async () => {
      await product?.stop();
      await server?.close();
    });

    it('are all expected to be something', () => {
      const found = ['pdf', 'docx', 'eml', 'txt', 'image', 'audio'].flatMap(folder =>
        readdirSync(join(sharedSamplesFolder, folder)).map(name => `${folder}/${name}`),
      );
      const read = found.filter(name => sharedSample(name).mediaType);
      const gold = Object.values(sharedSamples).flatMap(facts => facts.gold?.file ?? []);
      gold.push('audio/librivox-austen-0870.txt', 'audio/librivox-austen-0880.txt');
      expect([...new Set([...Object.keys(sharedSamples), ...gold])]).to.have.members(read);
    });

    for (const [name, facts] of Object.entries(sharedSamples)) {
      it(`${name}: state, text and places`, async () => {
        const line = lines.get(name);
        const result = results.get(name);
        if (facts.refused) {
          expect([line?.status, line?.code]).to.deep.equal(['refused', facts.code]);
          return;
        }
        if (!result) throw new Error(`${name}: ${line?.status} ${line?.code}, no document`);
        const { state, error } = result.document;
        expect([state, error?.code], name).to.deep.equal([stateOf(facts), facts.code]);
        if (facts.code) {
          expect(error?.attempt).to.equal(1);
          return;
        }
        expectCitable(result);
        const problems = [
          ...missingFacts(result, facts),
          ...wrongPages(result, facts),
          ...misread(result, facts),
          ...wrongProperties(result, facts),
          ...(await wrongFamily(result, facts)),
        ];
        expect(problems, `\n${problems.join('\n')}\n`).to.deep.equal([]);
        if (result.segments[0]?.kind === 'page') await expectWords(result);
      });
    }

    /** Files found inside, and the edges that say so. */
    async function wrongFamily({ document }: Result, { children }: SampleFacts): Promise<string[]> {
      if (!children) return [];
      const found = await product.list<ApiDocument>(`/v1/documents/${document.id}/children`);
      const problems: string[] = [];
      const line = (file: readonly string[]) => file.join(' ');
      const got = found.map(({ fileName, state }) => line([fileName, state])).sort();
      const expected = children.map(line).sort();
      if (got.join() !== expected.join()) problems.push(`children: ${got.join(', ')}, expected ${expected.join(', ')}`);
      for (const child of found.filter(({ state }) => state === 'completed')) {
        const edges = await product.list<RelationshipRow>(`/v1/documents/${child.id}/relationships`);
        for (const type of ['CHILD_OF', 'ATTACHED_TO'] as const)
          if (!edges.some(edge => edge.type === type && edge.toId === document.id))
            problems.push(`${child.fileName}: no edge ${type}`);
      }
      return problems;
    }

    /** Every word is the slice it says, and together they are the text of their page. */
    async function expectWords({ document, segments }: Result): Promise<void> {
      const rows = await product.list<SegmentWordsRow>(`/v1/documents/${document.id}/words`);
      for (const { ordinal, starts, ends, boxes } of rows) {
        const own = segments.find(segment => segment.ordinal === ordinal)?.text ?? '';
        const slices = starts.map((start, at) => own.slice(start, ends[at]));
        expect(slices.join(''), `words of segment ${ordinal}`).to.equal(own.replace(/\s/gu, ''));
        expect(boxes).to.have.length(4 * slices.length);
        expect(boxes.every(value => value >= 0 && value <= 1)).to.equal(true);
      }
    }

    function misread({ text, segments }: Result, { gold, like }: SampleFacts): string[] {
      const truths = [];
      if (gold) truths.push({ ...gold, text: readFileSync(join(sharedSamplesFolder, gold.file), 'utf8') });
      if (like) {
        const pages = results.get(like.file)?.segments.slice(0, segments.length) ?? [];
        truths.push({ ...like, text: pages.map(page => page.text).join(segmentSeparator) });
      }
      return truths.flatMap(truth => {
        const rate = characterErrorRate(flat(text), flat(truth.text));
        const name = basename(truth.file);
        return rate > truth.most ? [`${rate.toFixed(3)} of ${name} wrong, at most ${truth.most}`] : [];
      });
    }
  });
}

/** What of the facts is not in the text, beside it, or among the mentions. */
function missingFacts({ document, text, segments, mentions }: Result, facts: SampleFacts): string[] {
  const content = flat(text);
  const beside = JSON.stringify(segments.map(({ properties }) => properties?.furniture ?? []));
  const values = new Set(mentions.map(({ value }) => value));
  const codes = new Set(document.warnings.map(({ code }) => code));
  const absent = (items: string[] = [], test: (item: string) => boolean, what: string) =>
    items.filter(item => !test(item)).map(item => `${what}: ${item}`);
  return [
    ...absent(facts.holds, item => content.includes(item), 'not in the text'),
    ...absent(facts.furniture, item => beside.includes(JSON.stringify(item).slice(1, -1)), 'not beside the text'),
    ...absent(facts.mentions, item => values.has(item), 'no mention'),
    ...absent(facts.warnings, item => codes.has(item), 'no warning'),
    ...(facts.lacks ?? [])
      .filter(item => (typeof item === 'string' ? content.includes(item) : item.test(content)))
      .map(item => `in the text: ${item}`),
  ];
}

const stateOf = ({ code, partial }: SampleFacts): string =>
  code ? 'failed' : partial ? 'completed_partial' : 'completed';

function wrongProperties({ document }: Result, { properties = {}, durationMs }: SampleFacts): string[] {
  const valueAt = (path: string): unknown =>
    path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)?.[key], document.properties);
  const problems = Object.entries(properties)
    .filter(([path, expected]) => {
      const value = valueAt(path);
      return typeof expected === 'string' ? !String(value).startsWith(expected) : value !== expected;
    })
    .map(([path, expected]) => `${path}: ${valueAt(path)}, expected ${expected}`);
  const length = document.durationMs ?? 0;
  if (durationMs !== undefined && Math.abs(length - durationMs) > durationMs / 100)
    problems.push(`durationMs: ${length}, expected ${durationMs}`);
  return problems;
}

function wrongPages({ document, segments }: Result, { pages, ocrPages, turn }: SampleFacts): string[] {
  const read = segments.filter(({ confidence }) => typeof confidence === 'number').length;
  const found = { pages: document.pageCount, ocrPages: read, turn: segments[0]?.turn };
  return Object.entries({ pages, ocrPages, turn })
    .filter(([key, expected]) => expected !== undefined && found[key as keyof typeof found] !== expected)
    .map(([key, expected]) => `${key}: ${found[key as keyof typeof found]}, expected ${expected}`);
}
