import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from 'chai';
import { createPortPicker } from '../../stack/ports.ts';

describe('ports', () => {
  it('picked by one launcher are not picked by another before something listens, and are free again when it has gone', async () => {
    const usual = await createPortPicker().pick('find');
    const module = join(import.meta.dirname, '../../stack/ports.ts');
    const script = `const { createPortPicker } = await import(${JSON.stringify(module)});
      console.log(await createPortPicker().pick('a', ${usual + 10_000})); process.stdin.resume();`;
    const other = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [line] = (await once(other.stdout, 'data')) as [Buffer];
    expect(Number(line)).to.equal(usual + 10_000);
    expect(await createPortPicker().pick('b', usual + 10_000)).not.to.equal(usual + 10_000);
    other.kill('SIGKILL');
    await once(other, 'exit');
    expect(await createPortPicker().pick('c', usual + 10_000)).to.equal(usual + 10_000);
  });
});
