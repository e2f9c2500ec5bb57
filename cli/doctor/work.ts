/** Looks for work that is stuck: leases, deliveries and documents nobody moves on, and what failed for a reason of ours. */
import { errorCodes } from '../../shared/errors.ts';
import type { Health, Late } from '../../shared/record/operations.ts';
import { counted } from '../table.ts';
import { broken, type Finding, fine, warning } from './finding.ts';

/** Waiting this long is more than a queue; whoever waits wants to know. */
const longWaitSeconds = 3_600;

const startIngest =
  'start ingest-service (embedded: `npm start`): it runs the relay and the reconciler; meanwhile: npm run cli -- reconcile';

export function workFindings(health: Health): Finding[] {
  const { leases, overdue, undelivered, stuck, waiting, outages, engines, nearPoison, failures } = health;
  const findings = [
    ...late(
      'leases',
      leases,
      count => `${counted(count, 'lease')} ran out and nobody takes them back: no reconciler is running`,
    ),
    ...late(
      'deliveries',
      overdue,
      count =>
        `${counted(count, 'task')} published, claimed by nobody, and nobody looks after them: no reconciler is running`,
    ),
    ...late('deliveries', undelivered, count => `${counted(count, 'task')} due and not published: no relay is running`),
    ...late(
      'documents',
      stuck,
      count => `${counted(count, 'document')} in progress with nothing open: no reconciler is running`,
    ),
    ...waiting
      .filter(({ seconds }) => seconds > longWaitSeconds)
      .map(({ stage, count, seconds }) =>
        warning(
          `waiting ${stage}`,
          `${counted(count, 'task')}; the oldest for ${duration(seconds)}`,
          `add replicas of ${stage}-service, or see what keeps it`,
        ),
      ),
  ];
  for (const { stage, code, count, seconds } of outages) {
    const what = `${counted(count, 'task')} met nothing but ${code} for ${duration(seconds)}; no attempt is lost`;
    findings.push(warning(`outage ${stage}`, what, errorCodes[code]));
  }
  findings.push(...engines.map(engineFinding));
  if (nearPoison > 0) {
    const what = `workers died on ${counted(nearPoison, 'task')} almost as often as is borne`;
    findings.push(
      warning(
        'tasks',
        what,
        'look at the memory of the workers and their log (lease.expired); then the tasks are given up as X_POISON',
      ),
    );
  }
  for (const { project, code, count } of failures) {
    const mend = `${errorCodes[code]} Then: npm run cli -- retry --code ${code} --project ${quoted(project)}`;
    findings.push(
      broken(
        'documents',
        code,
        `${counted(count, 'document')} of ${quoted(project)} failed or miss something with it`,
        mend,
      ),
    );
  }
  return findings.length > 0 ? findings : [fine('work', `nothing is stuck${waitingText(health)}`)];
}

const mends = {
  failures: 'start its server, or see what keeps it; one task tries it every 30 seconds, and all go on when it answers',
  credit: 'pay for credit; one task tries it every 30 seconds, and all go on when it answers',
} as const;

function engineFinding({ engine, project, state, reason, seconds, parked }: Health['engines'][number]): Finding {
  const of = project === null ? '' : ` for ${quoted(project)}`;
  const what = `${state} (${reason})${of} for ${duration(seconds)}; ${counted(parked, 'task')} parked, no attempt is lost`;
  const raise = `raise its budget: npm run cli -- projects ${quoted(project ?? '')} --budget <amount>`;
  return warning(`engine ${engine}`, what, reason === 'budget' ? raise : mends[reason]);
}

const late = (check: string, { count, seconds }: Late, what: (count: number) => string): Finding[] =>
  count === 0 ? [] : [broken(check, 'X_REDIS', `${what(count)} (the oldest for ${duration(seconds)})`, startIngest)];

const waitingText = ({ waiting }: Health): string =>
  waiting
    .map(({ stage, count, seconds }) => `; ${stage}: ${count} waiting, the oldest for ${duration(seconds)}`)
    .join('');

const duration = (seconds: number): string => (seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`);

/** For a shell. */
const quoted = (name: string): string => `'${name.replaceAll("'", "'\\''")}'`;
