/** What the stages wrote: each task sealed once, every row its own, and all of it what it would be without faults. */
import { breaches, type Check, type Evidence, findings } from './evidence.ts';

const rowTables = ['segments', 'segment_words', 'chunks', 'entity_mentions', 'facts', 'relationship_staging'];

/** A task is committed once if it is done, and otherwise never: the witness counts, not the state machine. */
export const sealedOnce: Check = async evidence => [
  ...(await breaches(
    evidence,
    'a task is committed once',
    'doubled',
    `select t.id || ' ' || t.stage || ': ' || c.n || ' times' as detail
     from (select task_id, count(*) as n from chaos.changes where to_state = 'done' group by 1) c join tasks t on t.id = c.task_id
     where c.n > 1`,
  )),
  ...(await breaches(
    evidence,
    'a task is committed once',
    'lost',
    `select id::text as detail from tasks t where state = 'done' and not exists (select 1 from chaos.changes where task_id = t.id and to_state = 'done')`,
  )),
  ...(await breaches(
    evidence,
    'a stage is sealed once',
    'doubled',
    `select document_id || ' ' || (data ->> 'stage') as detail from events where kind = 'stage.done'
     group by document_id, data ->> 'stage', data ->> 'generation' having count(*) > 1`,
  )),
  ...(await breaches(evidence, 'no draft is left', 'other', `select document_id::text as detail from task_drafts`)),
];

/** Every row was written under the token with which its task was committed. */
export const ownRows: Check = async evidence =>
  breaches(
    evidence,
    'a row is of the claim that was committed',
    'doubled',
    rowTables
      .map(
        table =>
          `select '${table} ' || r.id as detail from ${table} r left join tasks t on t.id = r.task_id and t.state = 'done' and t.lease_token = r.lease_token where t.id is null`,
      )
      .join(' union all '),
  );

/** Chunks are a partition of the text, mentions and facts are there once. */
export const noRowTwice: Check = async evidence => [
  ...(await breaches(
    evidence,
    'chunks are a partition of the text',
    'doubled',
    `select document_id::text as detail from (
       select c.document_id, c.char_start, c.char_end, d.text_length, lag(c.char_end, 1, 0) over w as before, lead(c.char_start, 1, d.text_length) over w as next
       from chunks c join documents d on d.id = c.document_id
       join document_stages s on s.document_id = c.document_id and s.stage = 'ner' and s.current_generation = c.generation
       window w as (partition by c.document_id order by c.ordinal)) x
     where char_start <> before or char_end <> next group by document_id`,
  )),
  ...(await breaches(
    evidence,
    'a mention is there once',
    'doubled',
    `select document_id::text as detail from entity_mentions group by document_id, generation, type, char_start, char_end having count(*) > 1`,
  )),
  ...(await breaches(
    evidence,
    'a fact is there once',
    'doubled',
    `select document_id::text as detail from facts group by document_id, generation, kind, value, char_start, char_end, md5(properties::text) having count(*) > 1`,
  )),
];

/** Ids differ between the projects; the key of a name that means somebody only in its document holds one, too. */
const withoutIds = (column: string) =>
  `regexp_replace(${column}::text, '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', '', 'g')`;

const digest = (table: string, stages: string, columns: string) =>
  `(select md5(string_agg(concat_ws('|', ${columns}), '#' order by r.ordinal)) from ${table} r join document_stages s
    on s.document_id = r.document_id and s.stage in (${stages}) and s.current_generation = r.generation where r.document_id = d.id)`;

