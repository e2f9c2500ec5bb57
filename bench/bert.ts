/** How fast ner/bert reads at the real shapes, on one thread, against what the machine can multiply. Weights are random, times are not. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChildPool } from '../shared/child/pool.ts';
import { type BertShape, bertModel, multiplicationsOf, productsModel } from './bert/model.ts';
import type { TimedRuns } from './bert/timing-child.ts';

const shapes: Record<string, BertShape> = {
  base: { layers: 12, width: 768, heads: 12, inner: 3_072 },
  large: { layers: 24, width: 1_024, heads: 16, inner: 4_096 },
};
const windows = [128, 512];
const runs = 3;
const GB = 1024 ** 3;

/** Prints, for each shape and precision, tokens per second of the model and of its matrix products alone. */
export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-bert-'));
  const pool = createChildPool<TimedRuns>({
    entry: new URL('./bert/timing-child.ts', import.meta.url),
    // A process a model: memory of the one before is not counted against it.
    ...{ size: 1, maxTasks: 1, timeoutMs: 300_000, tempFolder: folder },
    limits: { dataBytes: 16 * GB, residentBytes: 12 * GB, cpuSeconds: 3_600 },
  });
  const time = async (model: Buffer): Promise<number[]> => {
    const path = join(folder, 'model.onnx');
    writeFileSync(path, model);
    return pool.run<number[]>({ path, windows, runs }, new AbortController().signal);
  };
  try {
    for (const [name, shape] of Object.entries(shapes)) {
      for (const precision of ['fp32', 'int8'] as const) {
        const whole = await time(bertModel(shape, precision));
        const products = await time(productsModel(shape, precision));
        for (const [at, tokens] of windows.entries()) {
          const [ms, bestMs] = [whole[at] as number, products[at] as number];
          const speed = (each: number) => `${((1_000 * tokens) / each).toFixed(0)} tokens/s`;
          const rate = ((multiplicationsOf(shape) * tokens * 2) / bestMs / 1e6).toFixed(0);
          const ceiling = `products alone ${speed(bestMs)} (${rate} GFLOP/s)`;
          const share = `${((100 * bestMs) / ms).toFixed(0)} % of that`;
          console.log(`${name.padEnd(6)}${precision}  window ${tokens}  ${speed(ms)}  ${ceiling}  ${share}`);
        }
      }
    }
  } finally {
    await pool.close();
    rmSync(folder, { recursive: true });
  }
}
