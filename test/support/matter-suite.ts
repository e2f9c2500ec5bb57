/** What must come of the sample matter, wherever the product runs: every file ends as `truth.json` says, and so does what is in it. */
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { characterErrorRate, flat } from '../../samples/compare.ts';
import { readTruth, sampleFile, type Truth, type TruthContent, type TruthFile } from '../../samples/truth.ts';
import type { Mark } from '../../shared/domain/structure.ts';
import type { ApiClient, ApiDocument, Result, UploadLine } from './api-client.ts';
import { expectCitable } from './offsets.ts';

/** A tracked change as the reader of DOCX leaves it beside the text. */
type Change = { kind: string; author: string; start: number; end: number; text?: string };

/** A product that runs, with a way to ask its record. */
export interface MatterProduct extends ApiClient {
  query<T extends Record<string, unknown>>(sql: string, values: unknown[]): Promise<T[]>;
  stop(): Promise<void>;
}

/** Defines the tests; `start` is called before the first of them, and what it started is stopped after the last. */
export function describeMatter(name: string, start: () => Promise<MatterProduct>): void {
  describe(name, function () {
    this.timeout(600_000);
    let product: MatterProduct;
    let truth: Truth;
    let projectId: string;
    const lines = new Map<string, UploadLine>();
    const results = new Map<string, Result>();

    before(async () => {
      truth = await readTruth();
      product = await start();
      projectId = await product.createProject(truth.matter);
      for (const file of truth.files) {
        const [line] = await product.uploadFiles(projectId, [fileURLToPath(sampleFile(file.name))]);
        if (line) lines.set(file.name, line);
      }
      for (const document of await product.settled(projectId, 480_000))
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

    const filesWith = <K extends 'mail' | 'word'>(part: K) =>
      truth.files.flatMap(file => {
        const result = results.get(file.name);
        return file[part] && result ? [{ name: file.name, known: file[part], result }] : [];
      });

    it('files found inside others are documents of their own, with edges to where they were found', async () => {
      const problems: string[] = [];
      for (const file of truth.files.filter(({ children }) => children.length > 0)) {
        const parent = documentOf(file);
        const found = await product.list<ApiDocument>(`/v1/documents/${parent?.id}/children`);
        for (const { partPath, name, state, code, holds } of file.children) {
          const child = found.find(document => document.partPath === partPath);
          const got = `${child?.fileName} ${child?.state} ${child?.error?.code ?? null}`;
          if (got !== `${name} ${state} ${code}`) problems.push(`${file.name} ${partPath}: ${got}`);
          const result = results.get(name);
          if (holds && !flat(result?.text ?? '').includes(holds)) problems.push(`${name}: does not hold "${holds}"`);
          const joined = result?.relationships.some(edge => edge.type === 'CHILD_OF' && edge.toId === parent?.id);
          if (holds && !joined) problems.push(`${name}: no edge CHILD_OF`);
        }
      }
      expectNone(problems);
    });

    it('mails: new words, signature and quoted words are kept apart', () => {
      expectNone(
        filesWith('mail').flatMap(({ name, known, result }) => {
          const ofKind = (kind: string) =>
            flat(result.chunks.flatMap(chunk => (chunk.kind === kind ? chunk.text : [])).join(' ')).replace(/^-- /, '');
          const wrong = (kind: string, words: string | null) =>
            ofKind(kind) === flat(words ?? '') ? [] : [`${name}: ${kind}: ${ofKind(kind)}`];
          return [
            ...wrong('signature', known.signature),
            ...wrong('quoted', known.quoted),
            ...wrong('text', known.body),
          ];
        }),
      );
    });

    it('mails are joined to those they answer', () => {
      const byMessage = new Map(filesWith('mail').map(({ known, result }) => [known.messageId, result.document.id]));
      const edges = new Set(
        [...results.values()].flatMap(({ relationships }) =>
          relationships.flatMap(edge => (edge.type === 'REPLIES_TO' ? `${edge.fromId} ${edge.toId}` : [])),
        ),
      );
      const answers = filesWith('mail').flatMap(({ known, result }) => {
        const first = byMessage.get(known.inReplyTo ?? '');
        return first ? `${result.document.id} ${first}` : [];
      });
      expect(answers).to.have.length(2);
      expect([...edges]).to.have.members(answers);
    });

    it('word processing: labels, changes and comments are kept as they are cited', () => {
      expectNone(
        filesWith('word').flatMap(({ name, known, result }) => {
          const layer = <T>(key: string) =>
            result.segments.flatMap(segment => (segment.properties?.[key] ?? []) as T[]);
          const labels = result.segments.flatMap(({ text, properties }) =>
            ((properties?.marks ?? []) as Mark[]).map(
              mark => `${mark.label} ${flat(text.slice(mark.start, mark.end))}`,
            ),
          );
          const changes = result.segments.flatMap(({ text, properties }) =>
            ((properties?.changes ?? []) as Change[]).map(
              change => `${change.kind} ${change.author} ${flat(change.text ?? text.slice(change.start, change.end))}`,
            ),
          );
          return [
            ...known.paragraphs
              .map(({ label, cited, text }) => `${cited} ${label} ${text}`)
              .filter(wanted => !labels.some(found => found.startsWith(wanted)))
              .map(wanted => `${name}: no paragraph ${wanted}`),
            ...known.changes
              .map(({ kind, author, text }) => `${kind} ${author} ${flat(text)}`)
              .filter(wanted => !changes.includes(wanted))
              .map(wanted => `${name}: no ${wanted}; there are ${changes.join('; ')}`),
            ...known.comments
              .filter(({ text }) => !layer<{ text: string }>('comments').some(comment => comment.text === text))
              .map(({ text }) => `${name}: no comment ${text}`),
          ];
        }),
      );
    });

    it('parties, judges, counsel and authorities are joined to the documents that name them', () => {
      const complaint = results.get('01-complaint.pdf')?.relationships ?? [];
      const of = (type: string) => complaint.filter(edge => edge.type === type);
      expect(of('PARTY_TO').map(({ properties }) => properties.role)).to.include.members(['Plaintiff', 'Defendant']);
      expect(of('REPRESENTS')).not.to.deep.equal([]);
      expect(of('CITES')).not.to.deep.equal([]);
      expect(results.get('03-memorandum-order.pdf')?.relationships.some(({ type }) => type === 'JUDGE_OF')).to.equal(
        true,
      );
    });

    it('the report adds up, refusals and files found inside included', async () => {
      const report = await product.report(projectId);
      const inside = truth.files.flatMap(({ children }) => children);
      expect(Object.values(report.states).reduce((a, b) => a + b)).to.equal(report.received);
      expect(report.families.handedOver + report.refusals.length).to.equal(truth.files.length);
      expect(report.families.foundInside).to.be.at.least(inside.length);
      expect(report.states.processing).to.equal(0);
      expect(report.pages.missing).to.equal(0);
    });
  });
}
