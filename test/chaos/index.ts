/** `npm run chaos`: hurts everything that can be hurt, and proves that nothing was lost and nothing doubled. */
import { cpus, loadavg } from 'node:os';
import { table } from '../../cli/table.ts';
import { refuseArguments, runCommand, UsageError } from '../../shared/command.ts';
import { onStopSignal } from '../../stack/stop-signals.ts';
import { type CampaignResult, runCampaign } from './campaign.ts';
import { allFaults } from './faults/all.ts';
import { type Mutant, mutants } from './mutants.ts';
import { percentile } from './percentile.ts';

const names = [...new Set(allFaults.map(({ name }) => name))];

const usage = `Usage: npm run chaos -- [--docs N] [--seed S] [--minutes M] [--only name,name] [--without ${mutants.join('|')}]

Runs the services as processes on a stack of their own, sends the same files without faults and with them, and checks that every
accepted document ended once and as it should. Exit code 1 if anything was lost, doubled or otherwise wrong.

  --docs      how many files (default 200)
  --seed      decides files, order of faults and what they hit (default: the time)
  --minutes   goes on with faults for so long; at least once through all (default 0)
  --only      faults whose names begin so, separated by commas
  --without   takes a safeguard out of the product: the check has to fail
  --lease     length of a lease in seconds (default 30, as in production)

Faults: ${names.join(', ')}`;

const options = {
  docs: { type: 'string', default: '200' },
  seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  minutes: { type: 'string', default: '0' },
  only: { type: 'string', default: '' },
  without: { type: 'string' },
  lease: { type: 'string', default: '30' },
} as const;

const machine = () =>
  `${new Date().toISOString()}  ${cpus().length} cores  load ${loadavg()
    .map(n => n.toFixed(2))
    .join(' ')}  node ${process.version}`;

const seconds = (ms: number): string => (Number.isNaN(ms) ? '' : (ms / 1_000).toFixed(1));

await runCommand(usage, options, async (values, positionals) => {
  refuseArguments(positionals);
  const only = values.only.split(',').filter(name => name !== '');
  for (const name of only) {
    if (!names.some(known => known.startsWith(name))) throw new UsageError(`no fault "${name}"`);
  }
  if (values.without !== undefined && !mutants.includes(values.without as Mutant)) {
    throw new UsageError(`--without: one of ${mutants.join(', ')}`);
  }
  const seed = numberOf('seed', values.seed);
  const lease = numberOf('lease', values.lease);
  // What was started ends with this process.
  onStopSignal(
    () => process.exit(130),
    () => process.exit(130),
  );
  console.log(machine());
  const result = await runCampaign({
    seed,
    documents: numberOf('docs', values.docs),
    minutes: numberOf('minutes', values.minutes),
    only,
    without: values.without as Mutant | undefined,
    replicas: 2,
    leaseMs: lease * 1_000,
    outageMs: lease * 2_000,
    say: line => console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`),
  });
  console.log(`\n${describe(result, seed)}\n${machine()}`);
  process.exitCode = result.findings.length === 0 ? 0 : 1;
});

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new UsageError(`--${name}: a number`);
  return value;
}

/** The table and the lines below it. */
function describe(result: CampaignResult, seed: number): string {
  const { lines, redriveMs, drain, uploads, findings } = result;
  const lost = findings.filter(({ kind }) => kind === 'lost').length;
  const doubled = findings.filter(({ kind }) => kind === 'doubled').length;
  return [
    table(
      ['fault', 'times', 'recovery p50 s', 'p95 s'],
      lines.map(({ name, injected, recoveryMs }) => [
        name,
        injected,
        seconds(percentile(recoveryMs, 0.5)),
        seconds(percentile(recoveryMs, 0.95)),
      ]),
    ),
    '',
    `without faults ${result.calmRate.toFixed(1)} documents a second`,
    `tasks driven again after a death or a standstill, while Redis and the record were there: ${redriveMs.length}, p50 ${seconds(percentile(redriveMs, 0.5))} s, p95 ${seconds(percentile(redriveMs, 0.95))} s`,
    `after the last fault ${drain.backlog} documents were open; all ended in ${seconds(drain.ms)} s (bound ${seconds(drain.boundMs)} s)`,
    `uploads while Redis was down or hung: ${uploads.count}, not taken ${uploads.refused}, p99 ${uploads.p99Without.toFixed(0)} ms (with Redis ${uploads.p99With.toFixed(0)} ms)`,
    `answers of the record lost ${result.lostAnswers}; documents an operator retried ${result.retried}`,
    ...findings.map(({ invariant, kind, detail }) => `BROKEN (${kind}) ${invariant}: ${detail}`),
    `accepted ${result.accepted} terminal ${result.terminal} lost ${lost} doubled ${doubled} fenced ${result.fenced}`,
    findings.length === 0 ? 'every invariant holds' : `${findings.length} findings; again with --seed ${seed}`,
  ].join('\n');
}
