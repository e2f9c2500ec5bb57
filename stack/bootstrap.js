/**
 * What every npm script runs first, on whatever Node is there: installs what is missing, then hands over to the entry of
 * the command under Node 24. Plain JavaScript and nothing but Node's own modules, for Node 20.19 and newer.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, stopWith, withLock } from './bootstrap-install.js';
import { ensureRedis } from './bootstrap-redis.js';
import { readSettings, takeProfile } from './bootstrap-settings.js';

const root = join(import.meta.dirname, '..');

/** `readsSettings`: from `.env` and the file of `--profile`. Tests, benches and what makes files never touch somebody's own servers. */
const commands = {
  demo: { entry: 'cli/demo.ts', needsRedis: true, readsSettings: true },
  start: { entry: 'stack/start.ts', needsRedis: true, readsSettings: true },
  stack: { entry: 'stack/stack-command.ts', needsRedis: true, readsSettings: true },
  migrate: { entry: 'stack/migrate-command.ts', needsRedis: false, readsSettings: true },
  cli: { entry: 'cli/index.ts', needsRedis: false, readsSettings: true },
  models: { entry: 'cli/models.ts', needsRedis: false, readsSettings: true },
  check: { entry: 'test/check.ts', needsRedis: false },
  test: { entry: 'test/run.ts', needsRedis: true },
  'test:compose': { entry: 'test/compose/index.ts', needsRedis: false },
  chaos: { entry: 'test/chaos/index.ts', needsRedis: true },
  generate: { entry: 'stack/generate.ts', needsRedis: true },
  samples: { entry: 'samples/make.ts', needsRedis: false },
  bench: { entry: 'bench/index.ts', needsRedis: true },
};

let [name, ...args] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) {
  process.stderr.write(`Usage: npm run <${Object.keys(commands).join('|')}> -- [arguments]\n`);
  process.exit(2);
}

if (command.readsSettings) {
  const { profile, rest, missing } = takeProfile(args);
  if (missing) {
    process.stderr.write(
      `--profile: ${profile ? `there is no ${profile}` : 'name a file'}, such as deploy/profiles/rules-only.env\n`,
    );
    process.exit(2);
  }
  args = rest;
  takeSettings('.env', join(root, '.env'));
  // Behind .env, as a profile is a file to start from.
  if (profile) takeSettings(profile, profile);
}

await withLock(join(root, '.data'), async () => {
  ensureInstalled(root);
  if (command.needsRedis && !process.env.REDIS_URL) ensureRedis(join(root, '.data', 'tools'));
});
handOver(findNode24(), [join(root, command.entry), ...args]);

/** What is set already stays. */
function takeSettings(shown, path) {
  const names = readSettings(path, process.env);
  if (names.length > 0) process.stderr.write(`settings from ${shown}: ${names.join(', ')}\n`);
}

/** Ours runs TypeScript as it is; so does any newer one. */
function findNode24() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  const packaged = join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin', program);
  if (existsSync(packaged)) return packaged;
  return stopWith(
    `This runs on Node 24. The one here is ${process.versions.node}, and npm installed none for ${process.platform}-${process.arch}.`,
    'Install Node 24 or newer from https://nodejs.org, or run `npm ci` without --omit=optional.',
  );
}

/** Becomes the command as far as that can be: same terminal, signals passed on, same exit code. */
function handOver(node, nodeArguments) {
  const child = spawn(node, nodeArguments, { stdio: 'inherit', env: { ...process.env, TZ: 'UTC' } });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // On a terminal, Ctrl-C reaches the child by itself.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.once('error', error => stopWith(`${node} could not be started: ${error.message}`));
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
