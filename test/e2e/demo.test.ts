/** `npm run demo`, the way into the product: it must end well on a machine that has seen nothing yet, and again. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { readTruth } from '../../samples/truth.ts';

const entry = fileURLToPath(new URL('../../cli/demo.ts', import.meta.url));

describe('demo', function () {
  this.timeout(400_000);
  let dataDir: string;
  before(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'demo-test-'));
  });
  after(() => rmSync(dataDir, { recursive: true }));

  async function demo(): Promise<{ code: number | null; out: string; err: string }> {
    const env = { PATH: process.env.PATH, DATA_DIR: dataDir, LOG_LEVEL: 'warn' };
    const child = spawn(process.execPath, [entry, '--exit'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    return { code: child.exitCode, out, err };
  }

  it('shows every file in the state that is expected, and again when it is run again', async () => {
    const { files } = await readTruth();
    const documents = files.filter(({ expected }) => expected.state !== 'refused');
    const first = await demo();
    expect(first.code, first.err + first.out).to.equal(0);
    for (const { name, expected } of files) {
      const line = first.out.split('\n').find(shown => shown.startsWith(`${name} `));
      expect(line, name)
        .to.contain(expected.state)
        .and.contain(expected.code ?? '');
    }
    const inside = Number(/^(\d+) documents more found inside them/m.exec(first.out)?.[1]);
    expect(inside).to.be.at.least(files.flatMap(({ children }) => children).length);
    const received = `received ${documents.length + inside} = completed`;
    expect(first.out).to.contain(received);
    expect(first.out).to.match(/^Every fact has its place\. .+: \S.*, page \d+, characters \d+ to \d+$/m);
    // Its servers have stopped: no addresses, but how to go on.
    expect(first.out).to.contain('npm start').and.not.contain('http://');

    const second = await demo();
    expect(second.code, second.err + second.out).to.equal(0);
    expect(second.out).to.contain('was sent before').and.contain(`Remove the folder ${dataDir}`);
    expect(second.out).to.contain(received);
  });
});
