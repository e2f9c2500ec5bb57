/** `npm run demo`: starts everything, sends the sample matter through, shows what came of it; Ctrl-C stops all. */
import { join, resolve } from 'node:path';
import { refuseArguments, runCommand } from '../shared/command.ts';
import { runInForeground } from '../stack/foreground.ts';
import { launchOptions, type Product, startProduct } from '../stack/product.ts';
import { createApi } from './api.ts';
import { describeAddresses, describeNextSteps, describeResult } from './demo/describe.ts';
import { findCitedFact } from './demo/find-cited-fact.ts';
import { runMatter } from './demo/run-matter.ts';

const usage = `Usage: npm run demo [-- --exit] [--profile <file>]

Starts everything on this machine, sends the sample matter through and shows what came of it.

  --exit     stop and return when the matter is done; otherwise everything runs on until Ctrl-C
  --profile  settings to start from, such as deploy/profiles/rules-only.env; .env and the environment win over it`;

const addressesOf = ({ urls, apiKey, environment }: Product) => ({
  api: urls['ingest-service'] ?? '',
  key: apiKey,
  board: urls.dashboard ?? '',
  boardUser: environment.DASHBOARD_USER ?? 'ops',
  boardPassword: environment.DASHBOARD_PASSWORD ?? '',
  supabase: urls.supabase ?? '',
});

await runCommand(usage, { exit: { type: 'boolean', default: false } }, async ({ exit }, positionals) => {
  refuseArguments(positionals);
  const options = launchOptions();
  const dataDir = resolve(options.dataDir);
  const serviceLog = join(dataDir, 'log', 'services.log');
  // Work that Ctrl-C interrupts goes on at the next start: nobody should wait for it here.
  const environment = { GRACE_MS: '1000', ...options.environment };

  const show = async (product: Product): Promise<'stop' | 'wait'> => {
    const addresses = addressesOf(product);
    process.stdout.write(`Everything runs; what the services log is in ${serviceLog}. Sending the sample matter.\n`);
    const api = createApi({ url: addresses.api, key: addresses.key });
    const result = await runMatter(api);
    process.stdout.write(describeResult(result, await findCitedFact(api, result.results), dataDir));
    if (result.results.some(({ expected }) => expected !== undefined)) process.exitCode = 1;
    process.stdout.write(exit ? describeNextSteps(result) : describeAddresses(addresses, result));
    return exit ? 'stop' : 'wait';
  };
  await runInForeground(() => startProduct({ ...options, environment, serviceLog }), show, options.log);
});
// What was interrupted must not hold up the end.
process.exit();
