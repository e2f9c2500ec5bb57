/** The embedded stack as a person meets it: started, stopped, killed, started twice, on a busy machine. */
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { connect } from '../../stack/postgres.ts';
import { processIdentity } from '../../stack/process-identity.ts';
import { type Launcher, launch, runningChildren, type TemporaryFolder, temporaryFolder } from '../support/launcher.ts';
import { eventually } from '../support/wait.ts';

describe('embedded stack', function () {
  this.timeout(90_000);
  let folder: TemporaryFolder;
  let dataDir: string;
  let launcher: Launcher;

  before(() => {
    folder = temporaryFolder();
    dataDir = join(folder.path, 'data');
  });

  after(async () => {
    launcher.process.kill('SIGKILL');
    await launcher.ended;
    // Whatever a failed test left behind.
    for (const { pid } of runningChildren(dataDir)) process.kill(pid, 'SIGKILL');
    folder.remove();
  });

  const canRead = async (settings: Record<string, string>) => {
    const answer = await fetch(`${settings.SUPABASE_URL}/rest/v1/projects?select=name`, {
      headers: { apikey: settings.SUPABASE_SERVICE_ROLE_KEY ?? '' },
    });
    expect(answer.status).to.equal(200);
    return (await answer.json()) as { name: string }[];
  };

  it('starts from an empty folder, with the schema in place', async () => {
    launcher = launch(dataDir);
    expect(await canRead(await launcher.settings)).to.deep.equal([]);
    expect(runningChildren(dataDir).map(({ name }) => name)).to.have.members(['postgres', 'postgrest', 'redis']);
  });

  it('keeps what is private to its owner', async () => {
    const { DATABASE_URL = '' } = await launcher.settings;
    const wrong = DATABASE_URL.replace(/:[0-9a-f]{64}@/, ':guess@');
    const error = await connect(wrong).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).to.have.property('code', '28P01');
  });

  it('refuses a second start on the same folder, and says who has it and where that listens', async () => {
    const { SUPABASE_URL } = await launcher.settings;
    const second = launch(dataDir);
    expect(await second.ended).to.equal(1);
    expect(second.log()).to.contain(`process ${launcher.process.pid}`).and.to.contain(SUPABASE_URL);
    expect(await canRead(await launcher.settings)).to.deep.equal([]);
  });

  it('stops on one SIGINT within two seconds and leaves nothing running', async () => {
    const { DATABASE_URL = '' } = await launcher.settings;
    const owner = await connect(DATABASE_URL);
    await owner.query(`select public.create_project('0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a', 'kept')`);
    await owner.end();
    const pids = runningChildren(dataDir).map(({ pid }) => pid);
    const since = performance.now();
    launcher.process.kill('SIGINT');
    expect(await launcher.ended).to.equal(0);
    expect(performance.now() - since).to.be.lessThan(2_000);
    expect(pids.map(processIdentity)).to.deep.equal([undefined, undefined, undefined]);
    expect(readdirSync(join(dataDir, 'run'))).to.deep.equal([]);
  });

  it('starts warm within three seconds, with the data and the addresses of last time', async () => {
    const before = await launcher.settings;
    const since = performance.now();
    launcher = launch(dataDir);
    const settings = await launcher.settings;
    expect(performance.now() - since).to.be.lessThan(3_000);
    expect(settings).to.deep.equal(before);
    expect(await canRead(settings)).to.deep.equal([{ name: 'kept' }]);
  });

  it('starts again a component that dies', async () => {
    const settings = await launcher.settings;
    for (const name of ['redis', 'postgrest', 'postgres']) {
      const old = runningChildren(dataDir).find(child => child.name === name)?.pid ?? 0;
      process.kill(old, 'SIGKILL');
      const isNew = (child: { name: string; pid: number }) => child.name === name && child.pid !== old;
      await eventually(`${name} runs again`, () => runningChildren(dataDir).find(isNew));
    }
    await eventually('the record answers', async () => {
      const answer = await fetch(`${settings.SUPABASE_URL}/rest/v1/projects?select=name`, {
        headers: { apikey: settings.SUPABASE_SERVICE_ROLE_KEY ?? '' },
      });
      const text = await answer.text();
      return answer.ok && text === '[{"name":"kept"}]' ? text : undefined;
    });
  });

  it('after kill -9, ends the orphans before it starts anew', async () => {
    const orphans = runningChildren(dataDir).map(({ pid }) => pid);
    launcher.process.kill('SIGKILL');
    await launcher.ended;
    expect(orphans.map(processIdentity)).to.not.include(undefined);
    launcher = launch(dataDir);
    expect(await canRead(await launcher.settings)).to.deep.equal([{ name: 'kept' }]);
    expect(orphans.map(processIdentity)).to.deep.equal([undefined, undefined, undefined]);
    expect(launcher.log()).to.contain('orphans.ended');
    launcher.process.kill('SIGTERM');
    expect(await launcher.ended).to.equal(0);
  });

  it('ends at once, with all it has started, when it is stopped while it starts', async () => {
    launcher = launch(dataDir);
    await eventually('something runs', () => runningChildren(dataDir)[0]);
    const pids = runningChildren(dataDir).map(({ pid }) => pid);
    launcher.process.kill('SIGINT');
    expect(await launcher.ended).to.equal(130);
    await eventually('nothing runs', () => (pids.some(pid => processIdentity(pid)) ? undefined : true));
    launcher = launch(dataDir);
    expect(await canRead(await launcher.settings)).to.deep.equal([{ name: 'kept' }]);
    launcher.process.kill('SIGTERM');
    expect(await launcher.ended).to.equal(0);
  });

  it('takes other ports when its own are taken', async () => {
    const before = await launcher.settings;
    const ports = ['SUPABASE_URL', 'DATABASE_URL', 'REDIS_URL'].map(name => Number(new URL(before[name] ?? '').port));
    const squatters = ports.map(port => createServer().listen(port, '127.0.0.1'));
    try {
      launcher = launch(dataDir);
      const settings = await launcher.settings;
      expect(await canRead(settings)).to.deep.equal([{ name: 'kept' }]);
      for (const port of ports) expect(JSON.stringify(settings)).to.not.contain(`:${port}`);
    } finally {
      for (const squatter of squatters) squatter.close();
    }
    launcher.process.kill('SIGTERM');
    expect(await launcher.ended).to.equal(0);
  });

  it('refuses a half-set configuration', async () => {
    for (const env of [
      { SUPABASE_URL: 'http://127.0.0.1:1' },
      { DATABASE_URL: 'postgresql://127.0.0.1:1/postgres' },
    ] as Record<string, string>[]) {
      const refused = launch(dataDir, { env });
      expect(await refused.ended).to.equal(1);
      expect(refused.log()).to.contain('X_CONFIG').and.to.contain('SUPABASE_URL');
    }
  });

  it('starts nothing whose address is configured', async () => {
    launcher = launch(dataDir, {
      env: { SUPABASE_URL: 'http://127.0.0.1:1', SUPABASE_SERVICE_ROLE_KEY: 'key', REDIS_URL: 'redis://127.0.0.1:2' },
    });
    const settings = await launcher.settings;
    expect(settings).to.include({ SUPABASE_URL: 'http://127.0.0.1:1', REDIS_URL: 'redis://127.0.0.1:2' });
    expect(runningChildren(dataDir)).to.deep.equal([]);
    launcher.process.kill('SIGTERM');
    expect(await launcher.ended).to.equal(0);
  });
});
