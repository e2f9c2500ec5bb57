import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { PipelineError } from '../../shared/errors.ts';
import { loadLabelled } from './load.ts';

describe('loadLabelled', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'accuracy-load-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const put = (name: string, content: unknown) =>
    writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));

  async function refusal(): Promise<string> {
    const error = await loadLabelled(folder).then(
      () => expect.fail('was accepted'),
      thrown => thrown,
    );
    if (!(error instanceof PipelineError)) throw error;
    expect(error.code).to.equal('I_REQUEST');
    return error.message;
  }

  it('reads records, lines of records and lists of pairs', async () => {
    await put('a.json', { text: 'Acme', spans: [{ start: 0, end: 4, label: 'B-ORG' }] });
    await put(
      'b.jsonl',
      `${JSON.stringify({ text: 'one' })}\n\n${JSON.stringify({ text: 'two', category: 'order' })}\n`,
    );
    await put('pairs.json', [{ type: 'PERSON', a: 'A. Lee', b: 'Ann Lee', same: true }]);
    await put('read-me.txt', 'not labelled');
    const { records, pairs } = await loadLabelled(folder);
    expect(records.map(({ text }) => text)).to.deep.equal(['Acme', 'one', 'two']);
    expect(pairs).to.have.length(1);
  });

  it('finds the file of a record from where the record is', async () => {
    await mkdir(join(folder, 'files'));
    await put('files/a.txt', 'text');
    await put('a.json', { file: 'files/a.txt' });
    const { records } = await loadLabelled(join(folder, 'a.json'));
    expect(records.map(({ file, name }) => [file, name])).to.deep.equal([[join(folder, 'files/a.txt'), 'a.txt']]);
  });

  it('refuses what does not fit, with its file and place', async () => {
    await put('a.jsonl', `{"text":"x"}\n{"text":"y","spans":[{"start":3,"end":1,"label":"ORG"}]}\n`);
    expect(await refusal()).to.match(/a\.jsonl:2: spans\.0/);
    await put('a.jsonl', '{"text":"x"}\n{"text":\n');
    expect(await refusal()).to.match(/a\.jsonl:2: not JSON/);
    await put('a.jsonl', '{"text":"x","spans":[{"start":0,"end":9,"label":"ORG"}]}');
    expect(await refusal()).to.match(/a\.jsonl:1: spans\.0: ends behind the text/);
    await put('a.jsonl', '{"text":"x","spans":[{"start":0,"end":1,"label":"WIZARD"}]}');
    expect(await refusal()).to.match(/unknown label "WIZARD"/);
    await put('a.jsonl', '{"text":"x","file":"y"}');
    expect(await refusal()).to.match(/either `text` or `file`/);
    await put('a.jsonl', '{"file":"not-there.pdf"}');
    expect(await refusal()).to.match(/no file .*not-there\.pdf/);
    await put('a.jsonl', '{"text":"x","colour":1}');
    expect(await refusal()).to.match(/colour/);
  });

  it('refuses a folder without labelled files, and one that is not there', async () => {
    expect(await refusal()).to.match(/no \*\.json/);
    await rm(folder, { recursive: true });
    expect(await refusal()).to.match(/no such folder/);
    await mkdir(folder);
  });
});
