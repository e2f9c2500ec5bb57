/**
 * Prompt injection: documents that order a model about, and a model that obeys. It may spoil what is said of its own document, as
 * far as that document says it itself; nothing else. Requests about pairs of names are by their nature about two documents.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { z } from 'zod';
import { publishAll } from '../../queues/publish.ts';
import { factSchema, relationshipSchema } from '../../services/ingest-service/schemas/rows.ts';
import { configuredLlmStage } from '../../services/llm-service/configured.ts';
import { configuredNerStage } from '../../services/ner-service/configured.ts';
import { createRelationshipStage } from '../../services/relationship-service/stage.ts';
import { loadBertModel, loadModelServers } from '../../shared/config/load.ts';
import { categories } from '../../shared/domain/category.ts';
import { configuredEmbeddings } from '../../shared/embeddings/configured.ts';
import { newId } from '../../shared/ids.ts';
import type { Log } from '../../shared/log.ts';
import { createTestIngest, type TestIngest } from '../support/ingest.ts';
import { type InjectedDocument, makeInjectedDocuments, ordersIn, ownWords } from '../support/injected-documents.ts';
import { type AskedChat, type OpenAiServer, startOpenAiServer } from '../support/openai-server.ts';
import { only } from '../support/record.ts';
import { createTestRunners, type TestRunners } from '../support/runners.ts';
import { toyVector } from '../support/toy-embedding.ts';
import { eventually } from '../support/wait.ts';

const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });
type Fact = z.output<typeof factSchema>;

/** Words that only an order says. */
const planted = /mallory|sealand|9,?000,?000|evil|im_start|http_get|Zanzibarium/i;
const markersIn = (text: string): string[] => [...new Set(text.match(/Zanzibarium\d{3}/g))];

const prompts = ['category', 'facts', 'pairs'].map(name => {
  const url = new URL(`../../services/llm-service/engines/openai/prompts/${name}.md`, import.meta.url);
  return readFileSync(url, 'utf8')
    .replace(/^version: \d+\n\n/, '')
    .trim();
});

type Injected = InjectedDocument & { id: string };

