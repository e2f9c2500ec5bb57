/**
 * `npm test`: the checks, then every test. Its last line is always `N passed, N failed`, also when a test file cannot be
 * loaded or a process of the run dies; and it is green only if something passed and nothing failed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');

/** What runs when no test file is named. */
const allTests = [
  '{shared,queues,services,stack,cli,dashboard,samples,bench}/**/*.test.ts',
  'test/{support,integration,e2e,chaos}/**/*.test.ts',
];

/** After the last test everything should be closed. What keeps the process alive longer was left open by a test. */
const lingerMs = 20_000;

const countsSchema = z.object({ passes: z.number(), failures: z.number() });
type Counts = z.infer<typeof countsSchema>;

const checksPass = await succeeds([join(root, 'test', 'check.ts')]);
const ran = await runMocha();
const counts = checksPass ? ran : complain(ran, 'npm run check failed, see above');
process.exitCode = counts.failures === 0 && counts.passes > 0 ? 0 : 1;
process.stdout.write(`\n${counts.passes} passed, ${counts.failures} failed\n`);

async function succeeds(nodeArguments: string[]): Promise<boolean> {
  const [code] = await once(spawn(process.execPath, nodeArguments, { cwd: root, stdio: 'inherit' }), 'exit');
  return code === 0;
}

/** A run that ends other than its counts say has one failure more than they say. */
async function runMocha(): Promise<Counts> {
  const given = process.argv.slice(2);
  const files = given.some(argument => argument.endsWith('.test.ts')) ? [] : allTests;
  const nodeArguments = [join(root, 'node_modules', 'mocha', 'bin', 'mocha.js'), ...given, ...files];
  const child = spawn(process.execPath, nodeArguments, { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  let reported: Counts | undefined;
  let overdue: NodeJS.Timeout | undefined;
  child.once('message', message => {
    reported = countsSchema.parse(message);
    overdue = setTimeout(() => child.kill(), lingerMs);
  });
  const [code, signal] = await once(child, 'exit');
  clearTimeout(overdue);
  if (reported === undefined) return complain({ passes: 0, failures: 0 }, 'the run ended before its report');
  if (signal !== null) return complain(reported, `a test left something open: the run had to be ended (${signal})`);
  if (code !== 0 && reported.failures === 0) return complain(reported, `the run ended with code ${code}`);
  return reported;
}

function complain({ passes, failures }: Counts, reason: string): Counts {
  process.stderr.write(`\n${reason}\n`);
  return { passes, failures: failures + 1 };
}
