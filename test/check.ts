/** `npm run check`: import boundaries, formatter and lint, and type check. Runs all, then fails if one did. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findViolations } from './support/boundaries.ts';

const root = join(import.meta.dirname, '..');

const run = (...nodeArguments: string[]): boolean =>
  spawnSync(process.execPath, nodeArguments, { cwd: root, stdio: 'inherit' }).status === 0;

const steps = {
  boundaries() {
    const violations = findViolations(root);
    process.stderr.write(violations.map(line => `${line}\n`).join(''));
    return violations.length === 0;
  },
  biome: () => run('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'),
  tsc: () => run('node_modules/typescript/bin/tsc'),
};

const failed = Object.entries(steps).flatMap(([name, step]) => (step() ? [] : [name]));
if (failed.length > 0) {
  process.stderr.write(`check failed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}
