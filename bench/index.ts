/** `npm run bench -- <name>`: what is measured, printed with the load of the machine. */
import { cpus, loadavg } from 'node:os';
import { runCommand, UsageError } from '../shared/command.ts';

interface Bench {
  run(rest: string[], verbose: boolean): Promise<void>;
}

const benches: Record<string, () => Promise<Bench>> = {
  overhead: () => import('./overhead.ts'),
  start: () => import('./start.ts'),
  chunks: () => import('./chunks.ts'),
  bert: () => import('./bert.ts'),
  ocr: () => import('./ocr.ts'),
  'sample-memory': () => import('./sample-memory.ts'),
  'upload-memory': () => import('./upload-memory.ts'),
  accuracy: () => import('./accuracy.ts'),
};

const usage = `Usage: npm run bench -- <${Object.keys(benches).join(' | ')}>

  overhead        time from one stage to the next, CPU per document
  start           cold and warm start
  bert            tokens per second of ner/bert at the real shapes, against what the machine can multiply
  ocr             pages per core-second of the Tesseract engines
  sample-memory   memory of the readers over the samples
  upload-memory   memory of intake while files come in
  accuracy        precision and recall over labelled files; accuracy [folder] measures your own (docs/accuracy-format.md)

  --verbose       accuracy: also print what was missed and what was too much, with words of the documents`;

const machine = () =>
  `${new Date().toISOString()}  ${cpus().length} cores  load ${loadavg()
    .map(n => n.toFixed(2))
    .join(' ')}  node ${process.version}`;

await runCommand(usage, { verbose: { type: 'boolean' } }, async ({ verbose }, [name = '', ...rest]) => {
  const load = benches[name];
  if (!load) throw new UsageError(name === '' ? 'which bench?' : `no bench "${name}"`);
  if (rest.length > (name === 'accuracy' || name === 'sample-memory' ? 1 : 0))
    throw new UsageError(`unexpected argument "${rest.at(-1)}"`);
  console.log(`${name}  start ${machine()}`);
  await (await load()).run(rest, verbose ?? false);
  console.log(`${name}  end   ${machine()}`);
});
