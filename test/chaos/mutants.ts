/** The product with one of its safeguards taken out: a checker that finds nothing then proves nothing. */
import type { World } from './world.ts';

export const mutants = ['reconciler', 'fencing'] as const;
export type Mutant = (typeof mutants)[number];

/** Takes a safeguard out of the functions of the record. Throws if it is not found where it was. */
export async function takeOut({ query }: Pick<World, 'query'>, mutant: Mutant): Promise<void> {
  for (const [name, safeguard, instead = ''] of safeguards[mutant]) {
    // A name that has become that of two functions is an error here: the one that is called would stay as it is.
    const [found] = await query<{ definition: string }>('select pg_get_functiondef($1::regproc) as definition', [name]);
    const without = found?.definition.replace(safeguard, () => instead);
    if (!without || without === found?.definition) throw new Error(`${name} has no such safeguard: ${safeguard}`);
    await query(without);
  }
}

/** Per mutant, in which function what is replaced, by nothing if nothing else is said. */
const safeguards: Record<Mutant, readonly (readonly [name: string, safeguard: RegExp, instead?: string])[]> = {
  reconciler: [
    [
      'public.reconcile',
      /\$function\$[\s\S]*\$function\$/,
      `$function$ begin return '{"busy": true}'::jsonb; end $function$`,
    ],
  ],
  fencing: [
    ['lp.commit_task', /if t\.lease_token is distinct from[^;]*then[^;]*;\s*end if;/],
    ['lp.commit_task', /if t\.state = 'done' then[^;]*;\s*end if;/],
    ['lp.commit_task', /if t\.state <> 'running' then[^;]*;\s*end if;/],
    ['lp.writing_task', / and state = 'running' and lease_token = p_token/],
  ],
};
