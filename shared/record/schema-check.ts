/** Refuses to run on a record that this version does not fit. */
import { PipelineError } from '../errors.ts';
import { fromColumns } from './case.ts';
import { answerOf, type RecordClient } from './client.ts';

/** The lowest schema version this code runs on. */
export const neededSchemaVersion = 11;

/** The version of the schema; 0 if none was ever applied. */
export async function schemaVersion(record: RecordClient): Promise<number> {
  const versions = answerOf<{ version: number }[]>(
    'schema_version',
    await record.supabase.from('schema_version').select('version').order('version', { ascending: false }).limit(1),
  );
  return versions[0]?.version ?? 0;
}

/** Throws `X_SCHEMA` if the schema is too old, or its pipeline differs from the one in code. */
export async function checkSchema(record: RecordClient, pipelineRows: object[]): Promise<void> {
  const version = await schemaVersion(record);
  if (version < neededSchemaVersion) {
    throw new PipelineError(
      'X_SCHEMA',
      `the record has schema version ${version}, this code needs ${neededSchemaVersion}: run \`npm run migrate\``,
    );
  }
  const stored = answerOf<object[]>(
    'pipeline_stages',
    await record.supabase.from('pipeline_stages').select('*').order('position'),
  );
  const same = (rows: object[]) => JSON.stringify(rows.map(row => Object.entries(row).sort()));
  if (same(stored.map(row => fromColumns(row))) !== same(pipelineRows)) {
    throw new PipelineError(
      'X_SCHEMA',
      'pipeline_stages differs from queues/pipeline.ts: migrate the record or deploy the matching version',
    );
  }
}
