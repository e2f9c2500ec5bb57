/**
 * `npm run lockfile`, after a dependency changed: adds to package-lock.json the optional packages of other platforms, which
 * npm leaves out when they were not installed and without which `npm ci` then refuses the file.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const path = join(import.meta.dirname, '..', 'package-lock.json');
const lock = JSON.parse(readFileSync(path, 'utf8'));
const held = new Set(Object.keys(lock.packages).map(key => key.slice(key.lastIndexOf('node_modules/') + 13)));

for (const { optionalDependencies = {}, dev } of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (held.has(name)) continue;
    const [, os, cpu, libc] = /(android|darwin|linux|win32)-(arm64|arm|x64)(-musl)?$/.exec(name) ?? [];
    if (os === undefined) throw new Error(`${name}: cannot tell its platform from its name`);
    lock.packages[`node_modules/${name}`] = {
      version: version.replace(/^[v^~]/, ''),
      cpu: [cpu],
      ...(dev && { dev }),
      ...(libc && { libc: ['musl'] }),
      optional: true,
      os: [os],
    };
    process.stdout.write(`added ${name} ${version}\n`);
  }
}
const order = ([a], [b]) => (a < b ? -1 : 1);
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(order));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
