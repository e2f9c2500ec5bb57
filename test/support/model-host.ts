/** Stands in for a host of models: files with ranges and tags, redirects, and what goes wrong on the way. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HostedFile {
  content: Buffer;
  /** Its version; null sends none, so that nothing can be taken up again. */
  tag?: string | null;
  /** Sent on to this address first. */
  redirect?: string;
  /** The SHA-256 that the head of the answer says. */
  published?: string;
  /** Breaks the connection after so many bytes of an answer, this many times, as soon as `seen` says that they have arrived. */
  cut?: { after: number; times: number; seen?: () => Promise<unknown> };
  /** In place of the file. */
  status?: number;
}

export interface ModelHost {
  origin: string;
  /** By path, without the slash in front. */
  files: Map<string, HostedFile>;
  /** Every request, with its range: `model.bin bytes=3-`. */
  asked: string[];
  close(): Promise<void>;
}

export const sha256 = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');

export async function startModelHost(): Promise<ModelHost> {
  const files = new Map<string, HostedFile>();
  const asked: string[] = [];
  const server = createServer((request, response) => serve(request, response, files, asked));
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    asked,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function serve(
  { url = '/', headers }: IncomingMessage,
  response: ServerResponse,
  files: Map<string, HostedFile>,
  asked: string[],
): void {
  const path = url.slice(1);
  const file = files.get(path);
  asked.push([path, headers.range].filter(Boolean).join(' '));
  if (!file) return void response.writeHead(404).end();
  if (file.published) response.setHeader('x-linked-etag', `"${file.published}"`);
  if (file.redirect) return void response.writeHead(302, { location: file.redirect }).end();
  if (file.status) return void response.writeHead(file.status).end();
  const tag = file.tag === undefined ? `"${sha256(file.content).slice(0, 8)}"` : file.tag;
  if (tag) response.setHeader('etag', tag);
  const from = headers['if-range'] === tag ? Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0) : 0;
  const rest = file.content.subarray(from);
  response.writeHead(from > 0 ? 206 : 200, {
    'content-length': rest.length,
    ...(from > 0 && { 'content-range': `bytes ${from}-${file.content.length - 1}/${file.content.length}` }),
  });
  if (!file.cut || file.cut.times === 0) return void response.end(rest);
  file.cut.times -= 1;
  response.write(rest.subarray(0, file.cut.after));
  // What a client has not read yet goes with the connection.
  (file.cut.seen?.() ?? Promise.resolve()).finally(() => response.destroy());
}
