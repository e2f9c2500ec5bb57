/** The checker of the chaos campaign can fail: each invariant is broken by hand and found. Long, for it is one table of breaches. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Evidence, Finding } from '../chaos/check/evidence.ts';
import { check, invariants } from '../chaos/check.ts';
import { type CalmAndStormy, createCalmAndStormy, marker } from '../support/calm-and-stormy.ts';

/** A breach made in the record: SQL that breaks it, and what has to be found. */
type Break = [what: string, sql: string, ...found: `${Finding['kind']}: ${string}`[]];

/** One document of the stormy project, by the end of its file name. */
const of = (ending: string): string =>
  `(select id from documents where file_name like '%${ending}' and project_id = (select id from projects where name = 'Stormy') and state <> 'duplicate')`;
const agreement = of('-agreement.txt');
const question = of('-question.eml');
const aMention = `(select * from entity_mentions where document_id = ${agreement} order by ordinal limit 1) a`;

const breaks: Break[] = [
  [
    'a document that was answered is gone',
    `delete from documents where state = 'duplicate' and project_id = (select id from projects where name = 'Stormy') and parent_id is null`,
    'lost: each answered key has one document',
    'lost: documents end as without faults',
    'other: every object has a document and the reverse',
  ],
  [
    'a document stands under another key',
    `update documents set idempotency_key = 'another' where id = ${agreement}`,
    'other: each answered key has one document',
  ],
  [
    'a document is in progress',
    `update documents set state = 'processing', finished_at = null where id = ${agreement}`,
    'lost: every document has ended',
    'lost: documents end as without faults',
  ],
  [
    'a document ended without a time',
    `update documents set finished_at = null where id = ${agreement}`,
    'lost: every document has ended',
  ],
  [
    'a stage is under construction',
    `update document_stages set building_generation = 2 where document_id = ${agreement}`,
    'other: every document has ended',
  ],
  [
    'a run is running',
    `update runs set state = 'running' where document_id = ${agreement}`,
    'other: every document has ended',
  ],
  [
    'a task is queued',
    `insert into tasks (id, project_id, document_id, generation, stage, phase, state, priority)
     select gen_random_uuid(), project_id, id, 2, 'ner', 'plan', 'queued', 1 from documents where id = ${agreement}`,
    'lost: no task is open and no lease is held',
  ],
  [
    'a lease is held',
    `update tasks set lease_until = now() where document_id = ${agreement} and stage = 'ner'`,
    'other: no task is open and no lease is held',
    // Whoever writes to a task that is done has, as the witness sees it, committed it again.
    'doubled: each task that is done was committed once',
  ],
  [
    'the report does not add up',
    `alter function report(uuid) rename to true_report;
     create function report(p uuid) returns jsonb language sql security definer set search_path = public as $$ select jsonb_build_object('received', 1, 'states', '{}', 'families', '{}') $$;
     grant execute on function report(uuid) to service_role`,
    'lost: the report adds up',
  ],
  [
    'a task was committed twice',
    `update tasks set state = 'done' where document_id = ${agreement} and stage = 'llm'`,
    'doubled: each task that is done was committed once',
  ],
  [
    'a task is done that was not committed',
    `delete from chaos.changes where to_state = 'done' and document_id = ${agreement}`,
    'other: each task that is done was committed once',
  ],
  [
    'rows are of another claim',
    `update chunks set lease_token = gen_random_uuid() where document_id = ${agreement}`,
    'doubled: rows carry the token of the commit',
  ],
  [
    'rows are of a task that failed',
    `update segments set task_id = (select id from tasks where document_id = ${of('poison.txt')}) where document_id = ${agreement}`,
    'doubled: rows carry the token of the commit',
  ],
  [
    'drafts are left',
    `insert into task_drafts (id, project_id, document_id, generation, task_id, lease_token, stage, part_ordinal, ordinal, data)
     select gen_random_uuid(), project_id, document_id, 1, id, lease_token, stage, 0, 0, '{}' from tasks where document_id = ${agreement} and stage = 'ocr'`,
    'other: rows carry the token of the commit',
  ],
  [
    'a stage was sealed twice',
    `insert into events (project_id, document_id, sequence, kind, data, previous_hash, hash, created_at)
     select project_id, document_id, sequence + 100, kind, data, previous_hash, hash, created_at from events
     where document_id = ${agreement} and kind = 'stage.done' and data ->> 'stage' = 'llm'`,
    'doubled: each stage was sealed once',
    'lost: histories have no gaps',
    'other: hash chains verify',
    'other: histories are legal paths',
  ],
  [
    'an event is gone',
    `delete from events where document_id = ${agreement} and kind = 'stage.done' and data ->> 'stage' = 'llm'`,
    'lost: each stage was sealed once',
    'lost: histories have no gaps',
    'other: hash chains verify',
    'other: histories are legal paths',
  ],
  [
    'the last event is gone',
    `delete from events where document_id = ${agreement} and kind = 'document.completed'`,
    'lost: histories have no gaps',
    'other: hash chains verify',
    'other: histories are legal paths',
  ],
  [
    'an event says something else',
    `update events set data = data || '{"version": "0"}' where document_id = ${agreement} and kind = 'stage.done'`,
    'other: hash chains verify',
  ],
  [
    'an event has another time',
    `update events set created_at = created_at + interval '1 microsecond' where document_id = ${agreement} and sequence = 2`,
    'other: hash chains verify',
  ],
  [
    'a document has another hash',
    `update documents set event_hash = md5('') where id = ${agreement}`,
    'other: hash chains verify',
  ],
  [
    'a document is what its history does not say',
    `update documents set state = 'cancelled' where id = ${agreement}`,
    'other: histories are legal paths',
    'other: documents end as without faults',
  ],
  [
    'a text was changed',
    `update segments set text = replace(text, 'goods', 'ships') where document_id = ${agreement}`,
    'other: text and chunks are whole',
    'other: rows are those of a run without faults',
  ],
  [
    'segments are gone',
    `delete from segments where document_id = ${agreement}`,
    'lost: text and chunks are whole',
    'lost: rows are those of a run without faults',
  ],
  [
    'the first chunk is gone',
    `delete from chunks where document_id = ${agreement} and ordinal = 0`,
    'lost: text and chunks are whole',
    'lost: rows are those of a run without faults',
  ],
  [
    'the last chunk is gone',
    `delete from chunks c where document_id = ${agreement} and not exists (select 1 from chunks n where n.document_id = c.document_id and n.ordinal > c.ordinal)`,
    'lost: text and chunks are whole',
  ],
  [
    'chunks overlap',
    `update chunks set char_end = char_end + 1 where document_id = ${agreement} and ordinal = 0`,
    'doubled: text and chunks are whole',
  ],
  [
    'a mention is there twice',
    `insert into entity_mentions (id, project_id, document_id, generation, task_id, lease_token, ordinal, chunk_id, type, text, char_start, char_end, value, score, engine, canonical_entity_id)
     select gen_random_uuid(), project_id, document_id, generation, task_id, lease_token, 2000000000, chunk_id, type, text, char_start, char_end, value, score, engine, canonical_entity_id
     from ${aMention}`,
    'doubled: no row is there twice',
    'doubled: rows are those of a run without faults',
  ],
  [
    'a fact is there twice',
    `insert into facts (id, project_id, document_id, generation, task_id, lease_token, ordinal, chunk_id, kind, value, properties, quote, char_start, char_end, verified, engine)
     select gen_random_uuid(), project_id, document_id, generation, task_id, lease_token, 2000000000, chunk_id, kind, value, properties, quote, char_start, char_end, verified, engine
     from facts where document_id = ${agreement} order by ordinal limit 1`,
    'doubled: no row is there twice',
    'doubled: rows are those of a run without faults',
  ],
  [
    'an edge is there twice',
    `insert into relationship_staging (id, project_id, document_id, generation, task_id, lease_token, ordinal, from_label, from_id, type, to_label, to_id)
     select gen_random_uuid(), project_id, document_id, generation, task_id, lease_token, 2000000000, from_label, from_id, type, 'Other', to_id
     from relationship_staging where document_id = ${agreement} and type = 'PARTY_TO' limit 1`,
    'doubled: no row is there twice',
    'doubled: rows are those of a run without faults',
  ],
  [
    'a document failed that is read without faults',
    `update documents set state = 'failed', error_code = 'X_REDIS' where id = ${agreement}`,
    'lost: documents end as without faults',
  ],
  [
    'poison failed in another way',
    `update documents set error_code = 'X_TIMEOUT' where id = ${of('poison.txt')}`,
    'other: what ends otherwise ends as it must',
  ],
  [
    'poison has not ended',
    `update documents set state = 'processing' where id = ${of('poison.txt')}`,
    'lost: what ends otherwise ends as it must',
  ],
  ...[
    `update documents set category = 'memo' where id = ${agreement}`,
    `update documents set warnings = '[{"code": "facts.missing"}]' where id = ${agreement}`,
    `update chunks set context_line = 'another' where document_id = ${agreement}`,
    `update chunks set kind = 'table' where document_id = ${agreement}`,
    `update entity_mentions set score = score / 2 where id = (select id from ${aMention})`,
    `update facts set verified = 'repaired' where document_id = ${agreement}`,
    `update relationship_staging set to_id = (select id from canonical_entities where key <> '' limit 1) where document_id = ${agreement} and type = 'BELONGS_TO' and from_label = 'Document'`,
    `update relationship_staging set properties = '{"role": "another"}' where document_id = ${agreement} and type = 'PARTY_TO'`,
    `update chunks set text = text || ' ' where document_id = ${of('letter.txt')}`,
  ].map(
    (sql): Break => [
      `a row says something else: ${sql.split(' ').slice(1, 4).join(' ')}`,
      sql,
      'other: rows are those of a run without faults',
    ],
  ),
  [
    'what was found inside says something else',
    `update facts set value = 'another' where document_id = ${question};
     update segments set text = upper(text) where document_id = (select id from documents where parent_id = ${question})`,
    'other: rows are those of a run without faults',
  ],
  [
    'a mail replies to none',
    `delete from relationship_staging where type = 'REPLIES_TO' and project_id = (select id from projects where name = 'Stormy')`,
    'lost: mails reply to the same mails as without faults',
  ],
  [
    'a mail replies to another one',
    `update relationship_staging set to_id = ${agreement} where type = 'REPLIES_TO' and project_id = (select id from projects where name = 'Stormy')`,
    'lost: mails reply to the same mails as without faults',
    'doubled: mails reply to the same mails as without faults',
  ],
  [
    'two entities were merged',
    `with two as (
       select e.id, e.type from canonical_entities e where e.type = 'ORGANIZATION' and e.merged_into is null and e.project_id = (select id from projects where name = 'Stormy') order by e.id limit 2)
     update canonical_entities set merged_into = (select id from two order by id limit 1) where id = (select id from two order by id desc limit 1)`,
    'other: mentions are the same entities as without faults',
  ],
  [
    'an entity was split',
    `with twice as (
       select m.canonical_entity_id as id, min(m.id::text)::uuid as mention from entity_mentions m
       where m.project_id = (select id from projects where name = 'Stormy') and m.type = 'ORGANIZATION'
       group by 1 having count(distinct m.document_id) > 1 limit 1
     ), half as (
       insert into canonical_entities (id, project_id, type, key, name, aliases, decided_by)
       select gen_random_uuid(), e.project_id, e.type, 'half', e.name, e.aliases, '{}' from canonical_entities e join twice using (id) returning id
     )
     update entity_mentions set canonical_entity_id = (select id from half) where id = (select mention from twice)`,
    'other: mentions are the same entities as without faults',
  ],
  [
    'a mention is linked to nobody',
    `update entity_mentions set canonical_entity_id = null where id = (select id from ${aMention})`,
    'other: mentions are the same entities as without faults',
  ],
  [
    'an entity has another name',
    `update canonical_entities set name = 'another' where type = 'ORGANIZATION' and project_id = (select id from projects where name = 'Stormy')`,
    'other: mentions are the same entities as without faults',
  ],
  ...[
    `update documents set error_message = '${marker}' where id = ${agreement}`,
    `update tasks set error_message = '${marker}' where document_id = ${agreement}`,
    `update tasks set outcome = '{"engine": "${marker}"}' where document_id = ${agreement}`,
    `update document_stages set error_message = '${marker}' where document_id = ${agreement}`,
    `update events set data = '{"reason": "${marker}"}' where document_id = ${agreement}`,
    `select refuse_file(gen_random_uuid(), (select id from projects where name = 'Stormy'), 'a', 1, 'I_EMPTY_FILE', '${marker}')`,
  ].map(
    (sql): Break => [
      `words got out: ${sql.split(' ').slice(0, 4).join(' ')}`,
      sql,
      'other: no words of documents in errors, outcomes and events',
    ],
  ),
];

