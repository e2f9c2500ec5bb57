/** The checker of a campaign: every invariant over the record, the file store, Redis, logs and disks, at rest. */
import { answersAreKept, keysAreKept, nothingUnsent } from './check/accepted.ts';
import { allEnded, nothingOpen, reportAddsUp } from './check/at-rest.ts';
import { listChecked } from './check/checked.ts';
import { committedOnce, rowsOfCommits, sealedOnce } from './check/commits.ts';
import { nothingTwice, textIsWhole } from './check/content.ts';
import type { Breach, Evidence, Finding, Invariant } from './check/evidence.ts';
import { chained, legalPaths, noGaps } from './check/history.ts';
import { noPartialCopies, noTemporaryFiles } from './check/leftovers.ts';
import { notInErrors, notInLogs, notInRedis } from './check/markers.ts';
import { endsAlike, endsOtherwise } from './check/same-documents.ts';
import { sameEntities } from './check/same-entities.ts';
import { sameReplies, sameRows } from './check/same-rows.ts';
import { storeFits } from './check/stored.ts';

/** All that must hold. */
export const invariants: readonly Invariant[] = [
  ...[answersAreKept, nothingUnsent, allEnded, nothingOpen, reportAddsUp],
  ...[committedOnce, rowsOfCommits, sealedOnce, textIsWhole, nothingTwice],
  ...[endsAlike, endsOtherwise, sameRows, sameReplies, sameEntities],
  ...[storeFits, noGaps, chained, legalPaths],
  ...[notInRedis, notInLogs, notInErrors, noTemporaryFiles, noPartialCopies, keysAreKept],
];

const mostFindings = 10;

/** What is wrong, at most ten findings of an invariant and how many there are; how many documents of the stormy project were answered, and of those how many have ended. */
export async function check(evidence: Evidence): Promise<{ findings: Finding[]; accepted: number; terminal: number }> {
  await listChecked(evidence);
  const findings: Finding[] = [];
  for (const { name, breaches } of invariants) findings.push(...named(name, await breaches(evidence)));
  const answered = evidence.sent.filter(({ project }) => project === evidence.stormy);
  const ids = [...new Set(answered.map(({ documentId }) => documentId))];
  const { rows } = await evidence.owner.query<{ n: number }>(
    `select count(*)::int as n from checked where id = any ($1) and state <> 'processing'`,
    [ids],
  );
  return { findings, accepted: ids.length, terminal: rows[0]?.n ?? 0 };
}

/** One kind after the other, so that what is lost does not hide what is doubled. */
function named(invariant: string, breaches: readonly Breach[]): Finding[] {
  const byKind = Map.groupBy(breaches, ({ kind }) => kind);
  return [...byKind].flatMap(([kind, all]) => {
    const first = all.slice(0, mostFindings).map(breach => ({ invariant, ...breach }));
    return all.length > first.length ? [...first, { invariant, kind, detail: `${all.length} in all` }] : first;
  });
}
