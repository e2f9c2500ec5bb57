/** Which files the command line takes from folders, on a real disk. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { collectFiles } from '../../cli/collect-files.ts';
import { UsageError } from '../../shared/command.ts';

describe('files for ingest', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'cli-files-'));
    mkdirSync(join(folder, 'sub', '.git'), { recursive: true });
    for (const name of ['b.txt', 'a.txt', '.hidden', 'sub/c.txt', 'sub/.git/config']) {
      writeFileSync(join(folder, name), name);
    }
    writeFileSync(join(folder, 'empty.txt'), '');
    symlinkSync('..', join(folder, 'sub', 'circle'));
    symlinkSync('../a.txt', join(folder, 'sub', 'link.txt'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('walks folders in order, with paths from the named folder on; empty files included', async () => {
    const { files } = await collectFiles([folder]);
    const top = basename(folder);
    expect(files.map(({ sourcePath, bytes }) => [sourcePath, bytes])).to.deep.equal([
      [`${top}/a.txt`, 5],
      [`${top}/b.txt`, 5],
      [`${top}/empty.txt`, 0],
      [`${top}/sub/c.txt`, 9],
      [`${top}/sub/link.txt`, 5],
    ]);
  });

  it('says what it left out, and why', async () => {
    const { skipped } = await collectFiles([folder]);
    expect(skipped.map(({ path, why }) => [path.slice(folder.length + 1), why])).to.deep.equal([
      ['.hidden', 'hidden'],
      ['sub/.git', 'hidden'],
      ['sub/circle', 'link to a folder'],
    ]);
  });

  it('takes a hidden file that is named, and each file once', async () => {
    const path = join(folder, '.hidden');
    const { files, skipped } = await collectFiles([path, path, join(folder, 'a.txt')]);
    expect(files.map(({ sourcePath }) => sourcePath)).to.deep.equal(['.hidden', 'a.txt']);
    expect(skipped).to.deep.equal([]);
  });

  it('refuses a path that is not there', async () => {
    const thrown = await collectFiles([join(folder, 'nowhere')]).catch((error: unknown) => error);
    expect(thrown).to.be.instanceOf(UsageError).with.property('message').that.contains('nowhere');
  });
});
