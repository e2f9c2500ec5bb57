/** What is read of each document is whole and there once, whatever it says. */
import { currentRows } from './checked.ts';
import { type Invariant, sqlInvariant } from './evidence.ts';

/** The text is its segments, joined by a blank line, and the chunks are a partition of it. */
export const textIsWhole: Invariant = sqlInvariant(
  'text and chunks are whole',
  `select 'other' as kind, 'the segments of document ' || c.id || ' are not the text that was frozen' as detail
   from ${currentRows('segments')} join public.documents d on d.id = c.id
   group by c.id, d.text_sha256
   having encode(sha256(convert_to(string_agg(r.text, E'\\n\\n' order by r.ordinal), 'UTF8')), 'hex') is distinct from d.text_sha256
   union all
   select 'lost', 'document ' || c.id || ' has a text and no segments'
   from checked c join public.documents d on d.id = c.id
   join public.document_stages s on s.document_id = c.id and s.stage in ('ocr', 'asr') and s.current_generation is not null
   where d.text_length > 0 and not exists (select 1 from public.segments r where r.document_id = c.id and r.generation = s.current_generation)
   union all
   select case when char_start > before then 'lost' else 'doubled' end, 'chunk ' || ordinal || ' of document ' || id || ' starts at ' || char_start || ', the one before ends at ' || before
   from (
     select c.id, r.ordinal, r.char_start, lag(r.char_end, 1, 0) over (partition by c.id order by r.ordinal) as before from ${currentRows('chunks')}
   ) chunk where char_start <> before
   union all
   select 'lost', 'the chunks of document ' || c.id || ' end at ' || coalesce(max(r.char_end), 0) || ', its text at ' || d.text_length
   from checked c join public.documents d on d.id = c.id
   join public.document_stages s on s.document_id = c.id and s.stage = 'ner' and s.current_generation is not null
   left join public.chunks r on r.document_id = c.id and r.generation = s.current_generation
   group by c.id, d.text_length having coalesce(max(r.char_end), 0) <> d.text_length`,
);

/** The same thing twice, under other ids and ordinals. */
export const nothingTwice: Invariant = sqlInvariant(
  'no row is there twice',
  `select 'doubled' as kind, count(*) || ' mentions of document ' || c.id || ' are one, at ' || r.char_start as detail
   from ${currentRows('entity_mentions')} group by c.id, r.char_start, r.char_end, r.type having count(*) > 1
   union all
   select 'doubled', count(*) || ' facts of document ' || c.id || ' are one, at ' || coalesce(r.char_start::text, 'no place')
   from ${currentRows('facts')} group by c.id, r.kind, r.value, r.char_start, r.char_end, r.properties, case when r.char_start is null then r.quote end having count(*) > 1
   union all
   select 'doubled', count(*) || ' edges of document ' || c.id || ' are one, from ' || r.from_id
   from ${currentRows('relationship_staging')} group by c.id, r.from_id, r.type, r.to_id having count(*) > 1`,
);
