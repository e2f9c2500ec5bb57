/** The documents of both projects in a table of the session, with the names by which they can be told in either. */
import { type RowTable, stagesOf } from '../../../shared/record/rows.ts';
import type { Evidence } from './evidence.ts';

/**
 * Makes the temporary table `checked`. `content` is the same in both projects: which of several copies of a file is read depends
 * on the order of arrival, so equal bytes are one. What was found inside without bytes is told by its place in the parent.
 * `place` is the file name and the path inside it; `differs`: it, or what it was found in, ends otherwise on purpose.
 */
export async function listChecked({ owner, calm, stormy, differing }: Evidence): Promise<void> {
  await owner.query('drop table if exists pg_temp.checked');
  await owner.query(`
    create temporary table checked (
      id uuid primary key, side text, project_id uuid, state text, error_code text, place text, content text, differs boolean)`);
  await owner.query(
    `with recursive family as (
       select id, project_id, state, error_code, file_name as place, sha256 as content, file_name = any ($3) as differs
       from public.documents where parent_id is null and project_id in ($1, $2)
       union all
       select c.id, c.project_id, c.state, c.error_code, p.place || ' > ' || coalesce(c.part_path, ''),
         case when c.bytes = 0 then p.content || ' > ' || coalesce(c.part_path, '') else c.sha256 end, p.differs or c.file_name = any ($3)
       from public.documents c join family p on c.parent_id = p.id
     )
     insert into checked (id, side, project_id, state, error_code, place, content, differs)
     select id, case project_id when $1 then 'calm' else 'stormy' end, project_id, state, error_code, place, content, differs from family`,
    [calm, stormy, [...differing.keys()]],
  );
  await owner.query('create index on pg_temp.checked (content)');
  await owner.query('analyze pg_temp.checked');
}

/** `from` clause: the rows `r` of documents `c` that are read, of the current generation of their stage. */
export const currentRows = (table: RowTable): string =>
  `public.${table} r join checked c on c.id = r.document_id
   join public.document_stages s on s.document_id = r.document_id and s.stage in (${stagesOf[table].map(stage => `'${stage}'`).join()})
     and s.current_generation = r.generation`;
