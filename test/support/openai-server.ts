/** Stands in for an OpenAI-compatible server: speaks its protocol over HTTP, failures included, and remembers what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What goes wrong in place of an answer. `cut` breaks the connection within the body, `hangBody` stops there. */
export type Fault =
  | { status: number; headers?: Record<string, string>; code?: string; message?: string }
  | { fault: 'hang' | 'hangBody' | 'cut' | 'empty' | 'brokenJson' | 'html' | 'huge' | 'redirect' };

/** What the model writes, or how its answer ends otherwise. */
export type ChatAnswer = string | { content?: string | null; refusal?: string; finish?: string } | Fault;
export type TranscriptionAnswer =
  | { text: string; segments?: { text: string; start: number; end: number; avg_logprob?: number }[] }
  | Fault;

export interface AskedChat {
  model: string;
  /** The text of each; pictures are in `pictures`. */
  messages: { role: string; content: string }[];
  pictures: Buffer[];
  temperature?: number;
  /** Absent where plain text is asked for. */
  response_format: { type: string; json_schema?: { name: string; strict: boolean; schema: Record<string, unknown> } };
}

export interface AskedTranscription {
  model: string;
  responseFormat: string;
  prompt: string | undefined;
  fileName: string;
  wav: Buffer;
}

export interface AskedEmbedding {
  model: string;
  input: string[];
  encoding_format?: string;
  dimensions?: number;
}

/** The vectors of the inputs; or a body of the test's own, or what goes wrong. */
export type EmbeddingAnswer = number[][] | { data: object[] } | Fault;

export interface OpenAiServer {
  /** With the version, as a client is configured. */
  baseUrl: string;
  /** In order of arrival. */
  chats: AskedChat[];
  transcriptions: AskedTranscription[];
  embeddings: AskedEmbedding[];
  authorizations: (string | undefined)[];
  /** The models it lists, with what else it says of them. */
  models: { id: string; [field: string]: unknown }[];
  onChat(answer: (asked: AskedChat, index: number) => ChatAnswer): void;
  onTranscription(
    answer: (asked: AskedTranscription, index: number) => TranscriptionAnswer | Promise<TranscriptionAnswer>,
  ): void;
  onEmbedding(answer: (asked: AskedEmbedding, index: number) => EmbeddingAnswer): void;
  close(): Promise<void>;
}

