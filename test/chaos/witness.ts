/** An independent witness in the database of a campaign: a trigger notes every change of a task's state as it happens. */

/**
 * Makes schema `chaos` with its table of changes and the triggers that fill it: at once for every INSERT, every change of state
 * or token, and every UPDATE that leaves a task `done`, so that one that is committed twice has two lines. Renewals leave none.
 */
export async function installWitness(owner: { query(sql: string): Promise<unknown> }): Promise<void> {
  await owner.query(`
    create schema chaos;
    create table chaos.changes (
      id bigint generated always as identity primary key,
      task_id uuid not null,
      document_id uuid not null,
      from_state text,
      to_state text not null,
      how text not null,
      lease_token uuid,
      worker text,
      claims int not null,
      publishes int not null,
      at timestamptz not null
    );
    create function chaos.note_task() returns trigger language plpgsql security definer set search_path = '' as $$
    declare
      was text := case when tg_op = 'UPDATE' then old.state end;
      -- What ends a claim takes its token away: the line says whose claim it was.
      token uuid := coalesce(new.lease_token, case when tg_op = 'UPDATE' then old.lease_token end);
    begin
      insert into chaos.changes (task_id, document_id, from_state, to_state, how, lease_token, worker, claims, publishes, at)
      values (new.id, new.document_id, was, new.state, case
          when tg_op = 'INSERT' then 'added'
          when new.state = 'running' then 'claimed'
          when new.state = 'done' then 'committed'
          when new.expirations > old.expirations then 'expired'
          when new.state = 'queued' and new.failures > old.failures then 'retrying'
          when new.state = 'queued' and was = 'running' then 'released'
          when new.state = 'queued' then 'reopened'
          else new.state
        end, token, new.worker, new.claims, new.publishes, clock_timestamp());
      return null;
    end
    $$;
    create trigger chaos_added after insert on public.tasks for each row execute function chaos.note_task();
    create trigger chaos_changed after update on public.tasks for each row
      when (old.state <> new.state or old.lease_token is distinct from new.lease_token or new.state = 'done')
      execute function chaos.note_task()`);
}
