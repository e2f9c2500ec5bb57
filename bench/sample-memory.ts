/** The most memory each process holds while the largest sample goes through all stages: `npm run bench -- sample-memory [file]`. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runFile } from '../cli/direct/run-file.ts';
import { createStages } from '../cli/direct/stages.ts';
import { createLog } from '../shared/log.ts';
import { processesBelow } from './processes.ts';

const megabyte = 1024 ** 2;
const shared = join(import.meta.dirname, '../../shared/samples/pdf');
const own = join(import.meta.dirname, '../samples/matter');

/** Prints the peak of the resident size by kind of process. */
export async function run(): Promise<void> {
  const file = process.argv[3] ?? largestPdf();
  const stages = createStages();
  const peaks: Record<string, number> = {};
  const watching = new AbortController();
  const watch = watchPeaks(peaks, watching.signal);
  const beginning = performance.now();
  const work = {
    log: createLog({ service: 'bench', level: 'error', format: 'text' }),
    signal: new AbortController().signal,
  };
  const { document, state } = await runFile(file, stages, work);
  const seconds = (performance.now() - beginning) / 1_000;
  watching.abort();
  await watch;
  await stages.close();
  console.log(
    `${(statSync(file).size / megabyte).toFixed(2)} MB, ${document.pageCount} pages, ${state} in ${seconds.toFixed(1)} s`,
  );
  const kinds = Object.entries(peaks).map(([kind, bytes]) => `${kind} ${Math.round(bytes / megabyte)} MB`);
  console.log(`peak resident memory: ${kinds.join('   ')}`);
}

async function watchPeaks(peaks: Record<string, number>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (const { kind, residentBytes } of await processesBelow())
      peaks[kind] = Math.max(peaks[kind] ?? 0, residentBytes);
    await sleep(50);
  }
}

/** Of the shared samples where they are, else of our own matter. */
function largestPdf(): string {
  const folder = statSync(shared, { throwIfNoEntry: false }) ? shared : own;
  const files = readdirSync(folder)
    .filter(name => name.endsWith('.pdf'))
    .map(name => join(folder, name));
  const [largest] = files.sort((a, b) => statSync(b).size - statSync(a).size);
  if (largest === undefined) throw new Error(`no PDF in ${folder}`);
  return largest;
}
