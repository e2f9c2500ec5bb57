/** The sample matter through the HTTP API, services as processes: every file ends as `truth.json` says, and so does what is in it. */
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { characterErrorRate, flat } from '../../samples/compare.ts';
import { readTruth, sampleFile, type Truth, type TruthContent, type TruthFile } from '../../samples/truth.ts';
import { expectCitable } from '../support/offsets.ts';
import {
  type ApiDocument,
  type Result,
  startTestProduct,
  type TestProduct,
  type UploadLine,
} from '../support/product.ts';

describe('sample matter, end to end', function () {
  this.timeout(300_000);
  let product: TestProduct;
  let truth: Truth;
  let projectId: string;
  const lines = new Map<string, UploadLine>();
  const results = new Map<string, Result>();

  before(async () => {
    truth = await readTruth();
    product = await startTestProduct();
    projectId = await product.createProject(truth.matter);
    for (const file of truth.files) {
      const [line] = await product.uploadFiles(projectId, [fileURLToPath(sampleFile(file.name))]);
      if (line) lines.set(file.name, line);
    }
    for (const document of await product.settled(projectId, 240_000))
      results.set(document.fileName, await product.result(document));
  });
  after(() => product?.stop());

  const documentOf = (file: TruthFile): ApiDocument | undefined => results.get(file.name)?.document;
  const readable = () =>
    truth.files.filter(file => file.content !== null && file.expected.state.startsWith('completed'));

  /** What is not as it should be, over all files, so that one run tells all. */
  const expectNone = (problems: string[]) => expect(problems, `\n${problems.join('\n')}\n`).to.deep.equal([]);

  it('every file ends in the state and with the code that is expected', () => {
    expectNone(
      truth.files.flatMap(file => {
        const line = lines.get(file.name);
        const document = documentOf(file);
        const got =
          line?.status === 'refused' ? `refused ${line.code}` : `${document?.state} ${document?.error?.code ?? null}`;
        const expected = `${file.expected.state} ${file.expected.code}`;
        return got === expected ? [] : [`${file.name}: ${got}, expected ${expected}`];
      }),
    );
  });

  it('a failed document failed in one attempt', () => {
    for (const { document } of results.values())
      if (document.state === 'failed') expect(document.error?.attempt, document.fileName).to.equal(1);
  });

  it('a duplicate points at its first', () => {
    for (const file of truth.files.filter(f => f.duplicateOf)) {
      expect(documentOf(file)?.duplicateOf).to.equal(results.get(file.duplicateOf ?? '')?.document.id);
    }
  });

  it('everything can be cited: offsets, partition, quotes, edges', () => {
    const processed = [...results.values()].filter(r => r.document.state.startsWith('completed'));
    expect(processed.length).to.be.greaterThan(10);
    for (const result of processed) expectCitable(result);
  });

  it('the text of every page comes out, running heads beside it', () => {
    expectNone(
      readable().flatMap(file => {
        const result = results.get(file.name);
        const segments = result?.segments.filter(s => s.kind !== 'missing') ?? [];
        return file.pages.flatMap(page => {
          const got =
            file.pages.length === 1
              ? (result?.text ?? '')
              : (segments.find(s => s.pageNumber === page.number)?.text ?? '');
          const rate = characterErrorRate(flat(got), flat(page.text));
          const heads = page.heads
            .filter(head => flat(got).includes(flat(head)))
            .map(head => `${file.name} page ${page.number}: running head in the text: ${head}`);
          return rate <= page.maxCharacterErrorRate
            ? heads
            : [
                ...heads,
                `${file.name} page ${page.number}: character error rate ${rate.toFixed(3)}, at most ${page.maxCharacterErrorRate}`,
              ];
        });
      }),
    );
  });

  it('page counts and categories are right', () => {
    expectNone(
      readable().flatMap(file => {
        const document = documentOf(file);
        const problems = [];
        if (file.pageCount !== null && document?.pageCount !== file.pageCount)
          problems.push(`${file.name}: ${document?.pageCount} pages, expected ${file.pageCount}`);
        if (document?.category !== file.content?.category)
          problems.push(`${file.name}: ${document?.category}, expected ${file.content?.category}`);
        return problems;
      }),
    );
  });

  const kinds: { field: keyof TruthContent; types: string[] }[] = [
    { field: 'parties', types: ['PERSON', 'ORGANIZATION'] },
    { field: 'dates', types: ['DATE'] },
    { field: 'citations', types: ['CASE_CITATION'] },
    { field: 'amounts', types: ['MONEY'] },
    { field: 'emails', types: ['EMAIL'] },
  ];
  for (const { field, types } of kinds) {
    it(`${field} are found`, () => {
      expectNone(
        readable().flatMap(file => {
          const result = results.get(file.name);
          const values = new Set(
            result?.mentions
              .filter(m => types.includes(m.type))
              .flatMap(m => [m.value.toLowerCase(), flat(m.text).toLowerCase()]),
          );
          const expected = ((file.content?.[field] ?? []) as { name?: string; value?: string }[]).map(
            item => item.name ?? item.value ?? '',
          );
          return expected
            .filter(value => !values.has(value.toLowerCase()))
            .map(value => `${file.name}: ${field}: ${value}`);
        }),
      );
    });
  }

  it('names of one entity are resolved together, names of different ones apart', async () => {
    const rows = await product.query<{ file_name: string; text: string; entity: string }>(
      `select d.file_name, m.text, coalesce(e.merged_into, e.id) as entity from entity_mentions m join documents d on d.id = m.document_id
       left join canonical_entities e on e.id = m.canonical_entity_id where m.project_id = $1`,
      [projectId],
    );
    const entityOf = ({ file, text }: { file: string; text: string }) =>
      rows.find(r => r.file_name === file && flat(r.text) === flat(text))?.entity;
    expectNone([
      ...truth.sameEntity
        .filter(({ a, b }) => entityOf(a) === undefined || entityOf(a) !== entityOf(b))
        .map(({ why }) => `apart or missing: ${why}`),
      ...truth.differentEntity
        .filter(({ a, b }) => entityOf(a) !== undefined && entityOf(a) === entityOf(b))
        .map(({ why }) => `merged: ${why}`),
    ]);
  });

  it('the report adds up, refusals included', async () => {
    const report = await product.report(projectId);
    expect(Object.values(report.states).reduce((a, b) => a + b)).to.equal(report.received);
    expect(report.received + report.refusals.length).to.equal(truth.files.length);
    expect(report.states.processing).to.equal(0);
    expect(report.pages.missing).to.equal(0);
  });
});
