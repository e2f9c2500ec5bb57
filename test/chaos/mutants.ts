/** The product with one of its safeguards taken out: a checker that finds nothing then proves nothing. */
import type { World } from './world.ts';

export const mutants = ['reconciler', 'fencing'] as const;
export type Mutant = (typeof mutants)[number];

/** Takes a safeguard out of the functions of the record. Throws if it is not found where it was. */
export async function takeOut({ query }: Pick<World, 'query'>, mutant: Mutant): Promise<void> {
  if (mutant === 'reconciler') {
    await query(
      `create or replace function public.reconcile(p_stuck_ms int default 60000) returns jsonb language sql security definer set search_path = '' as $$ select '{"busy": true}'::jsonb $$`,
    );
    return;
  }
  for (const [name, safeguard] of [
    ['lp.commit_task', /if t\.lease_token is distinct from[^;]*then[^;]*;\s*end if;/],
    ['lp.commit_task', /if t\.state = 'done' then[^;]*;\s*end if;/],
    ['lp.commit_task', /if t\.state <> 'running' then[^;]*;\s*end if;/],
    ['lp.writing_task', / and state = 'running' and lease_token = p_token/],
  ] as const) {
    const [found] = await query<{ definition: string }>('select pg_get_functiondef($1::regproc) as definition', [name]);
    const without = found?.definition.replace(safeguard, '');
    if (!without || without === found?.definition) throw new Error(`${name} has no such safeguard: ${safeguard}`);
    await query(without);
  }
}
