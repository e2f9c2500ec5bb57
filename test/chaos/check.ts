/** The invariants of a campaign, over the record, the file store, Redis and the logs. */
import { answered, ended, endedAlike } from './check/documents.ts';
import type { Check, Evidence, Finding } from './check/evidence.ts';
import { chained, legalPath } from './check/history.ts';
import { stored, tidy, unspoken } from './check/places.ts';
import { noRowTwice, ownRows, sameEdges, sameEntities, sameRows, sealedOnce } from './check/rows.ts';

const checks: readonly Check[] = [
  ...[answered, ended, endedAlike],
  ...[sealedOnce, ownRows, noRowTwice, sameRows, sameEdges, sameEntities],
  ...[chained, legalPath],
  ...[stored, unspoken, tidy],
];

/** Looks at everything; `accepted` are the documents of the project with faults, `terminal` those of them that have ended. */
export async function check(evidence: Evidence): Promise<{ findings: Finding[]; accepted: number; terminal: number }> {
  const findings: Finding[] = [];
  for (const one of checks) findings.push(...(await one(evidence)));
  const { rows } = await evidence.owner.query<{ accepted: number; terminal: number }>(
    `select count(*)::int as accepted, count(*) filter (where state <> 'processing')::int as terminal from documents where project_id = $1`,
    [evidence.stormy],
  );
  return { findings, accepted: rows[0]?.accepted ?? 0, terminal: rows[0]?.terminal ?? 0 };
}
