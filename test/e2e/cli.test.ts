/** The command line as a person or a script uses it: a process, against the running product. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { sampleFile } from '../../samples/truth.ts';
import { startTestProduct, type TestProduct } from '../support/product.ts';

const entry = fileURLToPath(new URL('../../cli/index.ts', import.meta.url));

interface Ended {
  code: number | null;
  out: string;
  err: string;
  /** Standard output as JSON. */
  json: () => Record<string, unknown>;
}

/** Runs the command line; with `environment` in place of the settings it would find. */
async function cli(args: string[], environment: Record<string, string>): Promise<Ended> {
  const env = { PATH: process.env.PATH, TZ: 'UTC', ...environment };
  const child = spawn(process.execPath, [entry, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: child.exitCode, out, err, json: () => JSON.parse(out) };
}

const lines = (path: string): Record<string, unknown>[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line));

describe('command line, end to end', function () {
  this.timeout(120_000);
  const project = 'Command line matter';
  let product: TestProduct;
  let folder: string;
  let matter: string;
  let here: Record<string, string>;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cli-test-'));
    product = await startTestProduct();
    here = { DATA_DIR: product.dataDir };
    matter = join(folder, 'Matter § 1');
    mkdirSync(join(matter, 'letters'), { recursive: true });
    for (const name of ['06-rejection-letter.txt', '07-statute-extract.txt']) {
      writeFileSync(join(matter, 'letters', name), readFileSync(sampleFile(name)));
    }
    writeFileSync(join(matter, 'copy "of" Ünïcode.txt'), readFileSync(sampleFile('06-rejection-letter.txt')));
    writeFileSync(join(matter, 'empty.txt'), '');
    writeFileSync(join(matter, '.hidden'), 'x');
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await product?.stop();
  });

  type Line = { file: string; status: string; state: string; documentId: string; code: string | null };
  const ingest = async () => {
    const args = ['ingest', matter, '--project', project, '--metadata', '{"custodian":"Reyes"}', '--wait', '--json'];
    const ended = await cli(args, here);
    return { ...ended, files: ended.json().files as Line[] };
  };

  it('sends a folder, waits for its end, and answers for every file', async () => {
    const { code, files, json, err } = await ingest();
    expect(code, err).to.equal(3);
    const top = basename(matter);
    expect(files.map(({ file }) => file)).to.deep.equal([
      `${top}/copy "of" Ünïcode.txt`,
      `${top}/empty.txt`,
      `${top}/letters/06-rejection-letter.txt`,
      `${top}/letters/07-statute-extract.txt`,
    ]);
    expect(files.map(({ state }) => state).sort()).to.deep.equal(['completed', 'completed', 'duplicate', 'refused']);
    expect(files[1]).to.include({ state: 'refused', code: 'I_EMPTY_FILE' });
    expect(json().skipped).to.deep.equal([{ path: join(matter, '.hidden'), why: 'hidden' }]);
    const document = await product.json<Record<string, unknown>>(`/v1/documents/${files[3]?.documentId}`);
    expect(document).to.deep.include({ sourcePath: files[3]?.file, metadata: { custodian: 'Reyes' } });
  });

  it('records nothing twice when the same is sent again', async () => {
    const first = await ingest();
    const again = await ingest();
    expect(again.files.map(({ documentId }) => documentId)).to.deep.equal(
      first.files.map(({ documentId }) => documentId),
    );
    const report = await cli(['report', project, '--json'], here);
    expect(report.code).to.equal(0);
    expect(report.json()).to.include({ received: 3 });
    const shown = await cli(['report', project], here);
    expect(shown.out).to.contain('received 3 = completed 2 + partial 0 + failed 0 + duplicate 1 + excluded 0');
    expect(shown.out).to.match(/empty\.txt +I_EMPTY_FILE/);
  });

  it('shows where a document stands', async () => {
    const [line] = (await ingest()).files;
    const ended = await cli(['status', line?.documentId ?? ''], here);
    expect(ended.code).to.equal(0);
    expect(ended.out)
      .to.contain(line?.documentId ?? '')
      .and.match(/^state +(completed|duplicate)$/m);
  });

  it('exports every row the record holds, under names that were never half a file', async () => {
    const out = join(folder, 'export');
    const ended = await cli(['export', project, '--out', out, '--json'], here);
    expect(ended.code, ended.err).to.equal(0);
    const others = readdirSync(out).filter(name => !name.endsWith('.jsonl'));
    const nodes = ['projects', 'documents', 'chunks', 'mentions', 'entities'].map(name => `nodes-${name}.csv`);
    expect(others).to.have.members([
      ...['README.txt', 'project.json', 'texts', 'graph.graphml', 'relationships.csv'],
      ...nodes,
    ]);
    const [{ id } = { id: '' }] = await product.query<{ id: string }>('select id from projects where name = $1', [
      project,
    ]);
    const tables = {
      documents: 'documents',
      entities: 'canonical_entities',
      segments: 'segments',
      words: 'segment_words',
      chunks: 'chunks',
      mentions: 'entity_mentions',
      facts: 'facts',
      relationships: 'relationship_staging',
    };
    for (const [name, table] of Object.entries(tables)) {
      const [{ n } = { n: -1 }] = await product.query<{ n: number }>(
        `select count(*)::int as n from ${table} where project_id = $1`,
        [id],
      );
      expect(lines(join(out, `${name}.jsonl`)), name).to.have.length(n);
      // Text files have no words with places.
      if (name !== 'words') expect(n, name).to.be.greaterThan(0);
    }
    expect(JSON.parse(readFileSync(join(out, 'project.json'), 'utf8'))).to.deep.include({
      refusals: (await product.report(id)).refusals,
    });
  });

  it('exports texts in which every offset is right, and rows that say where they are from', async () => {
    const out = join(folder, 'cited');
    await cli(['export', project, '--out', out], here);
    const texts = new Map(
      readdirSync(join(out, 'texts')).map(name => [
        name.replace('.txt', ''),
        readFileSync(join(out, 'texts', name), 'utf8'),
      ]),
    );
    expect(texts).to.have.property('size', 2);
    for (const [file, field] of Object.entries({
      segments: 'text',
      chunks: 'text',
      mentions: 'text',
      facts: 'quote',
    })) {
      for (const row of lines(join(out, `${file}.jsonl`))) {
        const { documentId, charStart, charEnd } = row as { documentId: string; charStart: number; charEnd: number };
        expect(texts.get(documentId)?.slice(charStart, charEnd), `${file} ${row.id}`).to.equal(row[field]);
      }
    }
    const keys = (file: string) => Object.keys(lines(join(out, `${file}.jsonl`))[0] ?? {});
    expect(keys('chunks').slice(0, 5)).to.deep.equal(['id', 'documentId', 'fileName', 'ordinal', 'kind']);
    expect(keys('mentions')).to.include.members(['pageFirst', 'pageLast']);
  });

  it('lists who is spoken of, and decides anew who is one', async () => {
    const listed = await cli(['entities', project, '--type', 'PERSON', '--json'], here);
    expect(listed.code, listed.err).to.equal(0);
    const people = listed.json() as unknown as { type: string; mentionCount: number }[];
    expect(people.length).to.be.greaterThan(0);
    expect(people.every(({ type, mentionCount }) => type === 'PERSON' && mentionCount > 0)).to.equal(true);
    const resolved = await cli(['resolve', project, '--json'], here);
    expect(resolved.code, resolved.err).to.equal(0);
    expect(resolved.json().blocks).to.be.greaterThan(0);
    const reviews = await cli(['entities', project, '--review', '--json'], here);
    expect(reviews.json()).to.have.length(resolved.json().reviews as number);
  });

  it('does not pass off an export that lacks rows as a whole one', async () => {
    const other = join(folder, 'other.txt');
    writeFileSync(other, 'A letter from Jane Roe to Acme Corp., dated March 3, 2024.');
    await cli(['ingest', other, '--project', 'Damaged', '--wait'], here);
    await product.query(
      `delete from chunks where document_id in (select d.id from documents d join projects p on p.id = d.project_id where p.name = 'Damaged')`,
    );
    const out = join(folder, 'damaged');
    const ended = await cli(['export', 'Damaged', '--out', out, '--json'], here);
    expect(ended.code).to.equal(1);
    // The text is not covered, and edges lead to chunks that are not there.
    expect(ended.json().problems).to.have.length(2);
    const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
    expect(files.every(({ name }) => name.endsWith('.partial'))).to.equal(true);
  });

  it('makes in one process what the services make', async () => {
    const file = fileURLToPath(sampleFile('06-rejection-letter.txt'));
    const direct = await cli(['direct', file], {});
    expect(direct.code, direct.err).to.equal(0);
    const known = (await ingest()).files.find(({ state, file: name }) => state === 'completed' && !name.includes('07'));
    for (const list of ['segments', 'chunks', 'mentions', 'facts']) {
      const served = await product.list<Record<string, unknown>>(`/v1/documents/${known?.documentId}/${list}`);
      const places = (rows: unknown) =>
        (rows as { text?: string; quote?: string; value?: string; charStart: number; charEnd: number }[]).map(row => [
          row.charStart,
          row.charEnd,
          row.text ?? row.quote,
          row.value,
        ]);
      expect(places(direct.json()[list]), list).to.deep.equal(places(served));
    }
    const plain = await cli(['direct', file, '--text'], {});
    expect(plain.out.trimEnd()).to.equal(
      (await (await product.call(`/v1/documents/${known?.documentId}/text`)).text()).trimEnd(),
    );
  });

  it('makes keys that can do what they say, until they are revoked', async () => {
    const made = (
      await cli(['keys', 'create', '--name', 'reader', '--scopes', 'read', '--project', project, '--json'], here)
    ).json();
    const url = product.urls['ingest-service'] ?? '';
    const as = ['--url', url, '--key', String(made.key)];
    expect((await cli(['report', project, ...as], {})).code).to.equal(0);
    const refused = await cli(['ingest', matter, '--project', project, '--json', ...as], {});
    expect(refused.code).to.equal(1);
    expect(refused.out).to.contain('I_FORBIDDEN');
    expect((await cli(['keys', 'list'], here)).out)
      .to.contain('reader')
      .and.not.contain(String(made.key));
    expect((await cli(['keys', 'revoke', String(made.id)], here)).code).to.equal(0);
    expect((await cli(['keys', 'revoke', String(made.id)], here)).code).to.equal(1);
  });

  it('judges a copy by its first, and names what is not read', async () => {
    const [first, second] = [join(folder, 'damaged.pdf'), join(folder, 'damaged copy.pdf')];
    for (const path of [first, second]) writeFileSync(path, readFileSync(sampleFile('18-answer-damaged.pdf')));
    const send = (path: string) => cli(['ingest', path, '--project', 'Copies', '--wait', '--json'], here);
    expect((await send(first)).code).to.equal(3);
    const [{ id } = { id: '' }] = await product.query<{ id: string }>(
      `select id from documents where file_name = 'damaged.pdf'`,
    );
    await send(second);
    // As it is when the first fails after the copy has come.
    await product.query(
      `update documents set state = 'duplicate', duplicate_of = $1, error_code = null where file_name = 'damaged copy.pdf'`,
      [id],
    );
    const copy = await send(second);
    expect(copy.code).to.equal(3);
    expect((copy.json().files as object[])[0]).to.deep.include({ state: 'duplicate', firstState: 'failed' });
    const { out } = await cli(['report', 'Copies'], here);
    expect(out)
      .to.match(/^unread copies +1/m)
      .and.match(/^damaged\.pdf +failed +I_DAMAGED +ocr/m);
    const listed = await cli(['list', 'Copies', '--state', 'duplicate', '--json'], here);
    expect(JSON.parse(listed.out)).to.have.length(1);
  });

  it('finds the running stack sound: nothing broken, no difference, all histories and originals whole', async () => {
    const doctor = await cli(['doctor', '--json'], { ...here, PATH: process.env.PATH ?? '' });
    expect(doctor.json().errors, doctor.out).to.equal(0);
    const checks = (doctor.json().findings as { check: string; status: string }[]).map(({ check }) => check);
    expect(checks).to.include.members(['record', 'Redis', 'queue ner', 'file store', 'API', 'board', 'work']);
    const explained = await cli(['reconcile', '--explain', '--project', project], here);
    expect(explained.code, explained.out + explained.err).to.equal(0);
    expect((await cli(['reconcile'], here)).code).to.equal(0);
    const verified = await cli(['verify', '--project', project, '--json'], here);
    expect(verified.code, verified.out).to.equal(0);
    expect(verified.json()).to.have.nested.property('originals.files', 3);
  });

  it('retries and reprocesses a document or a project, and wants to be told which', async () => {
    const none = await cli(['retry', '--code', 'I_DAMAGED', '--project', project], here);
    expect([none.code, none.out]).to.deep.equal([0, '0 documents tried again.\n']);
    const again = await cli(['reprocess', '--from', 'relationship', '--project', project, '--json'], here);
    expect(again.json()).to.deep.include({ started: 2, leftAlone: { duplicate: 1 } });
    for (const args of [
      ['retry'],
      ['retry', '--code', 'X_STORE'],
      ['retry', '--code', 'X_NO', '--project', project],
      ['reprocess', '--from', 'ner'],
      ['reconcile', '--project', project],
    ]) {
      expect((await cli(args, here)).code, args.join(' ')).to.equal(2);
    }
  });

  it('says that it gave up waiting', async () => {
    const scan = fileURLToPath(sampleFile('12-termination-fax.tif'));
    const args = ['ingest', scan, '--project', 'Slow', '--wait', '--timeout', '0.1'];
    const ended = await cli(args, here);
    expect(ended.code).to.equal(3);
    expect(ended.out).to.contain('Gave up waiting');
  });

  it('makes users members, and ends that again', async () => {
    const user = '0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a';
    expect((await cli(['members', 'add', project, user, '--role', 'editor'], here)).code).to.equal(0);
    const listed = JSON.parse((await cli(['members', 'list', project, '--json'], here)).out);
    expect(listed).to.have.length(1);
    expect(listed[0]).to.include({ userId: user, role: 'editor' });
    expect((await cli(['members', 'add', project, user, '--role', 'king'], here)).code).to.equal(2);
    expect((await cli(['members', 'remove', project, user], here)).code).to.equal(0);
    expect((await cli(['members', 'remove', project, user], here)).code).to.equal(1);
  });

  it('names the projects there are to somebody who mistypes one', async () => {
    const { code, err } = await cli(['report', 'Comand line mater'], here);
    expect(code).to.equal(1);
    expect(err).to.contain(`"${project}"`);
    expect((await cli(['projects'], here)).out).to.contain(project);
  });

  it('ends quietly when its reader goes away', async () => {
    const child = spawn(process.execPath, [entry, 'list', project, '--json'], {
      env: { PATH: process.env.PATH, ...here },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect([code, err]).to.deep.equal([0, '']);
  });

  it('tells errors and wrong usage apart', async () => {
    const absent = await cli(['status', '0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a', '--json'], here);
    expect(absent.code).to.equal(1);
    expect(absent.json()).to.have.nested.property('error.code', 'I_NOT_FOUND');
    expect((await cli(['status', 'no-such-id'], here)).code).to.equal(2);
    expect((await cli(['keys', 'revoke', 'no-such-id'], here)).code).to.equal(2);
    expect((await cli(['ingest'], here)).code).to.equal(2);
    expect((await cli(['ingest', join(folder, 'nowhere'), '--project', 'x'], here)).code).to.equal(2);
    const alone = await cli(['report', project], { DATA_DIR: join(folder, 'nothing') });
    expect(alone.code).to.equal(1);
    expect(alone.err).to.contain('npm start');
  });
});
