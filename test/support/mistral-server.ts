/** Stands in for Mistral's OCR API: speaks `POST /v1/ocr` from its public description, failures included, and remembers what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { bytesOf, type Fault, fail, isFault, send } from './openai-server.ts';

/** The markdown of the page, the fields of the answer's page, the body of an answer as it is, or a failure. */
export type OcrAnswer = string | { markdown: string; [field: string]: unknown } | { body: object } | Fault;

export interface AskedPage {
  model: string;
  document: { type: 'image_url'; image_url: string } | { type: 'document_url'; document_url: string };
  pages?: number[];
  include_image_base64: boolean;
  /** What was sent in the data URI. */
  bytes: Buffer;
}

/** Listens on a free port of the loopback. Until told otherwise it answers status 500. */
export async function startMistralServer() {
  let answer: (asked: AskedPage, index: number) => OcrAnswer = () => ({ status: 500 });
  const asked: AskedPage[] = [];
  const authorizations: (string | undefined)[] = [];

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    authorizations.push(request.headers.authorization);
    if (request.url === '/v1/models') return send(response, { object: 'list', data: [{ id: 'stand-in' }] });
    if (request.url !== '/v1/ocr' || request.method !== 'POST') return fail(response, { status: 404 });
    const page = JSON.parse(body.toString('utf8')) as AskedPage;
    const { document } = page;
    asked.push({ ...page, bytes: bytesOf(document.type === 'image_url' ? document.image_url : document.document_url) });
    const given = answer(page, asked.length - 1);
    if (typeof given === 'object' && isFault(given)) fail(response, given);
    else if (typeof given === 'object' && 'body' in given) send(response, given.body as object);
    else send(response, answerOf(given, page));
  };

  const server = createServer((request, response) => {
    // A caller who went away leaves nothing to answer.
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    /** With the version, as a client is configured. */
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    authorizations,
    onPage(next: typeof answer) {
      answer = next;
    },
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const answerOf = (given: string | { markdown: string }, { pages = [0], model }: AskedPage): object => ({
  model,
  pages: pages.map(index => ({
    ...{ index, images: [], dimensions: { dpi: 200, width: 1700, height: 2200 } },
    ...(typeof given === 'string' ? { markdown: given } : given),
  })),
  usage_info: { pages_processed: pages.length, doc_size_bytes: 1000 },
});
