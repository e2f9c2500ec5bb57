/** `npm run demo`: starts everything, sends the sample matter through, shows what came of it; Ctrl-C stops all. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runInForeground } from '../stack/foreground.ts';
import { launchOptions, type Product, startProduct } from '../stack/product.ts';
import { createApi } from './api.ts';
import { describeAddresses, describeResult } from './demo/describe.ts';
import { runMatter } from './demo/run-matter.ts';

const { values } = parseArgs({ options: { exit: { type: 'boolean', default: false } } });
const options = launchOptions();
const serviceLog = join(options.dataDir, 'log', 'services.log');

const addressesOf = ({ urls, apiKey, environment }: Product) => ({
  api: urls['ingest-service'] ?? '',
  key: apiKey,
  board: urls.dashboard ?? '',
  boardUser: environment.DASHBOARD_USER ?? 'ops',
  boardPassword: environment.DASHBOARD_PASSWORD ?? '',
  supabase: urls.supabase ?? '',
});

async function show(product: Product): Promise<'stop' | 'wait'> {
  const addresses = addressesOf(product);
  process.stdout.write(`Everything runs; what the services log is in ${serviceLog}. Sending the sample matter.\n`);
  const result = await runMatter(createApi({ url: addresses.api, key: addresses.key }));
  process.stdout.write(describeResult(result));
  if (result.results.some(({ expected }) => expected !== undefined)) process.exitCode = 1;
  process.stdout.write(describeAddresses(addresses, result));
  if (values.exit) return 'stop';
  process.stdout.write('  Ctrl-C stops everything.\n\n');
  return 'wait';
}

// Work that Ctrl-C interrupts goes on at the next start: nobody should wait for it here.
const environment = { GRACE_MS: '1000', ...options.environment };

await runInForeground(() => startProduct({ ...options, environment, serviceLog }), show, options.log);
// What was interrupted must not hold up the end.
process.exit();
