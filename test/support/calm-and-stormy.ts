/** Two small projects with the same files, read by the real stages in this process: `calm` in peace, `stormy` in another order and with deaths. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { createStages } from '../../cli/direct/stages.ts';
import { publishAll } from '../../queues/publish.ts';
import { attachment, encodeMail, multipart, textPart } from '../../samples/make/eml.ts';
import { decideBlocks } from '../../services/llm-service/resolve/decide-blocks.ts';
import type { StageName } from '../../shared/domain/stage.ts';
import { createFolderStore } from '../../shared/files/folder-store.ts';
import { storageKey } from '../../shared/files/store.ts';
import { newId } from '../../shared/ids.ts';
import { createResolution } from '../../shared/record/resolution.ts';
import type { Delivery } from '../../shared/record/tasks.ts';
import { connect } from '../../stack/postgres.ts';
import type { Evidence, Sent } from '../chaos/check/evidence.ts';
import { installWitness } from '../chaos/witness.ts';
import { createTestRecord, only, type TestRecord } from './record.ts';
import { createTestRunners, type TestRunners } from './runners.ts';
import { createTestEnvironment } from './stack.ts';
import { eventually } from './wait.ts';

/** A word of every text and file name, and no other word. */
export const marker = 'Quillomarker88';

const letter = Buffer.from(
  `LETTER OF ${marker}\n\nDear Ms. Ada Quill,\n\nOn March 3, 2024, Harbor Line LLC paid Corvid Freight Corp. USD 5,000.00, see Doe v. Roe, 564 F.3d 40 (1st Cir. 2009).\n\nSincerely,\nTomas Brandt\n`,
);
const agreement = Buffer.from(
  `SUPPLY AGREEMENT ${marker}\n\nThis Supply Agreement is made on March 1, 2021 by and between Harbor Line LLC ("Seller") and Saltmarsh Holdings Ltd. ("Buyer").\n\nARTICLE 1. DELIVERY\n\nThe Seller shall deliver the goods to Tomas Brandt within 30 days.\n\nARTICLE 2. PAYMENT\n\nThe Buyer shall pay USD 12,500.00 to Harbor Line, LLC.\n`,
);

const mail = (id: string, text: string, inReplyTo?: string): Buffer =>
  encodeMail(
    {
      from: 'Ada Quill <ada@example.org>',
      to: ['Tomas Brandt <tomas@example.org>'],
      subject: `Delivery ${marker}`,
      date: 'Mon, 3 Oct 2022 09:12:44 -0400',
      messageId: `<${id}@example.org>`,
      ...(inReplyTo && { inReplyTo: `<${inReplyTo}@example.org>` }),
    },
    multipart('mixed', `part-${id}`, [
      textPart('plain', text),
      attachment(
        `${marker}-enclosed-${id}.txt`,
        'text/plain',
        Buffer.from(`ENCLOSURE ${id}\n\nPaid to Ostrander Bank.\n`),
      ),
    ]),
  );

const name = (rest: string): string => `${marker}-${rest}`;

/** The file whose workers die in the stormy project. */
export const poison = name('poison.txt');

type File = [name: string, mediaType: string, stage: StageName | undefined, content: Buffer];

const files: File[] = [
  [name('letter.txt'), 'text/plain', 'ocr', letter],
  [name('same-letter.txt'), 'text/plain', 'ocr', letter],
  [name('agreement.txt'), 'text/plain', 'ocr', agreement],
  [name('question.eml'), 'message/rfc822', 'ocr', mail('q', 'When will Harbor Line LLC deliver?\n')],
  [name('answer.eml'), 'message/rfc822', 'ocr', mail('a', 'On March 5, 2024.\n', 'q')],
  [name('damaged.pdf'), 'application/pdf', 'ocr', Buffer.from(`%PDF-1.4\n${marker}\ntrailer`)],
  [name('tool.bin'), 'application/octet-stream', undefined, Buffer.from([0, 1, 2, 255])],
  [poison, 'text/plain', 'ocr', Buffer.from(`NOTE ${marker}\n\nOn May 1, 2020, nobody paid.\n`)],
];