/** The rows of equal bytes are equal, whichever of several copies was read; the context line names the file, and is left out. */
export const sameRows: Check = async evidence => {
  const sql = `
    select d.sha256, d.id, d.text_sha256 as text, d.language,
      ${digest('segments', `'ocr', 'asr'`, `r.kind, r.text, r.char_start, r.char_end, r.page_number, r.start_ms, r.end_ms, r.engine, r.error_code, ${withoutIds('r.properties')}`)} as segments,
      ${digest('segment_words', `'ocr', 'asr'`, 'r.starts, r.ends, r.boxes, r.confidences')} as words,
      ${digest('chunks', `'ner'`, 'r.text, r.char_start, r.char_end, r.heading_path, r.kind, r.token_count')} as chunks,
      ${digest('entity_mentions', `'ner'`, `r.type, r.value, r.text, r.char_start, r.char_end, r.score, ${withoutIds('r.properties')}`)} as mentions,
      ${digest('facts', `'llm'`, `r.kind, r.value, r.quote, r.char_start, r.char_end, r.verified, ${withoutIds('r.properties')}`)} as facts
    from documents d where d.project_id = $1 and d.state in ('completed', 'completed_partial')`;
  const [calm, stormy] = await Promise.all(
    [evidence.calm, evidence.stormy].map(project => evidence.owner.query(sql, [project])),
  );
  const expected = new Map(calm?.rows.map(row => [row.sha256, row]));
  const parts = ['text', 'language', 'segments', 'words', 'chunks', 'mentions', 'facts'];
  const different = (stormy?.rows ?? []).flatMap(row =>
    parts
      .filter(part => expected.has(row.sha256) && expected.get(row.sha256)[part] !== row[part])
      .map(part => `${part} of ${row.id}`),
  );
  return findings('rows are those of a run without faults', 'lost', different);
};

/** What an edge leads from or to, in words that are the same in both projects. */
const end = (side: 'from' | 'to') => `case e.${side}_label
  when 'Document' then (select 'document ' || sha256 from documents where id = e.${side}_id)
  when 'Chunk' then (select 'chunk ' || d.sha256 || ' ' || c.ordinal from chunks c join documents d on d.id = c.document_id where c.id = e.${side}_id)
  when 'EntityMention' then (select 'mention ' || d.sha256 || ' ' || m.char_start || ' ' || m.type from entity_mentions m join documents d on d.id = m.document_id where m.id = e.${side}_id)
  when 'CanonicalEntity' then (select 'entity ' || type || ' ' || md5(${withoutIds('key')}) from canonical_entities where id = e.${side}_id)
  else '' end`;

/** The edges of a project, whichever document they were staged with. */
const edgesOf = `
  select distinct concat_ws(' ', e.type, '(' || e.from_label, ${end('from')} || ')', '(' || e.to_label, ${end('to')} || ')', e.char_start, e.char_end) as edge
  from relationship_staging e join documents x on x.id = e.document_id
  join document_stages s on s.document_id = e.document_id and s.stage = 'relationship' and s.current_generation = e.generation
  where e.project_id = $1`;

export const sameEdges: Check = evidence => sameSet(evidence, 'edges are those of a run without faults', edgesOf);

/** After a final resolve, mentions belong together in the same way, under the same names. */
export const sameEntities: Check = evidence =>
  sameSet(
    evidence,
    'mentions belong to the same entities',
    `select distinct concat_ws(' ', d.sha256, m.char_start, m.type, md5(${withoutIds('r.key')}), md5(r.name)) as edge
     from entity_mentions m join documents d on d.id = m.document_id
     join document_stages s on s.document_id = m.document_id and s.stage = 'ner' and s.current_generation = m.generation
     left join canonical_entities e on e.id = m.canonical_entity_id
     left join canonical_entities r on r.id = coalesce(e.merged_into, e.id)
     where m.project_id = $1`,
  );

async function sameSet({ owner, calm, stormy }: Evidence, invariant: string, sql: string) {
  const setOf = async (project: string) =>
    new Set((await owner.query<{ edge: string }>(sql, [project])).rows.map(({ edge }) => edge));
  const [expected, found] = [await setOf(calm), await setOf(stormy)];
  return [
    ...findings(
      invariant,
      'lost',
      [...expected].filter(edge => !found.has(edge)),
    ),
    ...findings(
      invariant,
      'doubled',
      [...found].filter(edge => !expected.has(edge)),
    ),
  ];
}
