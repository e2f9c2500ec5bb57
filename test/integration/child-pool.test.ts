/** What the pool of child processes makes of children that fail, hang, grow or die. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type ChildPool, createChildPool } from '../../shared/child/pool.ts';
import { makeTempFolder, removeTempFolder } from '../../shared/child/temp-folder.ts';
import { PipelineError } from '../../shared/errors.ts';
import { isRunning } from '../../shared/is-running.ts';
import { eventually } from '../support/wait.ts';

interface Answer {
  pid: number;
  environment: string[];
}

describe('the pool of child processes', function () {
  this.timeout(30_000);
  const never = new AbortController().signal;
  let folder = '';
  let pool: ChildPool<{ name: string }>;

  const make = (fields: { maxTasks?: number; timeoutMs?: number; dataMb?: number } = {}) => {
    const limits = { dataBytes: (fields.dataMb ?? 1024) * 1024 ** 2, residentBytes: 300 * 1024 ** 2, cpuSeconds: 60 };
    pool = createChildPool({
      entry: new URL('../support/child-fixture.ts', import.meta.url),
      size: 1,
      maxTasks: fields.maxTasks ?? 100,
      timeoutMs: fields.timeoutMs ?? 10_000,
      limits,
      tempFolder: folder,
    });
  };
  const failure = async (name: string, signal = never): Promise<PipelineError> => {
    try {
      await pool.run({ name }, signal);
    } catch (thrown) {
      if (thrown instanceof PipelineError) return thrown;
      throw thrown;
    }
    throw new Error('the task did not fail');
  };
  const answer = () => pool.run<Answer>({ name: 'answer' }, never);

  beforeEach(() => {
    folder = makeTempFolder('test');
  });
  afterEach(async () => {
    await pool.close();
    expect(readdirSync(folder)).to.deep.equal([]);
    removeTempFolder(folder);
  });

  it('removes the folders of processes that were killed, its own pid before it included, and no others', () => {
    const dead = spawnSync(process.execPath, ['--version']).pid;
    const left = (pid: number) => join(folder, `legal-test-${pid}-left`);
    for (const pid of [dead, process.pid, process.ppid]) mkdirSync(left(pid));
    const made = [makeTempFolder('test', folder), makeTempFolder('test', folder)];
    expect(readdirSync(folder).map(name => join(folder, name))).to.have.members([left(process.ppid), ...made]);
    for (const path of [left(process.ppid), ...made]) removeTempFolder(path);
    make();
  });

  it('keeps a child warm and gives it no environment but what it needs', async () => {
    make();
    const [first, second] = [await answer(), await answer()];
    expect(second.pid).to.equal(first.pid);
    expect(first.environment).to.not.include('PATH');
    expect(first.environment).to.include.members(['TMPDIR', 'TZ']);
  });

  it('replaces a child after its tasks', async () => {
    make({ maxTasks: 1 });
    expect((await answer()).pid).to.not.equal((await answer()).pid);
  });

  it('passes coded errors on and keeps foreign messages to itself', async () => {
    make();
    expect(await failure('refuse')).to.include({ code: 'I_DAMAGED', message: 'no good' });
    const foreign = await failure('throw');
    expect(foreign.code).to.equal('X_ENGINE_FAILED');
    expect(foreign.message).to.not.contain('secret');
    expect((await answer()).pid).to.be.a('number');
  });

  it('names a death, and works on with a new child', async () => {
    make();
    expect((await failure('exit')).code).to.equal('X_CHILD_DIED');
    expect((await answer()).pid).to.be.a('number');
  });

  it('ends what takes too long, and what nobody wants any more', async () => {
    make({ timeoutMs: 5_000 });
    expect((await failure('loop')).code).to.equal('X_TIMEOUT');
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 200);
    expect((await failure('loop', abort.signal)).code).to.equal('X_TIMEOUT');
    expect((await answer()).pid).to.be.a('number');
  });

  it('ends the programs of a child that is killed, or dies by itself', async () => {
    make({ timeoutMs: 2_000 });
    for (const [end, code] of [
      ['loop', 'X_TIMEOUT'],
      ['exit', 'X_CHILD_DIED'],
    ] as const) {
      const { pid } = await pool.run<Pick<Answer, 'pid'>>({ name: 'program' }, never);
      expect(isRunning(pid)).to.equal(true);
      expect((await failure(end)).code).to.equal(code);
      await eventually('the program has ended', async () => !isRunning(pid) || undefined);
    }
  });

  if (existsSync('/dev/full')) {
    it('says that the disk is full', async () => {
      make();
      expect(await failure('full')).to.include({ code: 'X_DISK', message: 'local disk: ENOSPC' });
    });
  }

  if (existsSync('/proc/self/statm')) {
    it('ends what grows too large, by the watchdog or by the limit of the system', async () => {
      make();
      expect((await failure('grow')).code).to.equal('L_MEMORY');
      await pool.close();
      make({ dataMb: 200 });
      expect((await failure('grow')).code).to.equal('L_MEMORY');
    });
  }

  it('refuses work once closed', async () => {
    make();
    await pool.close();
    expect((await failure('answer')).code).to.equal('X_DRAINING');
  });
});
