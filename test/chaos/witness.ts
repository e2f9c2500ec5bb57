/** An independent witness in the database of a campaign: a trigger notes every change of a task's state as it happens. */
import type pg from 'pg';

/** How a claim ended; `open` has not. */
export type ClaimEnd =
  | 'committed'
  | 'retrying'
  | 'failed'
  | 'expired'
  | 'released'
  | 'superseded'
  | 'cancelled'
  | 'open';

/** One claim of a task, from the start of its lease to its end. */
export interface WitnessedClaim {
  taskId: string;
  token: string | null;
  worker: string | null;
  claimedAt: Date;
  endedAt: Date | null;
  endedHow: ClaimEnd;
}

/** A lease that ran out, and when the task was claimed again; null if never. */
export interface Redrive {
  taskId: string;
  worker: string | null;
  claimedAt: Date;
  expiredAt: Date;
  claimedAgainAt: Date | null;
}

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

const claimsSql = `
  select task_id as "taskId", lease_token as token, worker, at as "claimedAt", "endedAt", coalesce("endedHow", 'open') as "endedHow", "nextClaimAt"
  from (
    select c.*, lead(at) over changes as "endedAt", lead(how) over changes as "endedHow",
      min(at) filter (where how = 'claimed') over (partition by task_id order by id rows between 1 following and unbounded following) as "nextClaimAt"
    from chaos.changes c window changes as (partition by task_id order by id)
  ) change where how = 'claimed'`;

/** Every claim of these tasks, in order of time. */
export async function claimsOf(owner: pg.Client, taskIds: readonly string[]): Promise<WitnessedClaim[]> {
  const { rows } = await owner.query<WitnessedClaim>(
    `select "taskId", token, worker, "claimedAt", "endedAt", "endedHow" from (${claimsSql}) claims
     where "taskId" = any ($1) order by "claimedAt"`,
    [taskIds],
  );
  return rows;
}

/** Every lease that ran out after `since`, in order of time: whose it was, when it was taken back, when somebody else went on. */
export async function redriveTimes(owner: pg.Client, since = new Date(0)): Promise<Redrive[]> {
  const { rows } = await owner.query<Redrive>(
    `select "taskId", worker, "claimedAt", "endedAt" as "expiredAt", "nextClaimAt" as "claimedAgainAt" from (${claimsSql}) claims
     where "endedHow" = 'expired' and "endedAt" > $1 order by "endedAt"`,
    [since],
  );
  return rows;
}

/** How often each task was committed that was committed at all. */
export async function commitsPerTask(owner: pg.Client): Promise<Map<string, number>> {
  const { rows } = await owner.query<{ task: string; commits: number }>(
    `select task_id as task, count(*)::int as commits from chaos.changes where to_state = 'done' group by task_id`,
  );
  return new Map(rows.map(({ task, commits }) => [task, commits]));
}
