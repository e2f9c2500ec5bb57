/** A witness inside the database: notes every claim, commit and end of a task as it happens, whatever the functions say of it. */

/** Makes `chaos.changes`. A second commit of a task that is done already leaves a line of its own. */
export async function installWitness(owner: { query(sql: string): Promise<unknown> }): Promise<void> {
  await owner.query(`
    create schema chaos;
    create table chaos.changes (
      task_id uuid not null, from_state text, to_state text not null, lease_token uuid, worker text,
      at timestamptz not null default clock_timestamp());
    create index on chaos.changes (task_id);
    create index on chaos.changes (worker);
    create function chaos.note() returns trigger language plpgsql security definer set search_path = '' as $$
    begin
      if tg_op = 'INSERT' or new.state <> old.state or new.lease_token is distinct from old.lease_token or new.state = 'done' then
        insert into chaos.changes (task_id, from_state, to_state, lease_token, worker)
        values (new.id, case when tg_op = 'UPDATE' then old.state end, new.state, new.lease_token, new.worker);
      end if;
      return null;
    end
    $$;
    create trigger note after insert or update on public.tasks for each row execute function chaos.note()`);
}
