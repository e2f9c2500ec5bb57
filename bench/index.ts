/** `npm run bench -- <name>`: what is measured, printed with the load of the machine. */
import { cpus, loadavg } from 'node:os';

const benches: Record<string, () => Promise<{ run(): Promise<void> }>> = {
  overhead: () => import('./overhead.ts'),
  'upload-memory': () => import('./upload-memory.ts'),
};

const name = process.argv[2] ?? '';
const load = benches[name];
if (!load) {
  console.error(`usage: npm run bench -- ${Object.keys(benches).join(' | ')}`);
  process.exit(2);
}
const machine = () =>
  `${new Date().toISOString()}  ${cpus().length} cores  load ${loadavg()
    .map(n => n.toFixed(2))
    .join(' ')}  node ${process.version}`;
console.log(`${name}  start ${machine()}`);
await (await load()).run();
console.log(`${name}  end   ${machine()}`);
