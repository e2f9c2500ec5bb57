/** Sends files to the HTTP API, one a request, several at a time, so that a repeat never records a file twice. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { type PipelineError, toPipelineError } from '../shared/errors.ts';
import { sideBySide } from '../shared/side-by-side.ts';
import type { Api } from './api.ts';
import { type Upload, uploadAnswerSchema } from './api-answers.ts';
import type { FoundFile } from './collect-files.ts';
import { multipart } from './multipart.ts';

/** How it went with one file: the server's answer, or why it did not get there. */
export type Sent = { file: FoundFile } & (
  | { upload: Upload; error?: undefined }
  | { upload?: undefined; error: PipelineError }
);

export interface UploadOptions {
  projectId: string;
  metadata?: string | undefined;
  onSent?: (sent: Sent) => void;
}

const concurrency = 4;

/** Sends all, in any order; answers in theirs. Once the server is out of reach for several, the rest is not tried. */
export async function uploadAll(api: Api, files: FoundFile[], options: UploadOptions): Promise<Sent[]> {
  let outages: PipelineError[] = [];
  const sendOne = async (file: FoundFile): Promise<Sent> => {
    const [outage] = outages;
    if (outage && outages.length >= concurrency) return { file, error: outage };
    try {
      const answer = await upload(api, file, options);
      outages = [];
      return { file, upload: answer };
    } catch (thrown) {
      const error = toPipelineError(thrown);
      if (error.code === 'X_API') outages.push(error);
      return { file, error };
    }
  };
  return sideBySide(files, concurrency, async file => {
    const sent = await sendOne(file);
    options.onSent?.(sent);
    return sent;
  });
}

async function upload(api: Api, file: FoundFile, { projectId, metadata }: UploadOptions): Promise<Upload> {
  const key = await idempotencyKey(file, metadata);
  const fields = { metadata, sourcePath: file.sourcePath };
  const body = async () => multipart(fields, { field: 'files', name: basename(file.path), bytes: bytesOf(file.path) });
  const path = `/v1/documents?project=${encodeURIComponent(projectId)}`;
  const call = { method: 'POST' as const, path, headers: { 'idempotency-key': key }, body };
  const { documents } = await api.call(call, uploadAnswerSchema);
  return documents[0] as Upload;
}

/** Opened when the first piece is asked for: an attempt without a connection leaves no open file. */
async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  yield* createReadStream(path);
}

/** The same file at the same place with the same metadata is the same upload; a copy elsewhere is one of its own. */
async function idempotencyKey(file: FoundFile, metadata = ''): Promise<string> {
  const hash = createHash('sha256');
  for (const part of [file.sourcePath, metadata]) hash.update(`${Buffer.byteLength(part)}:${part}`);
  for await (const piece of bytesOf(file.path)) hash.update(piece);
  return `cli-${hash.digest('hex')}`;
}
