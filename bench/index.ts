/** `npm run bench -- <name>`: what is measured, printed with the load of the machine. */
import { cpus, loadavg } from 'node:os';
import { runCommand, UsageError } from '../shared/command.ts';

const benches: Record<string, () => Promise<{ run(): Promise<void> }>> = {
  overhead: () => import('./overhead.ts'),
  start: () => import('./start.ts'),
  chunks: () => import('./chunks.ts'),
  'sample-memory': () => import('./sample-memory.ts'),
  'upload-memory': () => import('./upload-memory.ts'),
};

const usage = `Usage: npm run bench -- <${Object.keys(benches).join(' | ')}>`;

const machine = () =>
  `${new Date().toISOString()}  ${cpus().length} cores  load ${loadavg()
    .map(n => n.toFixed(2))
    .join(' ')}  node ${process.version}`;

await runCommand(usage, {}, async (_, [name = '']) => {
  const load = benches[name];
  if (!load) throw new UsageError(name === '' ? 'which bench?' : `no bench "${name}"`);
  console.log(`${name}  start ${machine()}`);
  await (await load()).run();
  console.log(`${name}  end   ${machine()}`);
});
