/** `npm run migrate`: brings the schema of the database behind DATABASE_URL up to date. */
import { refuseArguments, runCommand } from '../shared/command.ts';
import { loadSettings } from '../shared/config/load.ts';
import { PipelineError } from '../shared/errors.ts';
import { migrateDatabase } from './migrate.ts';
import { prepareServer } from './postgres.ts';

const usage = `Usage: npm run migrate [-- --base]

Brings the schema of the Postgres behind DATABASE_URL up to date: each migration once, in order.
The embedded stack does this by itself when it starts.

  --base  for a Postgres that is no Supabase: gives a new one the roles and grants of a Supabase project first, and the role
          of AUTHENTICATOR_URL its password`;

await runCommand(usage, { base: { type: 'boolean', default: false } }, async ({ base }, positionals) => {
  refuseArguments(positionals);
  const { DATABASE_URL, AUTHENTICATOR_URL } = loadSettings(['DATABASE_URL', 'AUTHENTICATOR_URL']);
  if (DATABASE_URL === undefined) {
    throw new PipelineError(
      'X_CONFIG',
      'DATABASE_URL is not set. The embedded stack migrates by itself when it starts.',
    );
  }
  if (base) {
    if (AUTHENTICATOR_URL === undefined) throw new PipelineError('X_CONFIG', '--base needs AUTHENTICATOR_URL.');
    await prepareServer(DATABASE_URL, decodeURIComponent(new URL(AUTHENTICATOR_URL).password));
  }
  const applied = await migrateDatabase(DATABASE_URL);
  process.stdout.write(applied.length === 0 ? 'The schema is up to date.\n' : `Applied ${applied.join(', ')}.\n`);
});
