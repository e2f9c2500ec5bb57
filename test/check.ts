/** `npm run check`: formatter, lint with the import boundaries, and type check. Runs all, then fails if one did. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

const steps = [
  { name: 'biome', args: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'] },
  { name: 'tsc', args: ['node_modules/typescript/bin/tsc'] },
];

const failed = steps.filter(
  ({ args }) => spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status !== 0,
);
if (failed.length > 0) {
  process.stderr.write(`check failed: ${failed.map(({ name }) => name).join(', ')}\n`);
  process.exitCode = 1;
}