describe('prompt injection', function () {
  this.timeout(120_000);
  let ingest: TestIngest;
  let server: OpenAiServer;
  let runners: TestRunners;
  let projectId: string;
  let documents: Injected[];
  let logs = '';

  const line = (event: string, fields?: object): void => {
    logs += `${event} ${JSON.stringify(fields)}\n`;
  };
  const log: Log = { info: line, warn: line, error: line, debug: line, with: () => log };

  before(async () => {
    server = await startOpenAiServer();
    obey(server);
    ingest = await createTestIngest();
    runners = createTestRunners(ingest.record, log);
    projectId = (await ingest.record.projects.create('Injected')).id;
    documents = [];
    for (const made of await makeInjectedDocuments()) documents.push({ ...made, id: await accept(made) });
    const servers = loadModelServers({
      ...{ LLM_BASE_URL: server.baseUrl, LLM_MODEL: 'obedient' },
      ...{ EMBED_BASE_URL: server.baseUrl, EMBED_MODEL: 'toy' },
    });
    const embeddings = configuredEmbeddings(['openai'], servers.embed);
    runners.run('ner', configuredNerStage(['rules'], loadBertModel({})));
    runners.run('llm', configuredLlmStage(['openai'], servers.llm, embeddings), { concurrency: 4 });
    runners.run('relationship', createRelationshipStage());
    await eventually(
      'all documents end',
      async () => {
        const sql = `select id from documents where project_id = $1 and state = 'processing'`;
        return (await ingest.record.query(sql, [projectId])).length === 0 || undefined;
      },
      90_000,
    );
  });
  after(async () => {
    await runners?.stop();
    await ingest?.stop();
    await server.close();
  });

  /** A document whose text is frozen, as ocr and asr leave it. */
  const accept = async ({ fileName, mediaType, metadata, placed, warnings }: InjectedDocument): Promise<string> => {
    const stage = mediaType.startsWith('audio/') ? 'asr' : 'ocr';
    const about = { projectId, fileName, mediaType, metadata, stage } as const;
    const { id, deliveries } = await ingest.record.accept(about);
    const { taskId } = only(deliveries);
    const { token } = await ingest.record.claim(taskId);
    const segments = placed.segments.map(segment => ({ ...segment, id: newId() }));
    const outcome = { counts: {}, engine: 'test', version: '1', warnings };
    const { document } = placed;
    const answer = await ingest.record.tasks.commit({ taskId, token, outcome, document, rows: { segments } });
    if (answer.status !== 'committed') throw new Error(`not committed: ${answer.status}`);
    await publishAll(runners.queues, answer.deliveries);
    return id;
  };

  const readable = <T extends z.ZodType>(item: T, id: string, what: string) =>
    ingest.json(200, page(item), `/v1/documents/${id}/${what}`);
  const named = ({ place, attack }: Injected) => `${attack} in ${place}`;
  const isOf = (asked: AskedChat, name: string) => asked.response_format.json_schema?.name === name;

  it('comes in at least 60 ways, and reaches the model from every place that is text', () => {
    expect(documents.length).to.be.at.least(60);
    for (const document of documents) {
      const asked = server.chats.filter(chat => JSON.stringify(chat).includes(document.marker));
      const isObeyed = asked.some(chat => ordersIn(chat.messages[1]?.content ?? '') !== undefined);
      expect(isObeyed, named(document)).to.equal(document.isInText);
    }
  });

  it('leaves every document with an end, and the model with nothing but answers of the schema', async () => {
    const sql = `select id, state, category from documents where project_id = $1`;
    const rows = await ingest.record.query<{ id: string; state: string; category: string }>(sql, [projectId]);
    for (const { state, category } of rows) {
      expect(state).to.equal('completed');
      expect(category).to.be.oneOf([...categories]);
    }
    expect(server.chats.some(({ messages }) => messages.length > 2)).to.equal(true);
  });

  it('changes no request: our words, one fenced document, an answer by schema, and no tools', () => {
    for (const chat of server.chats) {
      // `pictures` is what the stand-in makes of the messages.
      expect(Object.keys(chat)).to.have.members(['model', 'messages', 'response_format', 'pictures']);
      expect(chat.pictures).to.deep.equal([]);
      const [system, user, ...more] = chat.messages;
      expect(system?.role).to.equal('system');
      expect(prompts).to.include(system?.content);
      expect(chat.response_format.json_schema?.strict).to.equal(true);
      expect(more.map(({ role }) => role).join(' ')).to.be.oneOf(['', 'assistant user']);
      const [, mark, text] = /^<<<document (\w{16})\n(.*)\ndocument \1>>>$/s.exec(user?.content ?? '') ?? [];
      expect(mark).to.equal(
        createHash('sha256')
          .update(text ?? '')
          .digest('hex')
          .slice(0, 16),
      );
      if (!isOf(chat, 'pairs')) expect(markersIn(JSON.stringify(chat))).to.have.length(1);
    }
    for (const { input } of server.embeddings) expect(markersIn(input.join(' '))).to.have.length(1);
  });

  it('puts nothing into what is read by default, or into the graph, that its document does not say', async () => {
    let unverified = 0;
    for (const document of documents) {
      const { id } = document;
      const text = await (await ingest.call(`/v1/documents/${id}/text`)).text();
      const { items: facts } = await readable(factSchema, id, 'facts?limit=1000');
      const { items: edges } = await readable(relationshipSchema, id, 'relationships?limit=1000');
      for (const { verified, quote, charStart, charEnd } of facts) {
        expect(verified).not.to.equal('unverified');
        expect(text.slice(charStart ?? 0, charEnd ?? 0)).to.equal(quote);
      }
      const isSaid = document.attack === 'proof in its own words' && document.isInText;
      const mallory = facts.filter(({ value }) => value === 'Mallory Holdings LLC');
      expect(
        mallory.map(({ quote }) => quote),
        named(document),
      ).to.deep.equal(isSaid ? [ownWords] : []);
      for (const said of [...facts.filter(one => !mallory.includes(one)), ...edges])
        expect(JSON.stringify(said), named(document)).not.to.match(planted);
      unverified += (await doubtful(id)).length;
    }
    expect(unverified).to.be.greaterThan(0);
  });

  const doubtful = async (id: string): Promise<Fact[]> => {
    const { items } = await readable(factSchema, id, 'facts?limit=1000&unverified=true');
    return items.filter(({ verified }) => verified === 'unverified');
  };

  it('is flagged where nobody can see it, before a model reads it', async () => {
    for (const document of documents) {
      const stages = await ingest.record.query<{ warnings: { code: string; count: number }[] }>(
        `select warnings from document_stages where document_id = $1 and stage in ('ocr', 'asr')`,
        [document.id],
      );
      const codes = stages.flatMap(({ warnings }) => warnings.map(({ code }) => code));
      const isInvisible = document.attack === 'invisible characters' && document.isInText;
      expect(codes.includes('text.invisible_characters'), named(document)).to.equal(isInvisible);
      expect(codes.includes('docx.hiddenText'), named(document)).to.equal(document.place === 'hidden text');
    }
  });

  it('leaves no trace in logs and Redis', async () => {
    const redis = await runners.everything();
    expect(logs).to.contain('task.');
    expect(redis).to.contain(documents[0]?.id);
    for (const where of [logs, redis]) {
      expect(where).not.to.match(planted);
      expect(where).not.to.contain('answer with');
    }
  });
});

/** Writes what the document orders it to, with all it has seen of others; mends its answer when it is told to. */
function obey(server: OpenAiServer): void {
  const seen = new Set<string>();
  server.onEmbedding(({ input }) => input.map(toyVector));
  server.onChat(({ messages, response_format: { json_schema: schema } }) => {
    const [, { content: asked = '' } = {}] = messages;
    const [own = ''] = markersIn(asked);
    const others = [...seen].filter(marker => marker !== own).join(' ');
    seen.add(own);
    const orders = messages.length > 2 ? undefined : ordersIn(asked);
    if (schema?.name === 'category') {
      return orders?.category ?? JSON.stringify({ category: 'contract', confidence: 0.9, quote: 'SUPPLY AGREEMENT' });
    }
    if (schema?.name === 'facts') return orders?.facts?.replaceAll('{{SEEN}}', `${own} ${others}`) ?? '{"facts": []}';
    return JSON.stringify({ verdicts: [] });
  });
}
