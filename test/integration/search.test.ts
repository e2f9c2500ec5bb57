/** Search on the real record, through the API and as members: what is found, in which order, and what never is. */
import { expect } from 'chai';
import type { z } from 'zod';
import { createApi } from '../../cli/api.ts';
import { search as searchCommand } from '../../cli/search.ts';
import { problemSchema } from '../../services/ingest-service/schemas/documents.ts';
import { costsSchema } from '../../services/ingest-service/schemas/projects.ts';
import { searchSchema } from '../../services/ingest-service/schemas/search.ts';
import { newId } from '../../shared/ids.ts';
import { createTestIngest, type TestIngest } from '../support/ingest.ts';
import { type OpenAiServer, startOpenAiServer } from '../support/openai-server.ts';
import { createPlanter, type Planter } from '../support/plant-chunks.ts';
import { only } from '../support/record.ts';
import { toyVector } from '../support/toy-embedding.ts';

type Found = z.output<typeof searchSchema>;

const lease = 'The tenant shall pay the rent for the premises on the first day of each month. ';
const cargo = 'The vessel left the harbor with its cargo. ';
const honey = 'A barrel of honey is sold for twelve dollars. ';

describe('search', function () {
  this.timeout(60_000);
  let ingest: TestIngest;
  let server: OpenAiServer;
  let planter: Planter;
  let projectId: string;

  before(async () => {
    server = await startOpenAiServer();
    ingest = await createTestIngest({ EMBED_ENGINES: 'openai', EMBED_BASE_URL: server.baseUrl, EMBED_MODEL: 'toy' });
    planter = createPlanter(ingest.record);
  });
  after(async () => {
    await ingest?.stop();
    await server.close();
  });
  beforeEach(async () => {
    server.onEmbedding(({ input }) => input.map(toyVector));
    projectId = (await ingest.record.projects.create(newId())).id;
  });

  const pathOf = (q: string, more: Record<string, string> = {}) =>
    `/v1/search?${new URLSearchParams({ project: projectId, q, ...more })}`;
  const find = (q: string, more: Record<string, string> = {}): Promise<Found> =>
    ingest.json(200, searchSchema, pathOf(q, more));
  const textsOf = ({ hits }: Found) => hits.map(({ text }) => text);
  const byWords = async (q: string) => (await find(q)).hits.filter(hit => hit.byText).map(({ text }) => text);
  const rpc = async (token: string, body: object) => {
    const { SUPABASE_URL, SUPABASE_ANON_KEY } = ingest.record.environment.environment;
    const headers = {
      ...{ apikey: SUPABASE_ANON_KEY, authorization: `Bearer ${token}` },
      'content-type': 'application/json',
    };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = await fetch(`${SUPABASE_URL}/rest/v1/rpc/search_chunks`, init);
    return { status: answer.status, found: (await answer.json()) as Found | null };
  };

  it('gives the exact text of chunks, with all it takes to cite them', async () => {
    const id = await planter.plant(projectId, { texts: [`𝒜 ${honey}`, lease] });
    const { hits, methods, noVectors, withoutVector } = await find('rent');
    expect({ methods, noVectors, withoutVector }).to.deep.equal({
      methods: ['text', 'vectors'],
      noVectors: null,
      withoutVector: 0,
    });
    const [{ chunkId: _, score, byText, byVector, ...hit } = expect.fail('nothing found')] = hits;
    expect(hit).to.deep.equal({
      ...{ documentId: id, fileName: 'a.txt', ordinal: 1, kind: 'text', text: lease },
      ...{ charStart: honey.length + 3, charEnd: honey.length + 3 + lease.length },
      ...{ headingPath: [], contextLine: 'Head of it', pageFirst: 1, pageLast: null },
      ...{ pageLabelFirst: 'iv', pageLabelLast: 'iv', startMs: null, endMs: null },
    });
    expect(`𝒜 ${honey}${lease}`.slice(hit.charStart, hit.charEnd)).to.equal(lease);
    expect([byText?.rank, byVector?.rank]).to.deep.equal([1, 1]);
    expect(score).to.be.closeTo(2 / 61, 1e-9);
    expect(byVector?.similarity).to.be.within(0.9, 1.0001);
  });

  it('ranks what says it more often and closer together first', async () => {
    const far = `rent ${'and nothing else of it '.repeat(20)} arrears`;
    const near = 'rent arrears';
    const both = 'arrears of rent: the rent arrears and further rent arrears';
    await planter.plant(projectId, { texts: [`${far}. `, `${near}. `, `${both}. `, honey], model: null });
    const found = await find('rent arrears');
    expect(textsOf(found)).to.have.members([`${far}. `, `${near}. `, `${both}. `]);
    expect(textsOf(found).at(-1)).to.equal(`${far}. `);
  });

  it('takes phrases, alternatives and exclusions', async () => {
    const texts = ['the purchase price is due. ', 'the price of a purchase. ', 'the rent is due. '];
    await planter.plant(projectId, { texts, model: null });
    expect(await byWords('"purchase price"')).to.deep.equal([texts[0]]);
    expect(await byWords('purchase price')).to.have.members(texts.slice(0, 2));
    expect(await byWords('rent or purchase')).to.have.members(texts);
    expect(await byWords('due -rent')).to.deep.equal([texts[0]]);
    expect(await byWords('purchases PRICES')).to.have.members(texts.slice(0, 2));
    expect(await byWords('the of')).to.deep.equal([]);
  });

  it('reads other languages word by word', async () => {
    await planter.plant(projectId, { texts: ['Der Mieter zahlt die Mieten. '], language: 'de', model: null });
    expect(await byWords('mieter')).to.have.length(1);
    expect(await byWords('die mieten')).to.have.length(1);
    expect(await byWords('miete')).to.deep.equal([]);
  });

  it('finds what means it in other words, and puts first what both methods find', async () => {
    const said = 'A boat is a boat. ';
    await planter.plant(projectId, { texts: [honey, cargo, said, lease] });
    const found = await find('boat');
    expect(textsOf(found).slice(0, 2)).to.deep.equal([said, cargo]);
    expect(found.hits[1]).to.deep.include({ byText: null });
    expect(found.hits[1]?.byVector?.rank).to.equal(2);
    expect(found.hits[0]?.score).to.be.greaterThan(found.hits[1]?.score ?? 1);
    const scores = found.hits.map(({ score }) => score);
    expect(scores).to.deep.equal(scores.toSorted((a, b) => b - a));
  });

  it('sends the query alone to the engine', async () => {
    const before = server.embeddings.length;
    await find('boat');
    expect(server.embeddings.slice(before).map(({ input }) => input)).to.deep.equal([['boat']]);
  });

  it('says how it was searched, and what only words can find', async () => {
    expect(await find('boat')).to.deep.include({ methods: ['text'], noVectors: 'none_stored', hits: [] });
    await planter.plant(projectId, { texts: [cargo, honey] });
    await planter.plant(projectId, { texts: [cargo, lease, honey], model: null });
    expect(await find('boat')).to.deep.include({ methods: ['text', 'vectors'], withoutVector: 3 });
    server.onEmbedding(() => ({ status: 503 }));
    const found = await find('cargo');
    expect(found).to.deep.include({ methods: ['text'], noVectors: 'X_ENGINE_FAILED', withoutVector: null });
    expect(found.hits).to.have.length(2);
  });

  it('sends no query of a local-only project to a host that is not ours', async () => {
    const embeddings = { EMBED_ENGINES: 'openai', EMBED_BASE_URL: server.baseUrl, EMBED_MODEL: 'toy' };
    const strict = await createTestIngest({ ...embeddings, LOCAL_HOSTS: 'gpu.internal' });
    try {
      const { id } = await strict.record.projects.create('Local', { settings: { localOnly: true } });
      const asked = server.embeddings.length;
      const found = await strict.json(200, searchSchema, `/v1/search?project=${id}&q=boat`);
      expect(found).to.deep.include({ methods: ['text'], noVectors: 'S_LOCAL_ONLY' });
      expect(server.embeddings.length).to.equal(asked);
    } finally {
      await strict.stop();
    }
  });

  describe('by an engine that costs', () => {
    let paid: TestIngest;
    const engine = () => ({
      EMBED_ENGINES: 'openai',
      EMBED_BASE_URL: server.baseUrl,
      EMBED_MODEL: 'text-embedding-3-large',
    });
    before(async () => {
      paid = await createTestIngest({ ...engine(), LOCAL_HOSTS: 'gpu.internal', EMBED_REQUESTS_PER_MINUTE: '60' });
    });
    after(() => paid?.stop());
    const search = (id: string) => paid.json(200, searchSchema, `/v1/search?project=${id}&q=boat`);
    const ledger = (id: string) =>
      paid.record.query(
        'select stage, engine, document_id, task_id, requests, amount > 0 as paid, is_open from engine_usage where project_id = $1',
        [id],
      );

    it('is booked for the project, under the price of its model, and counts in the costs', async () => {
      const { id } = await paid.record.projects.create('Booked');
      await search(id);
      expect(await ledger(id)).to.deep.equal([
        {
          ...{ stage: 'search', engine: 'openai-embeddings', document_id: null, task_id: null },
          ...{ requests: 1, paid: true, is_open: false },
        },
      ]);
      const { cost, items } = await paid.json(200, costsSchema, `/v1/projects/${id}/costs`);
      expect(cost.requests).to.equal(1);
      expect(items).to.deep.equal([]);
    });

    it('goes by words when the budget is spent, and asks nobody', async () => {
      const { id } = await paid.record.projects.create('Spent', {
        settings: { budget: { amount: 0, currency: 'USD' } },
      });
      const asked = server.embeddings.length;
      expect(await search(id)).to.deep.include({ methods: ['text'], noVectors: 'X_ENGINE_BUSY' });
      expect(server.embeddings.length).to.equal(asked);
      expect(await ledger(id)).to.deep.equal([]);
    });

    it('leaves one alone that is away for the tasks, tries it when it is time, and tells them that it is back', async () => {
      const { id } = await paid.record.projects.create('Away');
      await paid.record.query(
        `insert into engine_state (engine, state, reason, until) values ('llm/openai-embeddings', 'down', 'failures', now() + interval '30 seconds')`,
      );
      const asked = server.embeddings.length;
      expect(await search(id)).to.include({ noVectors: 'X_ENGINE_BUSY' });
      expect(server.embeddings.length).to.equal(asked);
      await paid.record.query(`update engine_state set until = now()`);
      server.onEmbedding(() => ({ status: 503 }));
      expect(await search(id)).to.include({ noVectors: 'X_ENGINE_FAILED' });
      expect(await search(id), 'tried once').to.include({ noVectors: 'X_ENGINE_BUSY' });
      server.onEmbedding(({ input }) => input.map(toyVector));
      await paid.record.query(`update engine_state set until = now()`);
      expect(await search(id)).to.include({ noVectors: 'none_stored' });
      expect(await paid.record.query('select 1 from engine_state')).to.deep.equal([]);
    });

    it('shares the rate of the tasks', async () => {
      const { id } = await paid.record.projects.create('Busy');
      await search(id);
      await paid.record.query(
        `update engine_rates set requests_at = now() + interval '1 minute' where engine = 'llm/openai-embeddings'`,
      );
      expect(await search(id)).to.include({ noVectors: 'X_ENGINE_BUSY' });
    });
  });

  it('never compares vectors of different models or dimensions', async () => {
    await planter.plant(projectId, { texts: [cargo], model: 'another' });
    expect(await find('boat')).to.deep.include({ methods: ['text'], noVectors: 'none_stored', hits: [] });
    await planter.plant(projectId, { texts: [cargo] });
    server.onEmbedding(({ input }) => input.map(() => [1, 0]));
    expect(await find('boat')).to.deep.include({ methods: ['text'], noVectors: 'none_stored', hits: [] });
  });

  it('leaves vectors alone that are too many to look at, says so, and takes them where a filter leaves few', async () => {
    const a = await planter.plant(projectId, { texts: [cargo] });
    await planter.plant(projectId, { texts: [honey, lease] });
    const limit = (count: number) =>
      ingest.record.query(
        `create or replace function lp.most_components() returns bigint language sql immutable as 'select ${count}::bigint'`,
      );
    const [{ count } = expect.fail('no limit')] = await ingest.record.query<{ count: string }>(
      'select lp.most_components() as count',
    );
    await limit(14);
    try {
      expect(await find('boat')).to.deep.include({ methods: ['text'], noVectors: 'too_many', hits: [] });
      expect(textsOf(await find('boat', { document: a }))).to.deep.equal([cargo]);
    } finally {
      await limit(Number(count));
    }
  });

  it('narrows to documents, categories and kinds', async () => {
    const a = await planter.plant(projectId, { texts: [lease], category: 'contract' });
    const b = await planter.plant(projectId, { texts: [lease, lease], category: 'email', kind: 'quoted' });
    const documentsOf = ({ hits }: Found) => hits.map(({ documentId }) => documentId);
    expect(documentsOf(await find('rent'))).to.have.members([a, b, b]);
    expect(documentsOf(await find('rent', { document: b }))).to.deep.equal([b, b]);
    expect(documentsOf(await find('rent', { category: 'contract' }))).to.deep.equal([a]);
    expect(documentsOf(await find('rent', { kind: 'text' }))).to.deep.equal([a]);
    expect(documentsOf(await find('rent', { limit: '2' }))).to.have.length(2);
    const several = `${pathOf('rent')}&category=contract&category=email`;
    expect(documentsOf(await ingest.json(200, searchSchema, several))).to.have.length(3);
  });

  it('refuses what is no search', async () => {
    const paths = [
      ...[pathOf(''), pathOf('   '), pathOf('a\0b'), pathOf('x'.repeat(1_001)), pathOf('x', { limit: '101' })],
      ...[pathOf('x', { document: 'x' }), pathOf('x', { category: 'x' }), pathOf('x', { other: 'x' })],
      '/v1/search?q=x',
    ];
    for (const path of paths) await ingest.json(400, problemSchema, path);
    await ingest.json(404, problemSchema, `/v1/search?q=x&project=${newId()}`);
  });

  it('takes whatever people type as words', async () => {
    await planter.plant(projectId, { texts: [lease] });
    const queries = [
      "'; drop table chunks; --",
      "' or '1'='1",
      'rent & | ! ( ) :* <-> \\',
      '"unbalanced rent',
      '-rent',
      '- - -',
      '%_%',
      '$$ rent $$',
      '\u202e\u200b',
      '😀 𝒜',
      'or or or',
      'null',
      `${'rent or '.repeat(100)}rent`,
    ];
    for (const query of queries) expect((await find(query)).methods).to.deep.equal(['text', 'vectors']);
    expect(textsOf(await find('rent'))).to.deep.equal([lease]);
  });

  it('finds nothing of another project, whoever asks', async () => {
    const elsewhere = (await ingest.record.projects.create(newId())).id;
    await planter.plant(elsewhere, { texts: [lease] });
    const own = await planter.plant(projectId, { texts: [cargo] });
    expect(await byWords('rent')).to.deep.equal([]);
    expect(new Set((await find('rent')).hits.map(({ documentId }) => documentId))).to.deep.equal(new Set([own]));
    const bound = await ingest.makeKey(['read'], projectId);
    await ingest.json(404, problemSchema, `/v1/search?q=rent&project=${elsewhere}`, { key: bound });
    const { projectId: searched } = await ingest.json(200, searchSchema, '/v1/search?q=rent', { key: bound });
    expect(searched).to.equal(projectId);
    await ingest.json(403, problemSchema, pathOf('rent'), { key: await ingest.makeKey(['write']) });
  });

  it('is there for members of the project through the record, for nobody else', async () => {
    const member = newId();
    await ingest.record.projects.addMember(projectId, member, 'viewer');
    await planter.plant(projectId, { texts: [lease, cargo] });
    const { userToken } = ingest.record.environment;
    const body = { p_project: projectId, p_query: 'rent', p_embedding: toyVector('boat'), p_model: 'toy' };
    const { found } = await rpc(userToken(member), body);
    expect(found?.hits.map(({ text }) => text)).to.deep.equal([lease, cargo]);
    expect((await rpc(userToken(newId()), body)).found).to.equal(null);
    const { SUPABASE_ANON_KEY } = ingest.record.environment.environment;
    expect((await rpc(SUPABASE_ANON_KEY, body)).status).to.be.oneOf([401, 403]);
    const others = (await ingest.record.projects.create(newId())).id;
    expect((await rpc(userToken(member), { ...body, p_project: others })).found).to.equal(null);
    const aimless = { ...body, p_query: '', p_embedding: [0, 0, 0, 0, 0] };
    expect((await rpc(userToken(member), aimless)).found).to.deep.include({ hits: [], methods: ['text'] });
  });

  it('finds what is current: never what a rerun builds or has replaced, nor what was deleted', async () => {
    const id = await planter.plant(projectId, { texts: [lease] });
    const { deliveries } = await reprocessed(id, 'ner');
    const llm = await planter.build(id, { texts: [cargo] }, only(deliveries), 'ner');
    expect(textsOf(await find('rent'))).to.deep.equal([lease]);
    expect(await byWords('cargo')).to.deep.equal([]);
    await planter.build(id, { texts: [cargo] }, llm ?? expect.fail('no llm task'));
    expect(await byWords('rent')).to.deep.equal([]);
    const found = await find('cargo');
    expect(textsOf(found)).to.deep.equal([cargo]);
    expect(found.withoutVector).to.equal(0);
    const again = await reprocessed(id, 'llm');
    await planter.build(id, { texts: [cargo], model: null }, only(again.deliveries));
    expect(await find('cargo')).to.deep.include({ methods: ['text'], noVectors: 'none_stored' });
    await ingest.record.query(`update documents set state = 'deleted' where id = $1`, [id]);
    expect(await byWords('cargo')).to.deep.equal([]);
  });

  const reprocessed = async (id: string, from: 'ner' | 'llm') => {
    const answer = await ingest.record.documents.reprocess(id, from, 'test');
    return 'deliveries' in answer ? answer : expect.fail('not reprocessed');
  };

  it('drops the vectors of an attempt that is given back', async () => {
    const { id, deliveries } = await ingest.record.accept({ projectId });
    const llm = await planter.build(id, { texts: [lease] }, only(deliveries), 'ner');
    const taskId = llm?.taskId ?? '';
    const vectors = async () => {
      const sql = 'select ordinal from chunk_embeddings where document_id = $1';
      return (await ingest.record.query<{ ordinal: number }>(sql, [id])).map(({ ordinal }) => ordinal);
    };
    const row = { id: newId(), ordinal: 0, chunkId: newId(), model: 'toy', dimensions: 1, embedding: [1] };
    const { token } = await ingest.record.claim(taskId);
    await ingest.record.tasks.putRows(taskId, token, { chunkEmbeddings: [row] });
    await ingest.record.tasks.putRows(taskId, token, { chunkEmbeddings: [row] });
    expect(await vectors()).to.deep.equal([0]);
    await ingest.record.tasks.release(taskId, token);
    const again = await ingest.record.claim(taskId);
    await ingest.record.tasks.putRows(taskId, again.token, { chunkEmbeddings: [{ ...row, id: newId(), ordinal: 1 }] });
    expect(await vectors()).to.deep.equal([1]);
  });

  it('is a command, whose output names the place and commands no terminal', async () => {
    await planter.plant(projectId, { texts: [`\u001b[31m${lease}`, `${cargo.repeat(30)}`] });
    const api = createApi({ url: ingest.url, key: ingest.key });
    const { text, json } = await searchCommand(api, projectId, 'rent');
    expect((json as Found).hits[0]?.text).to.equal(`\u001b[31m${lease}`);
    expect(text).to.match(/^1\. a\.txt, page iv, 0-\d+ of [0-9a-f-]{36}\n {3}\ufffd\[31mThe tenant/);
    expect(text).to.match(/ \.\.\.\n/);
    expect(text).to.match(/2 hits by words and meaning$/);
    server.onEmbedding(() => ({ status: 401 }));
    expect((await searchCommand(api, projectId, 'rent', '1')).text).to.match(
      /1 hit by words alone \(vectors: I_ENGINE_ACCESS\)$/,
    );
  });
});
