import { expect } from 'chai';
import type { LlmEngine } from '../../services/llm-service/engines/engine.ts';
import { createRulesEngine } from '../../services/llm-service/engines/rules/rules-engine.ts';
import { decideBlock } from '../../services/llm-service/resolve/decide-block.ts';
import { decideBlocks } from '../../services/llm-service/resolve/decide-blocks.ts';
import type { PairOpinion } from '../../shared/domain/resolution.ts';
import { PipelineError } from '../../shared/errors.ts';
import { createResolution } from '../../shared/record/resolution.ts';
import { createTestRecord, type TestRecord } from '../support/record.ts';
import { documentOf, type Names, partitionOf, resolveDocument } from '../support/resolve-documents.ts';

const papers: Record<string, Names> = {
  complaint: [
    ['PERSON', 'Rudolf John Herrmann'],
    ['ORGANIZATION', 'C. R. Bard, Inc.'],
    ['ORGANIZATION', 'State Farm'],
    ['LOCATION', 'St. Louis City'],
    ['DATE', '2013-06-13'],
  ],
  answer: [
    ['PERSON', 'Rudolf J. Herrmann'],
    ['ORGANIZATION', 'C.R. BARD INCORPORATED'],
    ['ORGANIZATION', 'Bard Peripheral Vascular, Inc.'],
    ['LOCATION', 'St. Louis County'],
    ['DATE', '2013-06'],
  ],
  list: [
    ['PERSON', 'Herrmann, Rudolf'],
    ['PERSON', 'Robert Chen, Jr.'],
    ['ORGANIZATION', 'ACME Corp.'],
  ],
  letter: [
    ['PERSON', 'Robert Chen, Sr.'],
    ['PERSON', 'Chen'],
    ['ORGANIZATION', 'Acme'],
    ['ORGANIZATION', 'Bard'],
  ],
  memo: [
    ['PERSON', 'Robert Chen'],
    ['PERSON', 'Chen'],
    ['PERSON', 'Hans Müller'],
    ['ORGANIZATION', 'Acme Corporation'],
    ['ORGANIZATION', 'Company'],
  ],
  mail: [
    ['PERSON', 'Hans Muller'],
    ['PERSON', 'R. Okafor'],
    ['PERSON', 'Rita Okafor'],
    ['ORGANIZATION', 'Acme LLC'],
    ['ORGANIZATION', 'Company'],
  ],
  notice: [
    ['PERSON', 'Robert Okafor'],
    ['COURT', 'S.D.N.Y.'],
  ],
  order: [
    ['COURT', 'United States District Court for the Southern District of New York'],
    ['JUDGE', 'Hon. Robert Okafor'],
  ],
};
const titles = Object.keys(papers);

const lost = (): never => {
  throw new Error('lost');
};

