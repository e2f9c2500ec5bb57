/** What was read of each file is, row by row, what is read without faults. */
import type { RowTable } from '../../../shared/record/rows.ts';
import { currentRows } from './checked.ts';
import type { Breach, Invariant } from './evidence.ts';

const anId = `'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'`;

/** Ids differ between the projects, those inside properties and inside keys of entities that one document has for itself, too. */
const withoutIds = (text: string) => `regexp_replace(${text}, ${anId}, '', 'g')`;

/** Everything a row says but its ids; what it says of another row is put beside it in `also`. */
const rowText = (also = `''`, without: readonly string[] = []): string => {
  const columns = [
    'id',
    'project_id',
    'document_id',
    'generation',
    'task_id',
    'lease_token',
    'created_at',
    'properties',
  ];
  const left = [...columns, 'chunk_id', 'canonical_entity_id', 'search', ...without];
  return `concat_ws('|', to_jsonb(r) - '{${left.join()}}'::text[], ${withoutIds("(to_jsonb(r) -> 'properties')::text")}, ${also})`;
};

/** Of whatever generation: facts may be of a later one than the chunks they were found in. */
const chunkOf = 'left join public.chunks k on k.id = r.chunk_id and k.document_id = r.document_id';

/**
 * One digest of all rows of a part of a document, in order. `loose` leaves out what names the file or what it was found in, for
 * files of equal bytes of which another copy was read.
 */
const digestOf = (part: string, from: string, strict: string, loose = strict, order = 'r.ordinal', kept = 'true') => `
  select c.id, '${part}' as part, count(*) as n, md5(string_agg(md5(${strict}), '' order by ${order})) as strict,
    md5(string_agg(md5(${loose}), '' order by ${order}) filter (where ${kept})) as loose
  from ${from} group by c.id`;

const plainDigest = (table: RowTable) => digestOf(table, currentRows(table), rowText());

/** The end of an edge in words that are the same in both projects. */
const nodes = `
  select id, 'document ' || content as node from checked
  union all select c.project_id, 'project' from checked c group by 1
  union all select r.id, 'chunk ' || r.ordinal from ${currentRows('chunks')}
  union all select r.id, 'mention ' || r.char_start || ' ' || r.type from ${currentRows('entity_mentions')}
  union all select e.id, 'entity ' || e.type || ' ' || ${withoutIds('e.key')} from public.canonical_entities e
    where e.project_id in (select project_id from checked)`;

const edgeText = rowText(`f.node, t.node`, ['ordinal', 'from_id', 'to_id']);

/** A mail and its answer both state that one replies to the other: whichever is read later knows it. See `sameReplies`. */
const edges = `(select r.id, r.document_id, ${edgeText} as said, r.type from ${currentRows('relationship_staging')}
    left join nodes f on f.id = r.from_id left join nodes t on t.id = r.to_id where r.type <> 'REPLIES_TO') r
  join checked c on c.id = r.document_id`;

const digests = [
  digestOf(
    'text',
    'checked c join public.documents r using (id)',
    `concat_ws('|', r.text_sha256, r.text_length, r.page_count, r.duration_ms, r.language, r.category, r.media_type,
       (select string_agg(concat_ws(' ', w ->> 'stage', w ->> 'code'), ',' order by w ->> 'stage', w ->> 'code') from jsonb_array_elements(r.warnings) w))`,
    undefined,
    'r.id',
  ),
  plainDigest('segments'),
  plainDigest('segment_words'),
  digestOf('chunks', currentRows('chunks'), rowText(), rowText(undefined, ['context_line'])),
  digestOf('entity_mentions', `${currentRows('entity_mentions')} ${chunkOf}`, rowText('k.ordinal')),
  digestOf('facts', `${currentRows('facts')} ${chunkOf}`, rowText('k.ordinal')),
  digestOf(
    'relationship_staging',
    edges,
    'r.said',
    'r.said',
    'md5(r.said)',
    `r.type not in ('CHILD_OF', 'ATTACHED_TO')`,
  ),
];

/** Of equal bytes, those that were read; compared strictly when the same copies were. */
const compared = `
  with nodes as materialized (${nodes}),
  digests as materialized (${digests.join(' union all ')}),
  contents as (
    select content, array_agg(distinct place order by place) filter (where side = 'calm') as calm_places,
      array_agg(distinct place order by place) filter (where side = 'stormy') as places
    from checked where state <> 'duplicate' and content not in (select content from checked where differs) group by content
  ), parts as (
    select d.part, c.content, c.side, c.id, d.n, case when places is not distinct from calm_places then d.strict else d.loose end as digest
    from digests d join checked c using (id) join contents using (content) where c.state <> 'duplicate'
  )
  select part, min(id::text) filter (where side = 'calm') as calm, min(id::text) filter (where side = 'stormy') as stormy,
    coalesce(max(n) filter (where side = 'calm'), 0)::int as "calmRows", coalesce(max(n) filter (where side = 'stormy'), 0)::int as "stormyRows"
  from parts group by part, content
  having array_agg(distinct digest order by digest) filter (where side = 'calm') is distinct from array_agg(distinct digest order by digest) filter (where side = 'stormy')
  order by part, content`;

interface Difference {
  part: string;
  calm: string | null;
  stormy: string | null;
  calmRows: number;
  stormyRows: number;
}

export const sameRows: Invariant = {
  name: 'rows are those of a run without faults',
  async breaches({ owner }) {
    const { rows } = await owner.query<Difference>(compared);
    return rows.map(
      ({ part, calm, stormy, calmRows, stormyRows }): Breach => ({
        kind: stormyRows < calmRows ? 'lost' : stormyRows > calmRows ? 'doubled' : 'other',
        detail: `${part} of document ${stormy ?? 'none'}: ${stormyRows} rows; without faults, of ${calm ?? 'none'}: ${calmRows}`,
      }),
    );
  },
};

const replies = (side: string) => `
  select distinct f.content as answer, t.content as mail
  from ${currentRows('relationship_staging')} join checked f on f.id = r.from_id join checked t on t.id = r.to_id
  where r.type = 'REPLIES_TO' and c.side = '${side}' and not f.differs and not t.differs`;

/** Over each project as a whole. */
export const sameReplies: Invariant = {
  name: 'mails reply to the same mails as without faults',
  async breaches({ owner }) {
    const { rows } = await owner.query<{ isLost: boolean; answer: string; mail: string }>(
      `select calm is not null as "isLost", answer, mail
       from (select *, true as calm from (${replies('calm')}) c) c full join (select *, true as stormy from (${replies('stormy')}) s) s using (answer, mail)
       where calm is null or stormy is null`,
    );
    return rows.map(({ isLost, answer, mail }) => ({
      kind: isLost ? 'lost' : 'doubled',
      detail: `the file with SHA-256 ${answer} replies to ${mail}`,
    }));
  },
};
