/** Each service killed in mid-work, and Redis emptied: everything completes, nothing is there twice. */
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { startTestProduct, type TestProduct } from '../support/product.ts';
import { eventually } from '../support/wait.ts';

const workers = {
  ocr: 'ocr-service',
  ner: 'ner-service',
  llm: 'llm-service',
  relationship: 'relationship-service',
} as const;

/** A letter long enough that every stage is at it for some milliseconds. */
const letter = (n: number): string => {
  const paragraph = (p: number) =>
    `${p}. On March ${(p % 28) + 1}, 20${10 + (n % 15)}, Harbor Line ${n} LLC paid USD ${1_000 + p}.00 to Juniper & Vale, Inc. under No. ${n}-cv-${1_000 + p}, see Doe v. Roe, 564 F.3d ${p + 1} (1st Cir. 2009).`;
  return `LETTER ${n}\n\n${Array.from({ length: 400 }, (_, p) => paragraph(p)).join('\n\n')}\n`;
};

describe('survival', function () {
  this.timeout(300_000);
  let product: TestProduct;
  before(async () => {
    product = await startTestProduct({ LEASE_MS: '3000' });
  });
  after(() => product?.stop());

  const pidOf = (service: string): number => {
    const kept = product.processes.find(p => p.name === service);
    if (!kept) throw new Error(`no process ${service}`);
    return kept.current().pid;
  };
  const sendLetters = async (projectId: string, from: number, count: number): Promise<void> => {
    for (let n = from; n < from + count; n++) {
      const [line] = await product.upload(projectId, [{ name: `letter-${n}.txt`, content: letter(n) }]);
      expect(line?.status).to.equal('accepted');
    }
  };
  /** An upload that never ends by itself: `sent` resolves when its first bytes are on their way. */
  const startUpload = (project: string, name: string, begin: string, key: string) => {
    const sent = Promise.withResolvers<void>();
    const head = `--b\r\ncontent-disposition: form-data; name="files"; filename="${name}"\r\ncontent-type: text/plain\r\n\r\n`;
    const body = new ReadableStream({
      start: controller => controller.enqueue(new TextEncoder().encode(head + begin)),
      pull: () => {
        sent.resolve();
        return new Promise(() => {});
      },
    });
    const headers = { 'content-type': 'multipart/form-data; boundary=b', 'idempotency-key': key };
    const answer = product.call(`/v1/documents?project=${project}`, {
      method: 'POST',
      body,
      headers,
      duplex: 'half',
    } as RequestInit);
    return { sent: sent.promise, answer: answer.then(response => response.status) };
  };
  /** What is known of a project that must not depend on what was killed: rows by file, without ids. */
  const content = (projectId: string) =>
    product.query(
      `select d.file_name, d.state, d.text_sha256, d.category,
         (select md5(string_agg(c.text, '|' order by c.ordinal)) from chunks c where c.document_id = d.id) as chunks,
         (select md5(string_agg(m.type || m.value || m.char_start, '|' order by m.ordinal)) from entity_mentions m where m.document_id = d.id) as mentions,
         (select md5(string_agg(f.kind || f.value || f.char_start, '|' order by f.ordinal)) from facts f where f.document_id = d.id) as facts,
         (select count(*)::int from relationship_staging r where r.document_id = d.id) as edges
       from documents d where project_id = $1 order by 1`,
      [projectId],
    );
  const sealedTwice = (projectId: string) =>
    product.query(
      `select document_id, data ->> 'stage' as stage, count(*) from events where project_id = $1 and kind = 'stage.done' group by 1, 2 having count(*) > 1`,
      [projectId],
    );

  it('a service killed in mid-work leaves nothing undone and does nothing twice', async () => {
    const calm = await product.createProject('Calm');
    await sendLetters(calm, 0, 12);
    await product.settled(calm, 120_000);

    const stormy = await product.createProject('Stormy');
    const killed: string[] = [];
    const sending = sendLetters(stormy, 0, 12);
    for (const [stage, service] of Object.entries(workers)) {
      await eventually(
        `${stage} at work`,
        async () =>
          (
            await product.query(`select 1 from tasks where project_id = $1 and stage = $2 and state = 'running'`, [
              stormy,
              stage,
            ])
          )[0],
        60_000,
      );
      process.kill(pidOf(service), 'SIGKILL');
      killed.push(service);
    }
    await sending;
    const documents = await product.settled(stormy, 120_000);
    expect(killed).to.have.length(4);
    expect(documents.map(d => d.state)).to.deep.equal(Array(12).fill('completed'));
    expect(await content(stormy)).to.deep.equal(await content(calm));
    expect(await sealedTwice(stormy)).to.deep.equal([]);
    const [deaths] = await product.query<{ n: number }>(
      'select sum(expirations)::int as n from tasks where project_id = $1',
      [stormy],
    );
    expect(deaths?.n, 'leases that ran out').to.be.greaterThan(0);
  });

  it('an ingest-service killed in the middle of an upload comes back, and the same upload again is one document', async () => {
    const project = await product.createProject('Ingest dies');
    await sendLetters(project, 100, 3);
    const half = startUpload(project, 'half.txt', letter(103).slice(0, 1_000), 'key-103');
    await half.sent;
    process.kill(pidOf('ingest-service'), 'SIGKILL');
    expect(await half.answer.catch(() => 'cut off')).to.equal('cut off');
    const ready = async () => ((await product.call('/readyz').catch(() => undefined))?.ok ? true : undefined);
    await eventually('the API answers again', ready, 30_000);
    const whole = [{ name: 'half.txt', content: letter(103) }];
    const statuses = [];
    for (let i = 0; i < 2; i++)
      statuses.push(...(await product.upload(project, whole, { 'idempotency-key': 'key-103' })));
    expect(statuses.map(line => line.status)).to.deep.equal(['accepted', 'replayed']);
    expect((await product.settled(project, 120_000)).map(d => d.state)).to.deep.equal(Array(4).fill('completed'));
  });

  it('Redis emptied in mid-work loses nothing', async () => {
    const redis = new Redis(product.environment.REDIS_URL ?? '');
    const project = await product.createProject('Emptied');
    await sendLetters(project, 200, 8);
    await redis.flushall();
    redis.disconnect();
    await sendLetters(project, 208, 2);
    expect((await product.settled(project, 120_000)).map(d => d.state)).to.deep.equal(Array(10).fill('completed'));
    expect(await sealedTwice(project)).to.deep.equal([]);
  });

  it('a second run of any stage leaves identical rows', async () => {
    const project = await product.createProject('Twice');
    await sendLetters(project, 300, 1);
    const [document] = await product.settled(project, 60_000);
    if (!document) throw new Error('no document');
    const currentOf = async () => {
      const { document: again, ...rows } = await product.result(document);
      // Ids are of the generation, also where a row names another one.
      const bare = (list: object[]) =>
        JSON.parse(JSON.stringify(list, (name, value) => (/id$/i.test(name) ? undefined : value)));
      return {
        state: again.state,
        text: rows.text,
        segments: bare(rows.segments),
        chunks: bare(rows.chunks),
        mentions: bare(rows.mentions),
        facts: bare(rows.facts),
        edges: bare(rows.relationships),
      };
    };
    const first = await currentOf();
    for (const from of ['relationship', 'llm', 'ner', 'ocr']) {
      await product.post(`/v1/documents/${document.id}/reprocess`, { from });
      await product.settled(project, 60_000);
      const again = await currentOf();
      for (const part of Object.keys(first) as (keyof typeof first)[]) {
        expect(again[part], `${part} after a second run from ${from}`).to.deep.equal(first[part]);
      }
    }
  });
});
