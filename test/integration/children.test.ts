/** Files found inside a document, from the stage that finds them to documents of their own. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { childId } from '../../queues/children.ts';
import { publishAll } from '../../queues/publish.ts';
import type { FoundChild, Stage } from '../../queues/stage.ts';
import { createFolderStore } from '../../shared/files/folder-store.ts';
import { storeMarker } from '../../shared/files/store.ts';
import type { DocumentRecord } from '../../shared/record/documents.ts';
import { createTestRecord, emptyOutcome, type TestRecord } from '../support/record.ts';
import { createTestRunners, idleStage, type TestRunners } from '../support/runners.ts';
import { eventually } from '../support/wait.ts';

describe('files found inside a document', function () {
  this.timeout(60_000);
  let record: TestRecord;
  let runners: TestRunners;
  beforeEach(async () => {
    record = await createTestRecord();
    runners = createTestRunners(record);
    for (const stage of ['ner', 'llm', 'relationship'] as const) runners.run(stage, idleStage);
  });
  afterEach(async () => {
    await runners.stop();
    await record.stop();
  });

  const outcome = { ...emptyOutcome, warnings: [] };
  const file = (name: string, content: string | Buffer): string => {
    const path = join(record.environment.folder, name);
    writeFileSync(path, content);
    return path;
  };
  /** A stage that finds these in documents that were handed over, and nothing in what it found. */
  const finding = (found: () => FoundChild[]): Stage => ({
    async plan(context) {
      if (context.document.depth === 0) for (const child of found()) await context.addChild(child);
      return { outcome };
    },
  });
  const stored = () => {
    const root = fileURLToPath(record.environment.environment.FILES_URL);
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && entry.name !== storeMarker)
      .map(entry => entry.name)
      .sort();
  };
  const familyOf = async (id: string): Promise<DocumentRecord[]> =>
    (await record.documents.children(id, { limit: 100 })).toSorted((a, b) =>
      (a.partPath ?? '') < (b.partPath ?? '') ? -1 : 1,
    );
  const settled = (id: string) =>
    eventually('the family ends', async () => {
      const states = await record.query<{ state: string }>('select state from documents where root_id = $1', [id]);

      return states.some(({ state }) => state === 'processing') ? undefined : true;
    });
  const handOver = async () => {
    const document = await record.accept();
    await publishAll(runners.queues, document.deliveries);
    await settled(document.id);
    return document;
  };

  const variety = () => [
    { partPath: '1', fileName: 'a/letter.txt', path: file('letter', 'Dear Ms. Reyes,'), properties: { inline: false } },
    { partPath: '2', fileName: 'copy.txt', path: file('copy', 'Dear Ms. Reyes,') },
    { partPath: '3', fileName: 'program.bin', path: file('program', Buffer.from([0, 1, 2, 3, 255])) },
    { partPath: '4', fileName: 'empty.txt', path: file('empty', '') },
    {
      partPath: '5',
      fileName: 'locked.pdf',
      error: { code: 'I_PASSWORD' as const, message: 'the member is encrypted' },
    },
  ];

  it('become documents with the commit, each with its own end', async () => {
    runners.run('ocr', finding(variety));
    const parent = await handOver();
    const children = await familyOf(parent.id);
    expect(children.map(({ fileName, state, errorCode }) => [fileName, state, errorCode])).to.deep.equal([
      ['letter.txt', children[1]?.state === 'duplicate' ? 'completed' : 'duplicate', null],
      ['copy.txt', children[1]?.state === 'duplicate' ? 'duplicate' : 'completed', null],
      ['program.bin', 'excluded', 'I_UNSUPPORTED_TYPE'],
      ['empty.txt', 'failed', 'I_EMPTY_FILE'],
      ['locked.pdf', 'failed', 'I_PASSWORD'],
    ]);
    for (const child of children) {
      expect(child).to.include({ id: childId(parent.id, child.partPath ?? ''), parentId: parent.id, depth: 1 });
      expect(child.rootId).to.equal(parent.id);
      expect(child.sourcePath).to.equal(`a.txt > ${child.fileName}`);
    }
    expect(children[0]?.properties).to.deep.equal({ inline: false });
    const store = createFolderStore(record.environment.environment.FILES_URL);
    const bytes = await buffer(await store.get(children[0]?.storageKey ?? ''));
    expect(bytes.toString()).to.equal('Dear Ms. Reyes,');
    expect((await record.documents.get(parent.id))?.state).to.equal('completed');
    const report = await record.documents.report(parent.projectId);
    expect(report?.received).to.equal(6);
    expect(report?.families).to.deep.equal({ handedOver: 1, foundInside: 5 });
  });

  it('are the same documents after a rerun, which leaves no second copy of their bytes', async () => {
    runners.run('ocr', finding(variety));
    const parent = await handOver();
    const before = await familyOf(parent.id);
    const files = stored();
    const again = await record.documents.reprocess(parent.id, 'ocr', 'test');
    if (again.error !== undefined) throw new Error(again.error);
    await publishAll(runners.queues, again.deliveries);
    await settled(parent.id);
    expect(await familyOf(parent.id)).to.deep.equal(before);
    await eventually('the second copies are gone', async () => (stored().join() === files.join() ? true : undefined));
  });

  it('stay as they were when a rerun finds other bytes in their place, and the history says so', async () => {
    let text = 'first';
    runners.run(
      'ocr',
      finding(() => [{ partPath: '1', fileName: 'a.txt', path: file('a', text) }]),
    );
    const parent = await handOver();
    const before = await familyOf(parent.id);
    text = 'second';
    const again = await record.documents.reprocess(parent.id, 'ocr', 'test');
    if (again.error !== undefined) throw new Error(again.error);
    await publishAll(runners.queues, again.deliveries);
    await settled(parent.id);
    expect(await familyOf(parent.id)).to.deep.equal(before);
    const changed = await record.query(`select 1 from events where document_id = $1 and kind = 'child.changed'`, [
      parent.id,
    ]);
    expect(changed).to.have.length(1);
  });

  it('start over when a rerun can have what could not be had before', async () => {
    let opens = false;
    runners.run(
      'ocr',
      finding(() => [
        opens
          ? { partPath: '1', fileName: 'a.txt', path: file('a', 'Dear Ms. Reyes,') }
          : { partPath: '1', fileName: 'a.txt', error: { code: 'I_PASSWORD', message: 'the member is encrypted' } },
      ]),
    );
    const parent = await handOver();
    expect((await familyOf(parent.id)).map(({ state }) => state)).to.deep.equal(['failed']);
    opens = true;
    const again = await record.documents.reprocess(parent.id, 'ocr', 'test');
    if (again.error !== undefined) throw new Error(again.error);
    await publishAll(runners.queues, again.deliveries);
    await settled(parent.id);
    const [child] = await familyOf(parent.id);
    expect(child).to.include({ state: 'completed', errorCode: null, bytes: 15, mediaType: 'text/plain' });
    const store = createFolderStore(record.environment.environment.FILES_URL);
    expect((await buffer(await store.get(child?.storageKey ?? ''))).toString()).to.equal('Dear Ms. Reyes,');
  });

  it('are refused beyond the limits of depth and number', async () => {
    runners.run('ocr', {
      async plan(context) {
        const path = file(`level-${context.document.depth}`, `level ${context.document.depth}`);
        await context.addChild({ partPath: '1', fileName: 'deeper.txt', path });
        return { outcome };
      },
    });
    const parent = await handOver();
    const family = await record.query(
      'select depth, state, error_code from documents where root_id = $1 order by depth',
      [parent.id],
    );
    expect(family.map(({ depth, error_code }) => [depth, error_code])).to.deep.equal([
      [0, null],
      [1, null],
      [2, null],
      [3, null],
      [4, null],
      [5, null],
      [6, 'L_TOO_DEEP'],
    ]);
  });

  it('fail the task when there are more than the limit', async () => {
    runners.run(
      'ocr',
      finding(() =>
        Array.from({ length: 201 }, (_, at) => ({ partPath: `${at}`, fileName: 'x.txt', path: file('x', `${at}`) })),
      ),
    );
    const parent = await handOver();
    expect(await record.state(parent.id)).to.include({ state: 'failed', error_code: 'L_TOO_MANY_CHILDREN' });
    expect(await familyOf(parent.id)).to.deep.equal([]);
    await eventually('nothing is left in the store', async () => (stored().length === 0 ? true : undefined));
  });

  it('are cancelled with their parent', async () => {
    const { id, projectId } = await record.accept();
    await record.documents.accept({
      ...{ id: childId(id, '1'), projectId, parentId: id, partPath: '1', sha256: 'a'.repeat(64), bytes: 1 },
      ...{ mediaType: 'text/plain', fileName: 'a.txt', storageKey: 'a', stage: 'ocr' },
    });
    expect(await record.documents.cancel(id)).to.deep.equal({ cancelled: 2 });
  });
});
