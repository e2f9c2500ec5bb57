/** A backup is taken, all volumes are destroyed, and everything comes back as it was, with its hashes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { sampleFile } from '../../samples/truth.ts';
import { type Containers, createContainers } from './containers.ts';

const files = ['01-complaint.pdf', '23-amendment-no-1.docx', '27-fwd-panels-overdue.eml', '29-second-production.zip'];

describe('backup and restore', function () {
  this.timeout(600_000);
  let containers: Containers;
  const folder = mkdtempSync(join(tmpdir(), 'compose-backup-'));
  const backup = join(folder, 'backup');

  before(async () => {
    containers = await createContainers(['docker-compose.yml', 'docker-compose.local.yml']);
    await containers.up();
  });
  after(async () => {
    await containers?.stop();
    rmSync(folder, { recursive: true });
  });

  it('brings back every document, original and result', async () => {
    const { createProject, uploadFiles, settled, result } = await containers.api();
    const project = await createProject('Kept');
    await uploadFiles(
      project,
      files.map(name => fileURLToPath(sampleFile(name))),
    );
    const all = async () => Promise.all((await settled(project, 200_000)).map(document => result(document)));
    const before = await all();
    expect(before.length).to.be.greaterThan(files.length);
    // Somebody goes on working meanwhile.
    const other = await createProject('Going on');
    const uploads = uploadFiles(
      other,
      files.map(name => fileURLToPath(sampleFile(name))),
    );
    await containers.script('backup.sh', backup);
    await uploads;

    await containers.compose(['down', '--volumes']);
    expect(await containers.script('restore.sh', backup)).to.match(/histories: .* 0 broken\noriginals: .* 0 broken/);
    // Asked with the key made before: it is part of the record.
    expect(await all()).to.have.deep.members(before);
  });

  it('is refused into a record that holds documents, and if a byte of it is not what it was', async () => {
    const again = await containers.script('restore.sh', backup).catch((error: Error) => error.message);
    expect(again).to.include('a backup is brought back into new volumes only');
    writeFileSync(join(backup, 'files.tar'), 'x', { flag: 'a' });
    const damaged = await containers.script('restore.sh', backup).catch((error: Error) => error.message);
    expect(damaged).to.include('files.tar: FAILED');
  });
});
