/** How long it took to go on after each fault, by the witness in the database. */
import type { FaultLine } from './campaign.ts';
import type { Blow } from './faults/fault.ts';
import type { World } from './world.ts';

export interface NamedBlow {
  name: string;
  blow: Blow | undefined;
  /** When nobody could take a task up again. */
  away?: { from: number; to: number };
}

/**
 * For a fault that took a process its tasks: the time from its death, or standstill, until each task was taken up again. For
 * any other: from its end until the next task was done.
 */
export async function recoveries(
  world: Pick<World, 'query'>,
  blows: readonly NamedBlow[],
): Promise<{ lines: FaultLine[]; redriveMs: number[] }> {
  const lines = new Map<string, FaultLine>();
  const redriveMs: number[] = [];
  for (const { name, blow } of blows) {
    const line = lines.get(name) ?? { name, injected: 0, recoveryMs: [] };
    lines.set(name, line);
    if (!blow) continue;
    line.injected += 1;
    if (blow.recoveryMs !== undefined) {
      line.recoveryMs.push(blow.recoveryMs);
      continue;
    }
    const again: number[] = [];
    for (const victim of blow.victims) {
      const times = await redrivesOf(world, victim);
      again.push(...times);
      if (blow.victimsLive) continue;
      redriveMs.push(...times.map(ms => ms - awayMs(blows, victim.at, victim.at + ms)));
    }
    line.recoveryMs.push(...(again.length > 0 ? again : await nextDone(world, blow.endedAt)));
  }
  return { lines: [...lines.values()], redriveMs };
}

/** One blow after the other: no two windows overlap. */
const awayMs = (blows: readonly NamedBlow[], from: number, to: number): number =>
  blows.reduce((sum, { away }) => sum + (away ? Math.max(0, Math.min(to, away.to) - Math.max(from, away.from)) : 0), 0);

/** The tasks a process held at that moment, each with the time until another claim of it, or its end in another way. */
async function redrivesOf(
  { query }: Pick<World, 'query'>,
  { pid, at }: { pid: number; at: number },
): Promise<number[]> {
  const rows = await query<{ ms: number }>(
    `with claims as (
       select task_id, lease_token, at from chaos.changes where to_state = 'running' and worker like $1 and at <= to_timestamp($2)
     ), held as (
       select c.* from claims c where not exists (
         select 1 from chaos.changes e where e.task_id = c.task_id and e.at > c.at and e.at <= to_timestamp($2))
     )
     select extract(epoch from min(n.at) - to_timestamp($2)) * 1000 as ms
     from held h join chaos.changes n on n.task_id = h.task_id and n.at > to_timestamp($2)
       and (n.to_state = 'running' and n.lease_token is distinct from h.lease_token or n.to_state not in ('running', 'queued'))
     group by h.task_id`,
    [`%/${pid}/%`, at / 1_000],
  );
  return rows.map(({ ms }) => Number(ms));
}

async function nextDone({ query }: Pick<World, 'query'>, endedAt: number): Promise<number[]> {
  const [row] = await query<{ ms: number | null }>(
    `select extract(epoch from min(at) - to_timestamp($1)) * 1000 as ms from chaos.changes where to_state = 'done' and at > to_timestamp($1)`,
    [endedAt / 1_000],
  );
  return row?.ms == null ? [] : [Number(row.ms)];
}