/** Put into Redis, a value of each type. */
const values = {
  string: ['set', 'value', `a ${marker} b`],
  hash: ['hset', 'value', 'data', `{"text":"${marker}"}`],
  'field of a hash': ['hset', 'value', marker, '1'],
  list: ['rpush', 'value', 'a', marker],
  set: ['sadd', 'value', 'a', marker],
  zset: ['zadd', 'value', '1', marker],
  stream: ['xadd', 'value', '*', 'event', marker],
  key: ['set', marker, 'a'],
} as const;

describe('the checker of the chaos campaign', function () {
  this.timeout(120_000);
  let scene: CalmAndStormy;
  const seen = new Set<string>();
  before(async () => {
    scene = await createCalmAndStormy();
  });
  after(() => scene?.stop());

  /** What is found, as `kind: invariant`; no finding says a word of a document. */
  async function found(over: Partial<Evidence> = {}): Promise<string[]> {
    const { findings } = await check({ ...scene.evidence, ...over });
    for (const { invariant, detail } of findings) {
      seen.add(invariant);
      expect(detail).not.to.contain(marker);
    }
    return [...new Set(findings.map(({ kind, invariant }) => `${kind}: ${invariant}`))];
  }

  it('finds nothing where nothing is wrong, though order, copies and claims differ', async () => {
    const { findings, accepted, terminal } = await check(scene.evidence);
    expect(findings).to.deep.equal([]);
    expect([accepted, terminal]).to.deep.equal([8, 8]);
  });

  it('takes rows of a stage that was run again for what they are', async () => {
    const { owner } = scene.evidence;
    await owner.query(`begin; update facts set generation = 2 where document_id = ${agreement};
      update document_stages set current_generation = 2 where document_id = ${agreement} and stage = 'llm'`);
    expect(await found()).not.to.include('other: rows are those of a run without faults');
    await owner.query('rollback');
  });

  it('looked at documents of every kind', async () => {
    const rows = await scene.record.query<{ side: string; ends: string[] }>(
      `select p.name as side, array_agg(state || coalesce(' ' || error_code, '') order by file_name) as ends from documents d join projects p on p.id = project_id group by 1 order by 1`,
    );
    expect(rows[0]?.ends.toSorted()).to.deep.equal([
      ...Array<string>(6).fill('completed'),
      ...['completed', 'duplicate', 'excluded I_UNSUPPORTED_TYPE', 'failed I_DAMAGED'],
    ]);
    expect(rows[1]?.ends).to.include('failed X_POISON');
    const read = await scene.record.query<{ file_name: string }>(
      `select distinct file_name from documents where state = 'completed' and file_name like '%letter.txt' order by 1`,
    );
    expect(read, 'another copy was read in each project').to.have.length(2);
    for (const table of ['facts', 'entity_mentions', 'chunks', 'relationship_staging']) {
      expect(await scene.record.query(`select 1 from ${table} where document_id = ${agreement}`), table).not.to.be
        .empty;
    }
  });

  for (const [what, sql, ...wanted] of breaks) {
    it(`finds that ${what}`, async () => {
      const { owner } = scene.evidence;
      await owner.query('begin');
      try {
        await owner.query(sql);
        expect(await found()).to.include.members(wanted);
      } finally {
        await owner.query('rollback');
      }
    });
  }

  it('finds answers of which there is no document, or two', async () => {
    const { sent, stormy } = scene.evidence;
    const one = sent.find(({ project }) => project === stormy);
    if (!one) throw new Error('nothing was sent');
    const other = '0190a0a0-0000-7000-8000-00000000000f';
    expect(await found({ sent: [...sent, { ...one, documentId: other }] })).to.include.members([
      'lost: each answered key has one document',
      'doubled: each answered key has one document',
    ]);
    expect(await found({ sent: sent.filter(answer => answer !== one) })).to.deep.equal([
      'doubled: no document that nobody sent',
    ]);
    expect(await found({ resend: async () => other })).to.deep.equal(['doubled: the same key gives the same id']);
  });

  it('finds an object without a document, a document without an object, and other bytes', async () => {
    const { filesFolder, sent } = scene.evidence;
    const key = `${sent[0]?.project}/${sent[0]?.documentId}`;
    const path = join(filesFolder, key);
    const invariant = 'every object has a document and the reverse';
    renameSync(path, `${path}-1.2`);
    expect(await found()).to.deep.equal([`other: ${invariant}`, `lost: ${invariant}`]);
    renameSync(`${path}-1.2`, path);
    const partial = join(filesFolder, '.incoming', 'x');
    writeFileSync(partial, '');
    expect(await found()).to.deep.equal([`other: ${invariant}`]);
    rmSync(partial);
    const bytes = readFileSync(path);
    for (const others of [Buffer.concat([bytes, bytes]), Buffer.from(bytes).fill('x')]) {
      writeFileSync(path, others);
      expect(await found()).to.deep.equal([`lost: ${invariant}`]);
    }
    writeFileSync(path, bytes);
    expect(await found()).to.deep.equal([]);
  });

  for (const [type, [command, key, ...rest]] of Object.entries(values)) {
    it(`finds words in Redis: ${type}`, async () => {
      const { redis, prefix } = scene.evidence;
      await redis.call(command, `${prefix}:${key}`, ...rest);
      expect(await found()).to.include('other: no words of documents in Redis');
      await redis.del(`${prefix}:${key}`);
    });
  }

  it('finds words in a log, also where two pieces of it meet', async () => {
    const log = join(scene.evidence.logFolders[0] ?? '', 'deep', 'large.log');
    mkdirSync(join(log, '..'));
    writeFileSync(log, `${'x'.repeat(1_048_576 - 5)}${marker}\n`);
    expect(await found()).to.include('other: no words of documents in logs');
    rmSync(log);
  });

  it('finds what is left in the temporary folder and the caches', async () => {
    const { temporaryFolder, cacheFolders } = scene.evidence;
    // Of a process that runs: only when it is empty.
    const folder = join(temporaryFolder, `legal-ocr-${process.pid}-x`);
    mkdirSync(folder);
    expect(await found()).to.deep.equal([]);
    writeFileSync(join(folder, marker), '');
    expect(await found()).to.deep.equal(['other: no temporary files']);
    rmSync(folder, { recursive: true });
    const partial = join(cacheFolders[0] ?? '', 'incoming-1');
    writeFileSync(partial, 'x');
    const dead = join(temporaryFolder, `legal-ocr-4194305-${marker}`);
    mkdirSync(dead);
    expect(await found()).to.deep.equal(['other: no temporary files', 'other: no partial copies in the caches']);
    rmSync(dead, { recursive: true });
    rmSync(partial);
  });

  it('shows ten findings of an invariant and says how many there are', async () => {
    const { owner } = scene.evidence;
    await owner.query('begin');
    await owner.query(`update events set data = '{}'; update documents set finished_at = null`);
    const { findings } = await check(scene.evidence);
    await owner.query('rollback');
    const ended = findings.filter(({ invariant }) => invariant === 'every document has ended');
    expect(ended).to.have.length(11);
    expect(ended[10]?.detail).to.equal('20 in all');
  });

  it('goes by a witness that notes each claim, whose it was and how it ended', async () => {
    const changes = await scene.record.query<{ how: string; worker: string | null; token: string | null }>(
      `select c.how, c.worker, c.lease_token as token from chaos.changes c join tasks t on t.id = c.task_id
       where t.stage = 'ocr' and t.document_id = ${of('letter.txt')} order by c.id`,
    );
    expect(changes.map(({ how }) => how)).to.deep.equal(['added', 'claimed', 'expired', 'claimed', 'committed']);
    const [, first, expired, second, committed] = changes;
    expect(first?.worker).to.equal('test');
    expect(expired?.token).to.be.a('string').and.equal(first?.token);
    expect(committed?.token).to.equal(second?.token).and.not.equal(first?.token);
  });

  it('has failed in every invariant', () => {
    expect([...seen].sort()).to.deep.equal(invariants.map(({ name }) => name).sort());
  });
});