export type CalmAndStormy = Awaited<ReturnType<typeof createCalmAndStormy>>;

/** Both projects at rest, and what the checker needs to look at them. */
export async function createCalmAndStormy() {
  const environment = await createTestEnvironment();
  const record = await createTestRecord(environment);
  const owner = await connect(environment.environment.DATABASE_URL);
  const runners = createTestRunners(record);
  const { stages, close } = createStages();
  const sent: Sent[] = [];
  const stop = async () => {
    await runners.stop();
    await close();
    await owner.end();
    await record.stop();
    await environment.stop();
  };
  try {
    await installWitness(owner);
    for (const stage of ['ocr', 'ner', 'llm', 'relationship'] as const) runners.run(stage, stages[stage]);
    const calm = (await record.projects.create('Calm')).id;
    const stormy = (await record.projects.create('Stormy')).id;
    for (const file of files) await send(record, sent, calm, file).then(found => publishAll(runners.queues, found));
    await settled(record);
    await storm(record, runners, sent, stormy);
    await settled(record);
    for (const project of [calm, stormy]) await resolveAll(record, project);
    const folder = (part: string): string => {
      mkdirSync(join(environment.folder, part), { recursive: true });
      return join(environment.folder, part);
    };
    writeFileSync(join(folder('log'), 'worker.log'), '{"event":"task.done"}\n');
    const evidence: Evidence = {
      ...{ owner, calm, stormy, sent, redis: runners.redis, prefix: runners.prefix, markers: [marker] },
      filesFolder: fileURLToPath(environment.environment.FILES_URL),
      logFolders: [folder('log')],
      temporaryFolder: folder('temporary'),
      cacheFolders: [environment.environment.CACHE_DIR],
      differing: new Map([[poison, { state: 'failed', code: 'X_POISON' }]]),
      resend: async key => sent.find(one => one.key === key)?.documentId ?? '',
    };
    return { evidence, record, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Stores and accepts a file; answers what is to be published. */
async function send(record: TestRecord, sent: Sent[], project: string, file: File): Promise<Delivery[]> {
  const [fileName, mediaType, stage, content] = file;
  const id = newId();
  const key = `key-of-${sent.length}`;
  const store = createFolderStore(record.environment.environment.FILES_URL);
  const stored = await store.put(storageKey(project, id), Readable.from([content]));
  const { deliveries } = await record.accept({
    ...{ id, projectId: project, fileName, mediaType, stage, ...stored, storageKey: storageKey(project, id) },
    ...(!stage && { excludedCode: 'I_UNSUPPORTED_TYPE' as const, excludedMessage: 'not read' }),
    ...{ idempotencyKey: key, idempotencyOrdinal: 0 },
  });
  sent.push({ project, key, documentId: id, fileName });
  return deliveries;
}

/** The last first, so that another copy is read; one worker dies on each text, and on one of them all do. */
async function storm(record: TestRecord, runners: TestRunners, sent: Sent[], project: string): Promise<void> {
  for (const file of files.toReversed()) {
    const deliveries = await send(record, sent, project, file);
    for (
      let died = file[1] === 'text/plain' ? 0 : 6;
      deliveries.length > 0 && died < (file[0] === poison ? 6 : 1);
      died++
    ) {
      const { taskId } = only(deliveries);
      await record.claim(taskId);
      await record.expireLease(taskId);
      await record.tasks.reconcile();
    }
    if (file[0] !== poison) await publishAll(runners.queues, deliveries);
  }
}

const settled = (record: TestRecord) =>
  eventually(
    'every document has ended',
    async () => {
      const open = await record.query(`select 1 from documents where state = 'processing'`);
      return open.length === 0 || undefined;
    },
    60_000,
  );

/** As `cli resolve` does it. */
async function resolveAll(record: TestRecord, project: string): Promise<void> {
  const resolution = createResolution(record.client);
  const blocks = resolution.blocksOf(project, null, () => {
    throw new Error('a decision was refused');
  });
  await decideBlocks(blocks, await resolution.blockNames(project, '', 500), AbortSignal.timeout(30_000));
}
