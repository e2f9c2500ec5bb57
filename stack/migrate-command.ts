/** `npm run migrate`: brings the schema of the database behind DATABASE_URL up to date. */
import { loadSettings } from '../shared/config/load.ts';
import { PipelineError } from '../shared/errors.ts';
import { migrateDatabase } from './migrate.ts';

const { DATABASE_URL } = loadSettings(['DATABASE_URL']);
if (DATABASE_URL === undefined) {
  throw new PipelineError('X_CONFIG', 'DATABASE_URL is not set. The embedded stack migrates by itself when it starts.');
}
const applied = await migrateDatabase(DATABASE_URL);
process.stdout.write(applied.length === 0 ? 'The schema is up to date.\n' : `Applied ${applied.join(', ')}.\n`);
