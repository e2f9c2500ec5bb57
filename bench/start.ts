/** How long the whole product takes to start, with nothing there and again, and to stop. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../shared/log.ts';
import { startProduct } from '../stack/product.ts';

/** Starts and stops it four times in one folder; the first start is the cold one. */
export async function run(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-start-'));
  const log = createLog({ service: 'bench', level: 'error', format: 'text' });
  const environment = { ...process.env, LOG_LEVEL: 'error' };
  try {
    for (const name of ['cold', 'warm', 'warm', 'warm']) {
      const beginning = performance.now();
      const product = await startProduct({ dataDir, environment, log });
      const ready = performance.now();
      await product.stop();
      const stopped = performance.now();
      console.log(`${name} start to ready for work ${seconds(ready - beginning)}   stop ${seconds(stopped - ready)}`);
    }
  } finally {
    await rm(dataDir, { recursive: true });
  }
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;
