/** `npm run stack`: Postgres, Supabase REST, Redis and the file store alone; prints the settings a service needs to use them. */
import { refuseArguments, runCommand } from '../shared/command.ts';
import { runInForeground } from './foreground.ts';
import { launchOptions } from './product.ts';
import { startStack } from './stack.ts';

const usage = `Usage: npm run stack [-- --profile <file>]

Starts Postgres, Supabase REST, Redis and the file store without any service, and prints the settings a service
needs to use them. Ctrl-C stops all.

  --profile  settings to start from, such as deploy/profiles/rules-only.env; .env and the environment win over it`;

const shown = [
  'SUPABASE_URL',
  'SUPABASE_ANON_KEY',
  'SUPABASE_SERVICE_ROLE_KEY',
  'DATABASE_URL',
  'REDIS_URL',
  'FILES_URL',
  'CACHE_DIR',
  'DASHBOARD_PASSWORD',
];

await runCommand(usage, {}, async (_, positionals) => {
  refuseArguments(positionals);
  const options = launchOptions();
  await runInForeground(
    () => startStack(options),
    async stack => {
      stack.announce({ supabase: stack.environment.SUPABASE_URL ?? '' });
      process.stdout.write(shown.map(name => `${name}=${stack.environment[name] ?? ''}\n`).join(''));
      return 'wait';
    },
    options.log,
  );
});
