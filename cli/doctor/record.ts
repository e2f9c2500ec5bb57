/** Looks at the record: whether it answers, takes the key, has the schema and the pipeline of this version, and what its clock says. */
import { pipelineRows } from '../../queues/pipeline.ts';
import { PipelineError } from '../../shared/errors.ts';
import type { RecordClient } from '../../shared/record/client.ts';
import { checkSchema, neededSchemaVersion, schemaVersion } from '../../shared/record/schema-check.ts';
import { broken, type Finding, fine, thrownFinding, warning } from './finding.ts';

/** Beyond this the times in our logs and those of the record cannot be read side by side. */
const mostSkewMs = 60_000;

/** `health` says how far the clock of the database is before ours. */
export async function recordFindings(
  record: RecordClient,
  health: () => Promise<{ skewMs: number }>,
): Promise<Finding[]> {
  let version: number;
  try {
    version = await schemaVersion(record);
  } catch (thrown) {
    return [accessFinding(thrown)];
  }
  const answers = fine('record', 'Postgres and PostgREST answer and take the key');
  return [answers, await schemaFinding(record, version), ...(await clockFindings(health))];
}

/** What keeps us from reading it at all. */
function accessFinding(thrown: unknown): Finding {
  const cause = (thrown instanceof PipelineError ? thrown.cause : undefined) as { code?: string; message?: string };
  const { code = '', message = '' } = cause ?? {};
  if (/^PGRST30\d$|^42501$/.test(code) || /API key/i.test(message)) {
    const mend =
      'set SUPABASE_SERVICE_ROLE_KEY to the service role (secret) key of this Supabase, and restart the services';
    return broken('record', 'X_RECORD', 'the record refuses the service key', mend);
  }
  if (/^PGRST205$|^42P01$/.test(code)) {
    return broken('schema', 'X_SCHEMA', 'the record has no schema of ours', 'npm run migrate');
  }
  if (/^PGRST00/.test(code)) {
    return broken(
      'record',
      'X_RECORD',
      'PostgREST answers, Postgres behind it does not',
      'start Postgres; look at its log and its disk',
    );
  }
  const mend =
    'see that Supabase runs and SUPABASE_URL is its address; embedded: `npm start`, its logs are in log/ of the data folder';
  return thrownFinding('record', thrown, mend);
}

async function schemaFinding(record: RecordClient, version: number): Promise<Finding> {
  try {
    await checkSchema(record, pipelineRows());
  } catch (thrown) {
    return thrownFinding(
      'schema',
      thrown,
      'npm run migrate (with DATABASE_URL; embedded: `npm start` does it), then restart the services',
    );
  }
  if (version > neededSchemaVersion) {
    return warning(
      'schema',
      `version ${version}, newer than the ${neededSchemaVersion} of this code`,
      'deploy the version of the code that the record was migrated for',
    );
  }
  return fine('schema', `version ${version}, and the pipeline is that of the code`);
}

async function clockFindings(health: () => Promise<{ skewMs: number }>): Promise<Finding[]> {
  const answer = await health().catch(() => null); // a schema without it is told above
  return answer ? [clockFinding(answer.skewMs)] : [];
}

/** `skewMs`: how far the clock of the database is before ours. */
export function clockFinding(skewMs: number): Finding {
  const seconds = Math.abs(Math.round(skewMs / 1_000));
  if (Math.abs(skewMs) <= mostSkewMs) return fine('clock', 'this machine and the database agree');
  const mend = 'set both clocks by NTP (`timedatectl set-ntp true`); the pipeline goes by that of the database';
  return warning(
    'clock',
    `the clock of this machine is ${seconds} seconds ${skewMs > 0 ? 'behind' : 'before'} that of the database`,
    mend,
  );
}
