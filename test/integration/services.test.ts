/** How the launcher keeps our processes running, with the smallest process there can be in place of the services. */
import { join } from 'node:path';
import { expect } from 'chai';
import { createLog } from '../../shared/log.ts';
import { createChildren } from '../../stack/children.ts';
import { createPortPicker } from '../../stack/ports.ts';
import { processIdentity } from '../../stack/process-identity.ts';
import { type RunningServices, type Service, startServices } from '../../stack/services.ts';
import { runningChildren, type TemporaryFolder, temporaryFolder } from '../support/launcher.ts';
import { eventually } from '../support/wait.ts';

const tiny = (name: string): Service => ({
  name,
  entry: join(import.meta.dirname, '..', 'fixtures', 'tiny-service.ts'),
  portSetting: 'HEALTH_PORT',
});

describe('services under the launcher', function () {
  this.timeout(30_000);
  let folder: TemporaryFolder;
  before(() => {
    folder = temporaryFolder();
  });
  const log = createLog({ service: 'test', level: 'error', format: 'json' });
  let running: RunningServices | undefined;

  afterEach(() => running?.stop(0));
  after(() => folder.remove());

  const start = async (environment: Record<string, string>) => {
    const children = createChildren(join(folder.path, 'run'));
    const stack = { children, ports: createPortPicker(), environment: { PATH: process.env.PATH, ...environment } };
    running = await startServices([tiny('first'), tiny('second')], stack, log);
    return running;
  };
  const pidAt = async (url: string | undefined) => (await fetch(`${url}/readyz`)).text();

  it('are all ready when the start resolves, each at an address of its own', async () => {
    const { urls, processes } = await start({});
    const pids = await Promise.all(['first', 'second'].map(name => pidAt(urls[name])));
    expect(new Set(pids).size).to.equal(2);
    expect(processes.map(({ current }) => String(current().pid))).to.have.members(pids);
  });

  it('are started again at the same address when they end', async () => {
    const { urls } = await start({});
    const old = await pidAt(urls.first);
    process.kill(Number(old), 'SIGKILL');
    const pid = await eventually('the service answers again', () => pidAt(urls.first).catch(() => undefined));
    expect(pid).to.not.equal(old);
  });

  it('stop when asked, and are not started again', async () => {
    const { processes, stop } = await start({});
    const pids = processes.map(({ current }) => current().pid);
    await stop(5_000);
    expect(pids.map(processIdentity)).to.deep.equal([undefined, undefined]);
    expect(runningChildren(folder.path)).to.deep.equal([]);
  });

  it('fail the start, and leave nothing running, when one ends before it is ready', async () => {
    const error = await start({ TINY_SERVICE_READY: 'refuses' }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.an('error').with.property('message').that.contains('ended with code 1');
    expect(runningChildren(folder.path)).to.deep.equal([]);
  });
});
