/** The lock of a data folder and the notes about child processes, against real processes and files. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createChildren } from '../../stack/children.ts';
import { readHolder, takeLock } from '../../stack/lock.ts';
import { processIdentity } from '../../stack/process-identity.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/launcher.ts';

describe('lock of the data folder', () => {
  let folder: TemporaryFolder;
  before(() => {
    folder = temporaryFolder();
  });
  after(() => folder.remove());

  it('is held by one, who is named, and free after release', () => {
    const lock = takeLock(folder.path);
    lock.announce({ API: 'http://127.0.0.1:8700' });
    expect(() => takeLock(folder.path)).to.throw(new RegExp(`process ${process.pid}.*API http://127.0.0.1:8700`));
    expect(readHolder(folder.path)?.urls).to.deep.equal({ API: 'http://127.0.0.1:8700' });
    lock.release();
    expect(readHolder(folder.path)).to.equal(undefined);
    takeLock(folder.path).release();
  });

  it('is free when its holder has died, even if another process has the pid by now', async () => {
    const dead = spawn(process.execPath, ['-e', '']);
    await once(dead, 'exit');
    for (const pid of [dead.pid, process.pid]) {
      const left = { pid, identity: `${pid}/1/another-boot`, urls: {} };
      writeFileSync(join(folder.path, 'lock.json'), JSON.stringify(left));
      expect(readHolder(folder.path)).to.equal(undefined);
      takeLock(folder.path).release();
    }
  });

  it('has one winner when many find a dead holder at once', async () => {
    const left = { pid: 1, identity: 'long gone', urls: {} };
    writeFileSync(join(folder.path, 'lock.json'), JSON.stringify(left));
    const script = `
      import { takeLock } from '${join(import.meta.dirname, '..', '..', 'stack', 'lock.ts')}';
      process.stdin.once('data', () => {
        try { takeLock('${folder.path}'); console.log('won'); } catch { console.log('lost'); }
        process.stdin.once('data', () => process.exit());
      });
      console.log('ready');`;
    const racers = Array.from({ length: 6 }, () => spawn(process.execPath, ['--input-type=module', '-e', script]));
    const next = async () =>
      Promise.all(racers.map(async racer => String((await once(racer.stdout, 'data'))[0]).trim()));
    await next();
    const results = next();
    for (const racer of racers) racer.stdin.write('go');
    expect((await results).filter(result => result === 'won')).to.have.length(1);
    for (const racer of racers) racer.stdin.write('end');
  });
});

describe('notes about child processes', () => {
  let folder: TemporaryFolder;
  before(() => {
    folder = temporaryFolder();
  });
  after(() => folder.remove());

  it('end what is left over and nothing else', async () => {
    const sleeper = () => spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true });
    const orphan = sleeper();
    const stranger = sleeper();
    const note = (name: string, pid: number | undefined, identity: string | undefined) =>
      writeFileSync(join(folder.path, `${name}.json`), JSON.stringify({ name, pid, identity, stopSignal: 'SIGTERM' }));
    note('orphan', orphan.pid, processIdentity(orphan.pid ?? 0));
    note('reused-pid', stranger.pid, 'of an earlier process');
    expect(await createChildren(folder.path).reap()).to.deep.equal(['orphan']);
    expect(processIdentity(orphan.pid ?? 0)).to.equal(undefined);
    expect(processIdentity(stranger.pid ?? 0)).to.be.a('string');
    stranger.kill();
    expect(await createChildren(folder.path).reap()).to.deep.equal([]);
  });
});
