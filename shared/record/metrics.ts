/** What metrics show of the record: whether it answers, and its schema. */
import type { Look } from '../metrics/page.ts';
import { gauge } from '../metrics/registry.ts';
import type { RecordClient } from './client.ts';
import { schemaVersion } from './schema-check.ts';

const up = gauge('record_up', 'Whether the record answered this process: 1 or 0.');
const version = gauge('record_schema_version', 'Version of the schema of the record, as last seen.');

export const lookAtRecord = (record: RecordClient): Look => ({
  async see() {
    const seen = await schemaVersion(record);
    return () => {
      up.set(1);
      version.set(seen);
    };
  },
  lost: () => up.set(0),
});
