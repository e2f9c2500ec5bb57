/** `npm start`: the embedded stack, all services and the board, in one terminal; one Ctrl-C stops all. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { refuseArguments, runCommand } from '../shared/command.ts';
import { followWarnings } from './follow-log.ts';
import { runInForeground } from './foreground.ts';
import { introduce } from './introduce.ts';
import { launchOptions, type Product, type ProductOptions, startProduct } from './product.ts';

const usage = `Usage: npm start [-- --verbose] [--profile <file>]

Starts everything on this machine: Postgres, Supabase REST and Redis unless configured, all services, the board.
Prints where they answer, a key and a first call. One Ctrl-C stops all. Settings: .env.example.

  --verbose  every log line of the services on the terminal; otherwise warnings and errors only, and all lines in
             log/services.log of the data folder (without a terminal all lines are printed, as JSON)
  --profile  settings to start from, such as deploy/profiles/stage-2-local.env; .env and the environment win over it`;

await runCommand(usage, { verbose: { type: 'boolean', default: false } }, async ({ verbose }, positionals) => {
  refuseArguments(positionals);
  const launch = launchOptions();
  const options = process.stderr.isTTY && !verbose ? withLogFile(launch) : launch;
  await runInForeground(
    () => startFollowed(options),
    async product => {
      process.stdout.write(introduce(product, options));
      return 'wait';
    },
    options.log,
  );
});

/** In the file as JSON, whatever the terminal shows: it is read again from there. */
function withLogFile(options: ProductOptions): ProductOptions & { serviceLog: string } {
  const folder = join(options.dataDir, 'log');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const environment = { ...options.environment, LOG_FORMAT: 'json' };
  return { ...options, environment, serviceLog: join(folder, 'services.log') };
}

/** The product; while it runs, warnings and errors from its log file are logged here as well. */
async function startFollowed(options: ProductOptions): Promise<Product> {
  if (options.serviceLog === undefined) return startProduct(options);
  const following = followWarnings(options.serviceLog, options.log);
  try {
    const product = await startProduct(options);
    const stop = () => product.stop().finally(following.stop);
    return { ...product, stop };
  } catch (error) {
    following.stop();
    throw error;
  }
}
