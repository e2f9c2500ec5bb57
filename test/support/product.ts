/** The whole product for end-to-end tests: stack and services as processes, used over HTTP like anybody would. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { createLog } from '../../shared/log.ts';
import { connect } from '../../stack/postgres.ts';
import { type Product, startProduct } from '../../stack/product.ts';
import { createApiClient } from './api-client.ts';

export type TestProduct = Awaited<ReturnType<typeof startTestProduct>>;

/** Starts the product in a folder of its own. Takes some seconds: call it in a `before` with a timeout of 120 s. */
export async function startTestProduct(settings: Record<string, string> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'product-test-'));
  const environment = { ...process.env, LOG_LEVEL: 'error', GRACE_MS: '2000', ...settings };
  const product: Product = await startProduct({
    dataDir,
    environment,
    log: createLog({ service: 'test', level: 'error', format: 'text' }),
  });
  const owner: pg.Client = await connect(product.environment.DATABASE_URL ?? '');
  const client = createApiClient(product.urls['ingest-service'] ?? '', product.apiKey);
  return {
    ...product,
    dataDir,
    ...client,
    query: async <T extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> =>
      (await owner.query<T>(sql, values)).rows,
    async stop() {
      await owner.end();
      await product.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}
