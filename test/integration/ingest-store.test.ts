/** A file store that is not the one it was: nothing is taken in, and nothing is stored in the wrong place. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { startIngest } from '../../services/ingest-service/start.ts';
import { loadConfig } from '../../shared/config/load.ts';
import { PipelineError } from '../../shared/errors.ts';
import { createLog } from '../../shared/log.ts';
import { createTestRecord, type TestRecord } from '../support/record.ts';

describe('ingest-service and its file store', function () {
  this.timeout(60_000);
  let record: TestRecord;
  before(async () => {
    record = await createTestRecord();
  });
  after(() => record.stop());

  const log = createLog({ service: 'test', level: 'none', format: 'text' });
  /** Starts and stops it on the folder of this name. */
  const start = async (name: string) => {
    const FILES_URL = pathToFileURL(join(record.environment.folder, name)).href;
    const environment = { ...record.environment.environment, FILES_URL, INGEST_PORT: '0', GRACE_MS: '500' };
    const service = await startIngest(loadConfig(environment), log);
    for (const step of service.stopSteps) await step.run();
  };

  it('sets up a new one, and refuses an empty one once documents have been stored', async () => {
    await start('first');
    await record.accept();
    await start('first');
    const error = await start('second').then(
      () => undefined,
      thrown => thrown,
    );
    expect(error).to.be.instanceOf(PipelineError).with.property('code', 'X_STORE');
    expect(error.message).to.contain('is its disk mounted?');
    expect(await readdir(record.environment.folder)).not.to.include('second');
  });
});