describe('resolution on the record', function () {
  this.timeout(120_000);
  let record: TestRecord;
  let projects = 0;
  before(async () => {
    record = await createTestRecord();
  });
  after(() => record.stop());

  /** A project with these papers, resolved in this order, or all at once. */
  async function project(order: readonly string[], atOnce = false) {
    projects += 1;
    const { id } = await record.projects.create(`Matter ${projects}`);
    const labels = new Map<string, string>();
    const tasks: string[] = [];
    for (const title of order) {
      const document = await documentOf(record, id, papers[title] as Names);
      labels.set(document.id, title);
      tasks.push(document.task);
    }
    if (atOnce) await Promise.all(tasks.map(task => resolveDocument(record, task)));
    else for (const task of tasks) await resolveDocument(record, task);
    return { id, labels, partition: await partitionOf(record, id, labels) };
  }

  const groupOf = (partition: string[][], label: string) => partition.find(group => group.includes(label));

  it('gives the same partition of mentions in whatever order documents arrive, and all at once', async () => {
    const { partition } = await project(titles);
    expect(groupOf(partition, 'complaint: Rudolf John Herrmann')).to.have.length(3);
    expect(groupOf(partition, 'complaint: C. R. Bard, Inc.')).to.deep.equal([
      'answer: C.R. BARD INCORPORATED',
      'complaint: C. R. Bard, Inc.',
    ]);
    expect(groupOf(partition, 'memo: Hans Müller')).to.have.length(2);
    expect(groupOf(partition, 'notice: S.D.N.Y.')).to.have.length(2);
    for (const alone of ['memo: Robert Chen', 'memo: Company', 'letter: Chen', 'mail: R. Okafor', 'letter: Acme']) {
      expect(groupOf(partition, alone), alone).to.deep.equal([alone]);
    }
    // "ACME Corp." and "Acme Corporation" have one key; "Acme" may be theirs or that of Acme LLC.
    expect(groupOf(partition, 'list: ACME Corp.')).to.deep.equal(['list: ACME Corp.', 'memo: Acme Corporation']);

    for (const order of [titles.toReversed(), titles.toSorted(), [...titles.slice(4), ...titles.slice(0, 4)]]) {
      expect((await project(order)).partition).to.deep.equal(partition);
    }
    for (let round = 0; round < 3; round += 1) {
      expect((await project(titles, true)).partition).to.deep.equal(partition);
    }
  });

  it('comes to the same in a final pass over the project', async () => {
    const { id, partition, labels } = await project(titles);
    await record.query('update canonical_entities set merged_into = null where project_id = $1', [id]);
    const resolution = createResolution(record.client);
    const first = await resolution.blockNames(id, '', 3);
    const names = [...first, ...(await resolution.blockNames(id, first[2] as string, 1_000))];
    expect(first).to.have.length(3);
    await decideBlocks(resolution.blocksOf(id, null, lost), names, new AbortController().signal);
    expect(await partitionOf(record, id, labels)).to.deep.equal(partition);
  });

  it('gives names no say that only a superseded generation has', async () => {
    const { id } = await record.projects.create('Superseded');
    const documents = [];
    for (const name of ['R. Okafor', 'Rita Okafor', 'Robert Okafor']) {
      const document = await documentOf(record, id, [['PERSON', name]]);
      await resolveDocument(record, document.task);
      documents.push(document);
    }
    const merged = () =>
      record.query('select 1 from canonical_entities where merged_into is not null and project_id = $1', [id]);
    const finalPass = async () => {
      const resolution = createResolution(record.client);
      const names = await resolution.blockNames(id, '', 1_000);
      await decideBlocks(resolution.blocksOf(id, null, lost), names, new AbortController().signal);
    };
    expect(await merged()).to.have.length(0);
    const supersede = (document: { id: string } | undefined) =>
      record.query(`update document_stages set current_generation = 2 where document_id = $1 and stage = 'ner'`, [
        document?.id,
      ]);
    // Robert is gone from what is read: R. can only be Rita.
    await supersede(documents[2]);
    await finalPass();
    expect(await merged()).to.have.length(1);
    // And with nobody left there is nothing merged.
    await supersede(documents[0]);
    await supersede(documents[1]);
    await finalPass();
    expect(await merged()).to.have.length(0);
  });

  it('leaves pairs open when the engine will not speak of them', async () => {
    const engine: LlmEngine = {
      ...createRulesEngine(),
      name: 'refusing',
      judge: async () => {
        throw new PipelineError('I_ENGINE_REFUSED', 'the model refused');
      },
    };
    const { id } = await record.projects.create('Refused');
    const first = await documentOf(record, id, [['PERSON', 'Steven Okafor']]);
    await resolveDocument(record, first.task, engine);
    const second = await documentOf(record, id, [['PERSON', 'Stephen Okafor']]);
    const { counts, warnings } = await resolveDocument(record, second.task, engine);
    expect(counts).to.include({ merged: 0, reviews: 1 });
    expect(warnings).to.deep.include({ code: 'entities.unjudged', count: 1 });
  });

  it('undoes a merge that a later name makes doubtful', async () => {
    const { id } = await record.projects.create('Doubt');
    const first = await documentOf(record, id, [
      ['PERSON', 'R. Okafor'],
      ['PERSON', 'Rita Okafor'],
    ]);
    expect((await resolveDocument(record, first.task)).counts).to.include({ merged: 1, reviews: 0 });
    const second = await documentOf(record, id, [['PERSON', 'Robert Okafor']]);
    expect((await resolveDocument(record, second.task)).counts).to.include({ merged: 0, reviews: 1 });
    expect(
      await record.query('select id from canonical_entities where merged_into is not null and project_id = $1', [id]),
    ).to.deep.equal([]);
    const reviews = await record.query('select reason, open from entity_reviews where project_id = $1', [id]);
    expect(reviews).to.deep.equal([
      { reason: 'ambiguous', open: true },
      { reason: 'ambiguous', open: true },
    ]);
  });

  it('refuses a decision about a block that has changed, and one of a task that is not running', async () => {
    const { id } = await record.projects.create('Stamps');
    const first = await documentOf(record, id, [['PERSON', 'Ann Roe']]);
    await resolveDocument(record, first.task);
    const blocks = createResolution(record.client).blocksOf(id, null, lost);
    const before = await blocks.read(['PERSON/r']);
    expect(before.map(({ members }) => members.length)).to.deep.equal([1]);
    const second = await documentOf(record, id, [['PERSON', 'A. Roe']]);
    await resolveDocument(record, second.task);
    expect(await blocks.decide(before.map(decideBlock))).to.deep.equal(['PERSON/r']);
    const [root] = await record.query<{ merged: number }>(
      'select count(merged_into)::int as merged from canonical_entities where project_id = $1',
      [id],
    );
    expect(root).to.deep.equal({ merged: 1 });
    const late = createResolution(record.client).blocksOf(id, { taskId: second.task, token: first.id }, lost);
    const thrown = await late.decide((await blocks.read(['PERSON/r'])).map(decideBlock)).catch((error: Error) => error);
    expect(thrown).to.have.property('message', 'lost');
  });

  it('puts what the rules are unsure of to an engine that judges, once, and keeps its name', async () => {
    const asked: string[][] = [];
    const engine: LlmEngine = {
      ...createRulesEngine(),
      name: 'judging',
      judge: async pairs => {
        asked.push(pairs.flatMap(({ a, b }) => [a.name, a.context, b.name, b.context]));
        return { verdicts: pairs.map(() => ({ verdict: 'same' as const, reason: 'same signature' })) };
      },
    };
    const { id } = await record.projects.create('Judged');
    const first = await documentOf(record, id, [['PERSON', 'Steven Okafor']]);
    await resolveDocument(record, first.task, engine);
    const second = await documentOf(record, id, [['PERSON', 'Stephen Okafor']]);
    expect((await resolveDocument(record, second.task, engine)).counts).to.include({
      merged: 1,
      reviews: 0,
      judged: 1,
    });
    expect(asked).to.have.length(1);
    expect(asked[0]).to.have.members(['Steven Okafor', 'Steven Okafor', 'Stephen Okafor', 'Stephen Okafor']);
    const third = await documentOf(record, id, [['PERSON', 'Stephen Okafor']]);
    await resolveDocument(record, third.task, engine);
    expect(asked).to.have.length(1);
    const [review] = await record.query('select verdict, open, decided_by from entity_reviews where project_id = $1', [
      id,
    ]);
    expect(review).to.deep.equal({
      verdict: 'same',
      open: false,
      decided_by: { engine: 'judging', version: engine.version, reason: 'same signature' },
    });
  });

  it('lets the first opinion on a pair stand, and keeps those of other engines and versions beside it', async () => {
    const { id } = await record.projects.create('Twice');
    const first = await documentOf(record, id, [['PERSON', 'Steven Okafor']]);
    await resolveDocument(record, first.task);
    const second = await documentOf(record, id, [['PERSON', 'Stephen Okafor']]);
    await resolveDocument(record, second.task);
    const [pair] = await record.query<{ id: string; a: string; b: string }>(
      'select id, entity_a as a, entity_b as b from entity_reviews where project_id = $1',
      [id],
    );
    const judge = async (verdict: PairOpinion['verdict'], version: string, reason = version) => {
      const { task } = await documentOf(record, id, [['DATE', '2020']]);
      const writer = { taskId: task, token: (await record.claim(task)).token };
      const decidedBy = { engine: 'judging', version, reason };
      await createResolution(record.client)
        .blocksOf(id, writer, lost)
        .judge([{ ...(pair ?? expect.fail('no pair')), verdict, decidedBy }]);
    };
    await judge('different', '1');
    for (const [verdict, version] of [
      ['same', '1'],
      ['same', '2'],
      ['unsure', '2'],
    ] as const)
      await judge(verdict, version, 'otherwise');
    const [review] = await record.query(
      'select verdict, decided_by, other_opinions from entity_reviews where id = $1',
      [pair?.id],
    );
    expect(review).to.deep.equal({
      verdict: 'different',
      decided_by: { engine: 'judging', version: '1', reason: '1' },
      other_opinions: [{ verdict: 'same', decidedBy: { engine: 'judging', version: '2', reason: 'otherwise' } }],
    });
  });
});
