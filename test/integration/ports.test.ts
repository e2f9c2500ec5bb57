import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createPortPicker } from '../../stack/ports.ts';
import { temporaryFolder } from '../support/launcher.ts';

describe('ports', () => {
  it('picked by one launcher are not picked by another before something listens, and are free again when it has gone', async () => {
    const usual = await createPortPicker().pick('find');
    // Below those it picks at random, and not above: there the ports of client connections begin.
    const known = usual - 10_000;
    const module = join(import.meta.dirname, '../../stack/ports.ts');
    const script = `const { createPortPicker } = await import(${JSON.stringify(module)});
      console.log(await createPortPicker().pick('a', ${known})); process.stdin.resume();`;
    const other = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    try {
      const [line] = (await once(other.stdout, 'data')) as [Buffer];
      expect(Number(line)).to.equal(known);
      expect(await createPortPicker().pick('b', known)).not.to.equal(known);
    } finally {
      other.kill('SIGKILL');
      await once(other, 'exit');
    }
    expect(await createPortPicker().pick('c', known)).to.equal(known);
  });

  it('that were taken from the usual one are given back to it where people know the usual one', async () => {
    const folder = temporaryFolder();
    try {
      const memory = join(folder.path, 'ports.json');
      const [last, usual] = [await createPortPicker().pick('last'), await createPortPicker().pick('usual')];
      // What was picked above is ours until this process ends: free ones below them, where no client connection is given its port.
      writeFileSync(memory, JSON.stringify({ api: last - 10_001, redis: last - 10_002 }));
      const picker = createPortPicker(memory);
      expect(await picker.pick('api', usual - 10_003, 'usual')).to.equal(usual - 10_003);
      expect(await picker.pick('redis', usual - 10_004)).to.equal(last - 10_002);
    } finally {
      folder.remove();
    }
  });
});
