/** `npm run migrate`: brings the schema of the database behind DATABASE_URL up to date. */
import { refuseArguments, runCommand } from '../shared/command.ts';
import { loadSettings } from '../shared/config/load.ts';
import { PipelineError } from '../shared/errors.ts';
import { migrateDatabase } from './migrate.ts';

const usage = `Usage: npm run migrate

Brings the schema of the Postgres behind DATABASE_URL up to date: each migration once, in order.
The embedded stack does this by itself when it starts.`;

await runCommand(usage, {}, async (_, positionals) => {
  refuseArguments(positionals);
  const { DATABASE_URL } = loadSettings(['DATABASE_URL']);
  if (DATABASE_URL === undefined) {
    throw new PipelineError(
      'X_CONFIG',
      'DATABASE_URL is not set. The embedded stack migrates by itself when it starts.',
    );
  }
  const applied = await migrateDatabase(DATABASE_URL);
  process.stdout.write(applied.length === 0 ? 'The schema is up to date.\n' : `Applied ${applied.join(', ')}.\n`);
});