/** Listens on a free port of the loopback. Until told otherwise it answers status 500. */
export async function startOpenAiServer(): Promise<OpenAiServer> {
  let answerChat: (asked: AskedChat, index: number) => ChatAnswer = () => ({ status: 500 });
  let answerTranscription: Parameters<OpenAiServer['onTranscription']>[0] = () => ({ status: 500 });
  let answerEmbedding: (asked: AskedEmbedding, index: number) => EmbeddingAnswer = () => ({ status: 500 });
  const asked = {
    chats: [] as AskedChat[],
    transcriptions: [] as AskedTranscription[],
    embeddings: [] as AskedEmbedding[],
    authorizations: [] as (string | undefined)[],
    models: [{ id: 'stand-in', object: 'model' }] as OpenAiServer['models'],
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    asked.authorizations.push(request.headers.authorization);
    if (request.url === '/v1/models') return send(response, { object: 'list', data: asked.models });
    if (request.url === '/v1/chat/completions') {
      const chat = readChat(body);
      asked.chats.push(chat);
      const answer = answerChat(chat, asked.chats.length - 1);
      return isFault(answer) ? fail(response, answer) : send(response, completionOf(answer, chat.model));
    }
    if (request.url === '/v1/embeddings') {
      const embedding = JSON.parse(body.toString('utf8')) as AskedEmbedding;
      asked.embeddings.push(embedding);
      const answer = answerEmbedding(embedding, asked.embeddings.length - 1);
      return isFault(answer) ? fail(response, answer) : send(response, embeddingsOf(answer, embedding.model));
    }
    if (request.url === '/v1/audio/transcriptions') {
      const transcription = await readForm(request, body);
      asked.transcriptions.push(transcription);
      const answer = await answerTranscription(transcription, asked.transcriptions.length - 1);
      return isFault(answer) ? fail(response, answer) : send(response, answer);
    }
    fail(response, { status: 404 });
  };

  const server = createServer((request, response) => {
    // A caller who went away leaves nothing to answer.
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    ...asked,
    onChat(answer) {
      answerChat = answer;
    },
    onEmbedding(answer) {
      answerEmbedding = answer;
    },
    onTranscription(answer) {
      answerTranscription = answer;
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Part = { type: 'text'; text: string } | { type: 'image_url'; image_url: { url: string } };

function readChat(body: Buffer): AskedChat {
  const chat = JSON.parse(body.toString('utf8')) as AskedChat & { messages: { content: string | Part[] }[] };
  const partsOf = (content: string | Part[]): Part[] =>
    typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  const pictures = chat.messages.flatMap(({ content }) =>
    partsOf(content).flatMap(part => (part.type === 'image_url' ? bytesOf(part.image_url.url) : [])),
  );
  const messages = chat.messages.map(({ role, content }) => ({
    role,
    content: partsOf(content)
      .flatMap(part => (part.type === 'text' ? part.text : []))
      .join(''),
  }));
  return { ...chat, messages, pictures };
}

/** Of a data URI, the only kind of address that may be sent. */
export const bytesOf = (url: string): Buffer => {
  const [, base64] = /^data:[a-z]+\/[a-z]+;base64,(.+)$/.exec(url) ?? [];
  if (base64 === undefined) throw new TypeError('not a data URI');
  return Buffer.from(base64, 'base64');
};

export const isFault = (answer: object | string): answer is Fault =>
  typeof answer === 'object' && ('fault' in answer || 'status' in answer);

function completionOf(answer: Exclude<ChatAnswer, Fault>, model: string): object {
  const { content = null, refusal = null, finish = 'stop' } = typeof answer === 'string' ? { content: answer } : answer;
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 0,
    model,
    choices: [{ index: 0, finish_reason: finish, message: { role: 'assistant', content, refusal } }],
    usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
  };
}

const embeddingsOf = (answer: Exclude<EmbeddingAnswer, Fault>, model: string): object => ({
  object: 'list',
  model,
  data: Array.isArray(answer)
    ? answer.map((embedding, index) => ({ object: 'embedding', index, embedding }))
    : answer.data,
  usage: { prompt_tokens: 50, total_tokens: 50 },
});

export const send = (response: ServerResponse, body: object): void => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

export function fail(response: ServerResponse, fault: Fault): void {
  if ('status' in fault) {
    const { status, headers, code = null, message = 'the stand-in was told to fail' } = fault;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ error: { message, type: 'error', param: null, code } }));
    return;
  }
  const json = { 'content-type': 'application/json' };
  const half = '{"id": "chatcmpl-1", "choices": [{"message": {"content": "half an ans';
  if (fault.fault === 'empty') response.writeHead(200, json).end();
  else if (fault.fault === 'brokenJson') response.writeHead(200, json).end(half);
  else if (fault.fault === 'html') response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Welcome</p>');
  else if (fault.fault === 'huge') response.writeHead(200, json).end(`{"text": "${'a'.repeat(10 * 1024 ** 2)}"}`);
  else if (fault.fault === 'redirect') response.writeHead(307, { location: 'http://127.0.0.1:9/v1' }).end();
  else if (fault.fault === 'hangBody') response.writeHead(200, json).write(half);
  else if (fault.fault === 'cut') response.writeHead(200, json).write(half, () => response.destroy());
}

async function readForm(request: IncomingMessage, body: Buffer): Promise<AskedTranscription> {
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  const form = await new Response(new Uint8Array(body), { headers }).formData();
  const file = form.get('file') as File;
  return {
    model: String(form.get('model')),
    responseFormat: String(form.get('response_format')),
    prompt: form.get('prompt')?.toString(),
    fileName: file.name,
    wav: Buffer.from(await file.arrayBuffer()),
  };
}
