/** What the API tells about documents: every list and read, on rows written as the stages write them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { z } from 'zod';
import * as documents from '../../services/ingest-service/schemas/documents.ts';
import * as projects from '../../services/ingest-service/schemas/projects.ts';
import * as rows from '../../services/ingest-service/schemas/rows.ts';
import type { RowBatch } from '../../shared/domain/rows.ts';
import type { StageName } from '../../shared/domain/stage.ts';
import { derivedId, newId } from '../../shared/ids.ts';
import type { Delivery } from '../../shared/record/tasks.ts';
import { createTestIngest, formOf, type TestIngest } from '../support/ingest.ts';
import { emptyOutcome } from '../support/record.ts';
import { documentOf, type Names, resolveDocument } from '../support/resolve-documents.ts';

const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });

const pageTexts = ['First page.', '', 'Zoë’s page 𝒜.'];
const text = pageTexts.join('\n\n');

describe('reads', function () {
  this.timeout(60_000);
  let ingest: TestIngest;
  let projectId: string;
  let id: string;

  before(async () => {
    ingest = await createTestIngest();
    projectId = (await ingest.record.projects.create('Reads')).id;
    id = await upload('lease §.txt', text);
    await process(id);
  });
  after(() => ingest.stop());

  const upload = async (name: string, bytes: string): Promise<string> => {
    const init = { method: 'POST', body: formOf({ project: projectId }, [name, bytes]) };
    const answer = await ingest.json(202, documents.uploadSchema, '/v1/documents', init);
    return answer.documents[0]?.documentId ?? '';
  };

  const nextTask = async (
    documentId: string,
  ): Promise<Pick<Delivery, 'taskId' | 'stage' | 'generation'> | undefined> => {
    const sql = `select id as "taskId", stage, generation from tasks where document_id = $1 and state = 'queued'`;
    return (await ingest.record.query<Pick<Delivery, 'taskId' | 'stage' | 'generation'>>(sql, [documentId]))[0];
  };

  /** Runs the stages from where the document stands, up to and with `last`. */
  const process = async (documentId: string, last: StageName = 'relationship') => {
    for (let task = await nextTask(documentId); task; task = await nextTask(documentId)) {
      const { token } = await ingest.record.claim(task.taskId);
      await ingest.record.tasks.putRows(task.taskId, token, rowsOf(documentId, task.stage, task.generation));
      const document = task.stage === 'ocr' ? { pageCount: 3, textLength: text.length } : {};
      await ingest.record.tasks.commit({ taskId: task.taskId, token, outcome: emptyOutcome, document });
      if (task.stage === last) return;
    }
  };

  const rowId = (documentId: string, ...names: (string | number)[]) => derivedId(documentId, ...names);

  const rowsOf = (documentId: string, stage: StageName, generation: number): RowBatch => {
    const made = (table: string, ordinal: number) => rowId(documentId, generation, table, ordinal);
    const span = (ordinal: number) => {
      const charStart = pageTexts.slice(0, ordinal).reduce((sum, t) => sum + t.length + 2, 0);
      return { charStart, charEnd: charStart + (pageTexts[ordinal] ?? '').length };
    };
    const engine = { engine: 'test' };
    const chunkId = rowId(documentId, generation, 'chunk', 0);
    switch (stage) {
      case 'ocr':
        return {
          segments: pageTexts.map((t, ordinal) => ({
            id: made('segment', ordinal),
            ordinal,
            kind: t ? ('page' as const) : ('missing' as const),
            text: t,
            ...span(ordinal),
            pageNumber: ordinal + 1,
            ...engine,
          })),
          segmentWords: [0, 2].map(ordinal => ({
            id: made('words', ordinal),
            ordinal,
            starts: [0],
            ends: [5],
            boxes: [0, 0.1, 0.5, 0.25],
            confidences: [90],
          })),
        };
      case 'ner':
        return {
          chunks: [
            {
              id: chunkId,
              ordinal: 0,
              kind: 'text',
              text,
              charStart: 0,
              charEnd: text.length,
              headingPath: ['I.'],
              tokenCount: 9,
              tokenEncoding: 'test',
              contextLine: '',
              language: 'en',
              pageFirst: 1,
              pageLast: 3,
            },
          ],
          entityMentions: ['Zoë', 'page'].map((t, ordinal) => ({
            id: made('mention', ordinal),
            chunkId,
            ordinal,
            type: 'PERSON' as const,
            text: t,
            charStart: text.indexOf(t),
            charEnd: text.indexOf(t) + t.length,
            value: t,
            properties: {},
            score: 0.5,
            ...engine,
          })),
        };
      case 'llm':
        return {
          facts: (['verified', 'unverified', 'repaired'] as const).map((verified, ordinal) => ({
            id: made('fact', ordinal),
            ordinal,
            chunkId,
            kind: 'title',
            value: 'v',
            properties: {},
            quote: 'First',
            charStart: 0,
            charEnd: 5,
            verified,
            ...engine,
          })),
        };
      default:
        return {
          relationshipStaging: [
            {
              id: made('edge', 0),
              ordinal: 0,
              fromLabel: 'Document',
              fromId: documentId,
              type: 'BELONGS_TO',
              toLabel: 'Project',
              toId: projectId,
              properties: {},
            },
          ],
        };
    }
  };

  const list = <T extends z.ZodType>(schema: T, path: string) => ingest.json(200, page(schema), path);
  const at = (path = '') => `/v1/documents/${id}${path}`;

  it('shows a document with its stages in order', async () => {
    const document = await ingest.json(200, documents.documentWithStagesSchema, at());
    expect(document).to.deep.include({
      id,
      projectId,
      state: 'completed',
      fileName: 'lease §.txt',
      mediaType: 'text/plain',
      pageCount: 3,
      error: null,
      rootId: id,
    });
    expect(
      document.stages.map(({ stage, state, currentGeneration }) => [stage, state, currentGeneration]),
    ).to.deep.equal(['ocr', 'ner', 'llm', 'relationship'].map(stage => [stage, 'done', 1]));
  });

  it('shows an error with what to do', async () => {
    const failed = await upload('broken.txt', 'will fail');
    await ingest.record.fail((await nextTask(failed))?.taskId ?? '');
    const document = await ingest.json(200, documents.documentWithStagesSchema, `/v1/documents/${failed}`);
    expect(document.error).to.deep.include({ code: 'I_DAMAGED', stage: 'ocr', attempt: 1 });
    expect(document.error?.whatToDo).to.match(/damaged/);
    expect(document.stages[0]?.error?.code).to.equal('I_DAMAGED');
  });

  it('answers the frozen text, which every span cuts exactly', async () => {
    const response = await ingest.call(at('/text'));
    expect(response.headers.get('content-type')).to.equal('text/plain; charset=utf-8');
    const answered = await response.text();
    expect(answered).to.equal(text);
    const { items } = await list(rows.segmentSchema, at('/segments'));
    expect(items.map(s => answered.slice(s.charStart, s.charEnd))).to.deep.equal(items.map(s => s.text));
    expect(items.map(s => s.kind)).to.deep.equal(['page', 'missing', 'page']);
  });

  it('streams a text of many segments', async () => {
    const long = await upload('long.txt', 'long');
    const task = await nextTask(long);
    const { token } = await ingest.record.claim(task?.taskId ?? '');
    const segments = Array.from({ length: 250 }, (_, ordinal) => ({
      id: newId(),
      ordinal,
      kind: 'page' as const,
      text: `page ${ordinal}`,
      charStart: 0,
      charEnd: 1,
      engine: 'test',
    }));
    await ingest.record.tasks.putRows(task?.taskId ?? '', token, { segments });
    await ingest.record.tasks.commit({ taskId: task?.taskId ?? '', token, outcome: emptyOutcome });
    expect(await (await ingest.call(`/v1/documents/${long}/text`)).text()).to.equal(
      segments.map(s => s.text).join('\n\n'),
    );
  });

  it('has no text, and empty lists, while nothing is sealed', async () => {
    const fresh = await upload('fresh.txt', 'fresh');
    await ingest.json(409, documents.problemSchema, `/v1/documents/${fresh}/text`);
    for (const path of ['segments', 'words', 'chunks', 'mentions', 'facts', 'relationships'])
      expect(await list(z.unknown(), `/v1/documents/${fresh}/${path}`), path).to.deep.equal({
        items: [],
        nextCursor: null,
      });
  });

  it('lists the rows of every stage', async () => {
    expect((await list(rows.wordsSchema, at('/words'))).items.map(w => w.ordinal)).to.deep.equal([0, 2]);
    expect((await list(rows.wordsSchema, at('/words?segment=2'))).items.map(w => w.boxes)).to.deep.equal([
      [0, 0.1, 0.5, 0.25],
    ]);
    await ingest.json(400, documents.problemSchema, at('/words?segment=3000000000'));
    expect((await list(rows.chunkSchema, at('/chunks'))).items[0]).to.deep.include({ text, headingPath: ['I.'] });
    expect((await list(rows.mentionSchema, at('/mentions'))).items.map(m => m.text)).to.deep.equal(['Zoë', 'page']);
    expect((await list(rows.relationshipSchema, at('/relationships'))).items).to.have.lengthOf(1);
  });

  it('leaves out unverified facts unless they are asked for', async () => {
    expect((await list(rows.factSchema, at('/facts'))).items.map(f => f.verified)).to.deep.equal([
      'verified',
      'repaired',
    ]);
    expect((await list(rows.factSchema, at('/facts?unverified=true'))).items).to.have.lengthOf(3);
  });

  it('pages through rows and stays in the generation it began in', async () => {
    const document = await upload('again.txt', 'again');
    await process(document);
    const first = await list(rows.mentionSchema, `/v1/documents/${document}/mentions?limit=1`);
    const run = await ingest.json(
      202,
      documents.runSchema,
      `/v1/documents/${document}/reprocess`,
      ingest.post({ from: 'ner' }),
    );
    expect(run).to.deep.equal({ documentId: document, generation: 2 });
    await process(document);
    const second = await list(
      rows.mentionSchema,
      `/v1/documents/${document}/mentions?limit=1&cursor=${first.nextCursor}`,
    );
    expect(second.items[0]?.id).to.equal(rowId(document, 1, 'mention', 1));
    const anew = await list(rows.mentionSchema, `/v1/documents/${document}/mentions`);
    expect(anew.items[0]?.id).to.equal(rowId(document, 2, 'mention', 0));
    const third = await list(
      rows.mentionSchema,
      `/v1/documents/${document}/mentions?limit=1&cursor=${second.nextCursor}`,
    );
    expect(third).to.deep.equal({ items: [], nextCursor: null });
    const notSealed = Buffer.from('[3,0]').toString('base64url');
    await ingest.json(400, documents.problemSchema, `/v1/documents/${document}/mentions?cursor=${notSealed}`);
  });

  it('gives the original back, as a download that runs nowhere', async () => {
    const response = await ingest.call(at('/original'));
    expect(await response.text()).to.equal(text);
    const header = (name: string) => response.headers.get(name);
    expect(header('content-disposition')).to.equal(
      `attachment; filename="lease ?.txt"; filename*=UTF-8''lease%20%C2%A7.txt`,
    );
    expect(header('content-type')).to.equal('text/plain');
    expect(header('content-length')).to.equal(String(Buffer.byteLength(text)));
    expect(header('x-content-type-options')).to.equal('nosniff');
    expect(header('content-security-policy')).to.match(/sandbox/);
    expect(header('x-powered-by')).to.equal(null);
  });

  it('does not give back bytes that are not those received', async () => {
    const changed = await upload('changed.txt', 'the bytes that were received');
    const folder = fileURLToPath(ingest.record.environment.environment.FILES_URL);
    for (const bytes of ['the bytes that were reseived', 'the bytes']) {
      writeFileSync(join(folder, projectId, changed), bytes);
      const answer = await ingest
        .call(`/v1/documents/${changed}/original`)
        .then(response => response.text())
        .catch(() => 'broke off');
      expect(answer).to.equal('broke off');
    }
  });

  it('tells the tasks and the history', async () => {
    const tasks = await list(documents.taskSchema, at('/tasks?limit=3'));
    expect(tasks.items.map(t => [t.stage, t.state])).to.deep.equal([
      ['ocr', 'done'],
      ['ner', 'done'],
      ['llm', 'done'],
    ]);
    expect(
      (await list(documents.taskSchema, at(`/tasks?limit=3&cursor=${tasks.nextCursor}`))).items.map(t => t.stage),
    ).to.deep.equal(['relationship']);
    const events = await list(documents.eventSchema, at('/events'));
    expect(events.items.map(e => e.kind)).to.deep.equal([
      'document.accepted',
      ...Array(4).fill('stage.done'),
      'document.completed',
    ]);
    const from = await list(documents.eventSchema, at('/events?limit=2'));
    expect(
      (await list(documents.eventSchema, at(`/events?limit=2&cursor=${from.nextCursor}`))).items[0]?.previousHash,
    ).to.equal(from.items[1]?.hash);
  });

  it('lists children', async () => {
    const [child] = await Promise.all([newId()]);
    await ingest.record.query(
      `insert into documents (id, project_id, parent_id, root_id, depth, part_path, sha256, bytes, media_type, file_name, storage_key, state, priority)
       values ($1, $2, $3, $3, 1, '1', repeat('0', 64), 1, 'text/plain', 'child.txt', 'k', 'completed', 0)`,
      [child, projectId, id],
    );
    const { items } = await list(documents.documentSchema, at('/children'));
    expect(items.map(d => [d.id, d.parentId, d.rootId, d.depth])).to.deep.equal([[child, id, id, 1]]);
  });

  it('lists documents by state, page by page, each once', async () => {
    const matter = (await ingest.record.projects.create('Paged')).id;
    const ids: string[] = [];
    for (let i = 0; i < 7; i++) ids.push((await ingest.record.accept({ projectId: matter })).id);
    // Rows of one instant are told apart by their ids.
    await ingest.record.query(`update documents set created_at = '2026-01-01T00:00:00.123456Z' where project_id = $1`, [
      matter,
    ]);
    await ingest.record.documents.cancel(ids[3] ?? '');
    const seen: string[] = [];
    let path = '/v1/documents?project=Paged&state=processing&limit=2';
    for (let more: string | null = ''; more !== null; ) {
      const found: { items: { id: string }[]; nextCursor: string | null } = await list(
        documents.documentSchema,
        `${path}${more && `&cursor=${more}`}`,
      );
      seen.push(...found.items.map(d => d.id));
      more = found.nextCursor;
    }
    expect(seen).to.deep.equal(ids.filter((_, i) => i !== 3).toSorted());
    path = '/v1/documents?project=Paged&state=cancelled';
    expect((await list(documents.documentSchema, path)).items.map(d => d.id)).to.deep.equal([ids[3]]);
  });

  it('reprocesses, retries and cancels where the state allows it, and publishes what that starts', async () => {
    const document = await upload('acts.txt', 'acts');
    const path = (action: string) => `/v1/documents/${document}/${action}`;
    const refused = async (action: string, body: object = {}) =>
      expect((await ingest.json(409, documents.problemSchema, path(action), ingest.post(body))).code, action).to.equal(
        'I_STATE',
      );
    await refused('retry');
    await refused('reprocess', { from: 'ner' });
    await refused('reprocess', { from: 'asr' });
    expect(await ingest.json(200, documents.cancelSchema, path('cancel'), ingest.post({}))).to.deep.equal({
      documentId: document,
      cancelled: 1,
    });
    await refused('cancel');
    expect(await ingest.json(202, documents.runSchema, path('retry'), ingest.post({}))).to.deep.equal({
      documentId: document,
      generation: 2,
    });
    await process(document);
    const started = await ingest.call(path('reprocess'), ingest.post({ from: 'llm', reason: 'new engine' }));
    expect([started.status, started.headers.get('location')]).to.deep.equal([202, `/v1/documents/${document}`]);
    const reasons = await ingest.record.query('select reason from runs where document_id = $1 order by generation', [
      document,
    ]);
    expect(reasons).to.deep.equal(['accepted', 'retry', 'new engine'].map(reason => ({ reason })));
  });

  describe('projects', () => {
    it('are made once, and refused on other terms', async () => {
      const terms = { name: 'Terms', limits: { maxPages: 10 }, settings: { dayFirst: true } };
      const made = await ingest.json(201, projects.projectSchema, '/v1/projects', ingest.post(terms));
      expect(made).to.deep.include(terms);
      expect(await ingest.json(200, projects.projectSchema, '/v1/projects', ingest.post(terms))).to.deep.equal(made);
      expect(
        await ingest.json(200, projects.projectSchema, '/v1/projects', ingest.post({ name: 'Terms' })),
      ).to.deep.equal(made);
      const other = await ingest.json(
        409,
        documents.problemSchema,
        '/v1/projects',
        ingest.post({ ...terms, limits: { maxPages: 11 } }),
      );
      expect(other.code).to.equal('I_PROJECT_EXISTS');
      expect(await ingest.json(200, projects.projectSchema, `/v1/projects/${made.id}`)).to.deep.equal(made);
      expect((await list(projects.projectSchema, '/v1/projects?name=Terms')).items).to.deep.equal([made]);
    });

    it('refuse limits and names that are none', async () => {
      for (const body of [
        {},
        { name: '' },
        { name: 'a\u0000b' },
        { name: 'x', limits: { maxPagse: 1 } },
        { name: 'x', limits: { maxPages: 0 } },
        { name: 'x', settings: { a: ['\ud800'] } },
      ])
        expect((await ingest.json(400, documents.problemSchema, '/v1/projects', ingest.post(body))).code).to.equal(
          'I_REQUEST',
        );
    });

    it('report what became of everything', async () => {
      const report = await ingest.json(200, projects.reportSchema, `/v1/projects/${projectId}/report`);
      expect(Object.values(report.states).reduce((a, b) => a + b)).to.equal(report.received);
      expect(report.failures).to.deep.equal({ I_DAMAGED: 1 });
    });

    it('list their entities, of one type if asked', async () => {
      const matter = (await ingest.record.projects.create('Entities')).id;
      await ingest.record.query(
        `insert into canonical_entities (id, project_id, type, key, name, aliases, decided_by)
         select gen_random_uuid(), $1, case n % 2 when 0 then 'PERSON' else 'COURT' end, n::text, 'name ' || n, array['a'], '{"rule":"same"}' from generate_series(1, 5) n`,
        [matter],
      );
      const first = await list(projects.entitySchema, `/v1/projects/${matter}/entities?limit=3`);
      const rest = await list(
        projects.entitySchema,
        `/v1/projects/${matter}/entities?limit=3&cursor=${first.nextCursor}`,
      );
      expect(new Set([...first.items, ...rest.items].map(e => e.name)).size).to.equal(5);
      expect((await list(projects.entitySchema, `/v1/projects/${matter}/entities?type=PERSON`)).items).to.have.lengthOf(
        2,
      );
    });

    it('list roots with their members, every entity if asked, and the pairs that may be one', async () => {
      const matter = (await ingest.record.projects.create('Resolved')).id;
      for (const names of [
        ['Rudolf J. Herrmann', 'Steven Okafor'],
        ['Herrmann, Rudolf', 'Stephen Okafor'],
      ]) {
        const named: Names = names.map(name => ['PERSON', name]);
        const document = await documentOf(ingest.record, matter, named);
        await resolveDocument(ingest.record, document.task);
      }
      const path = `/v1/projects/${matter}/entities`;
      const roots = (await list(projects.entitySchema, path)).items;
      const herrmann = roots.find(({ name }) => name.includes('Herrmann'));
      expect(roots).to.have.lengthOf(3);
      expect(herrmann).to.deep.include({
        aliases: ['Herrmann, Rudolf', 'Rudolf J. Herrmann'],
        mergedInto: null,
        mentionCount: 2,
        documentCount: 2,
      });
      const all = (await list(projects.entitySchema, `${path}?merged=true`)).items;
      const merged = all.find(({ mergedInto }) => mergedInto !== null);
      expect(all).to.have.lengthOf(4);
      expect(merged).to.include({ mergedInto: herrmann?.id, name: 'Herrmann, Rudolf', mentionCount: 1 });
      expect(merged?.decidedBy.merge).to.include({ reason: 'middle-name-on-one-side' });
      expect(herrmann?.members).to.have.members([herrmann?.id, merged?.id]);

      const reviews = (await list(projects.reviewSchema, `/v1/projects/${matter}/entity-reviews`)).items;
      expect(reviews).to.have.lengthOf(1);
      expect(reviews[0]).to.include({ reason: 'spelling-of-given-name', open: true, verdict: null });
      expect([reviews[0]?.a.name, reviews[0]?.b.name]).to.have.members(['Steven Okafor', 'Stephen Okafor']);
    });

    it('name the root of each mention', async () => {
      const matter = (await ingest.record.projects.create('Rooted')).id;
      const names: Names = [
        ['PERSON', 'Rudolf J. Herrmann'],
        ['PERSON', 'Rudolf Herrmann'],
      ];
      const document = await documentOf(ingest.record, matter, names);
      await resolveDocument(ingest.record, document.task);
      const mentions = (await list(rows.mentionSchema, `/v1/documents/${document.id}/mentions`)).items;
      expect(new Set(mentions.map(({ canonicalEntityId }) => canonicalEntityId)).size).to.equal(2);
      expect(new Set(mentions.map(({ rootEntityId }) => rootEntityId)).size).to.equal(1);
    });
  });
});
