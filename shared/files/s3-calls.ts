/** The calls of the S3 protocol that the store makes: each with a deadline of its own, its errors translated, never retried. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  type MultipartUpload,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { isHungUp, isNotThere, s3Error } from './s3-errors.ts';
import type { StoredFile } from './store.ts';

export interface S3Settings {
  /** Of a server that is not AWS; it is asked path-style. */
  endpoint: string | undefined;
  region: string;
  /** Without keys AWS says who this machine is. */
  keys: { accessKeyId: string; secretAccessKey: string } | undefined;
  checksums: 'sha256' | 'none';
}

export type S3Calls = ReturnType<typeof createS3Calls>;

/** An upload in parts that has begun. */
export interface PartUpload {
  name: string;
  id: string;
}

/** How long a call may take. */
const deadlines = {
  connectMs: 5_000,
  /** Also the longest that a server may leave us waiting in the middle of a file. */
  callMs: 60_000,
  /** AWS may take minutes to put a large file together. */
  completeMs: 300_000,
  /** For what is tidied after a failure: somebody waits for the answer. */
  tidyMs: 5_000,
};
export type Deadlines = typeof deadlines;

/** `name`s are whole keys of the bucket. All throw `X_STORE`. */
export function createS3Calls(bucket: string, settings: S3Settings, within: Partial<Deadlines> = {}) {
  const { connectMs, callMs, completeMs, tidyMs } = { ...deadlines, ...within };
  const client = clientOf(settings, connectMs);
  const send = <T>(call: string, run: (signal: { abortSignal: AbortSignal }) => Promise<T>, ms = callMs) =>
    sendWithin(ms, call, run);
  /** The server compares and keeps it; that of the signature is compared as well, and forgotten. */
  const checksum = (bytes: Buffer) =>
    settings.checksums === 'none' ? {} : { ChecksumSHA256: createHash('sha256').update(bytes).digest('base64') };
  const remove = async (name: string, ms: number): Promise<void> => {
    const command = new DeleteObjectCommand({ Bucket: bucket, Key: name });
    await send('remove', signal => client.send(command, signal), ms).catch(unlessGone);
  };
  const ofUpload = ({ name, id }: PartUpload) => ({ Bucket: bucket, Key: name, UploadId: id });

  return {
    async write(name: string, bytes: Buffer, metadata: Record<string, string> = {}): Promise<void> {
      const command = { Bucket: bucket, Key: name, Body: bytes, Metadata: metadata, ...checksum(bytes) };
      await send('write', signal => client.send(new PutObjectCommand(command), signal));
    },

    async beginUpload(name: string): Promise<PartUpload> {
      const algorithm = settings.checksums === 'none' ? {} : { ChecksumAlgorithm: 'SHA256' as const };
      const command = new CreateMultipartUploadCommand({ Bucket: bucket, Key: name, ...algorithm });
      const { UploadId: id = '' } = await send('begin an upload', signal => client.send(command, signal));
      return { name, id };
    },

    async writePart(upload: PartUpload, number: number, bytes: Buffer): Promise<CompletedPart> {
      const sum = checksum(bytes);
      const command = new UploadPartCommand({ ...ofUpload(upload), PartNumber: number, Body: bytes, ...sum });
      const { ETag } = await send('write a part', signal => client.send(command, signal));
      return { PartNumber: number, ETag, ...sum };
    },

    async completeUpload(upload: PartUpload, parts: CompletedPart[]): Promise<void> {
      const command = new CompleteMultipartUploadCommand({ ...ofUpload(upload), MultipartUpload: { Parts: parts } });
      await send('complete an upload', signal => client.send(command, signal), completeMs);
    },

    /** No error if it is gone. */
    async abortUpload(upload: PartUpload): Promise<void> {
      const command = new AbortMultipartUploadCommand(ofUpload(upload));
      await send('abort an upload', signal => client.send(command, signal), tidyMs).catch(unlessGone);
    },

    async bytesOf(name: string): Promise<number | undefined> {
      const command = new HeadObjectCommand({ Bucket: bucket, Key: name });
      return (await send('look at a file', signal => client.send(command, signal))).ContentLength;
    },

    /** The stream fails with `X_STORE`, too. */
    async read(name: string): Promise<Readable> {
      const command = new GetObjectCommand({ Bucket: bucket, Key: name });
      const { Body: body } = await send('read', signal => client.send(command, signal));
      const stream = Readable.from(piecesOf(body as Readable, callMs), { objectMode: false });
      // Also when nobody ever reads.
      return stream.once('close', () => (body as Readable).destroy());
    },

    /** No error if it is gone. */
    remove: (name: string) => remove(name, callMs),
    /** The same after a failure. */
    discard: (name: string) => remove(name, tidyMs),

    async *list(prefix: string): AsyncGenerator<StoredFile> {
      for (let token: string | undefined; ; ) {
        const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token });
        const page = await send('list', signal => client.send(command, signal));
        for (const { Key: key = '', Size: bytes = 0, LastModified: modifiedAt = new Date() } of page.Contents ?? []) {
          yield { key, bytes, modifiedAt };
        }
        if (!page.IsTruncated) return;
        token = page.NextContinuationToken;
      }
    },

    /** All uploads of the bucket in progress. Not those under a prefix: MinIO takes one for a whole key. */
    async *uploads(): AsyncGenerator<PartUpload & { begunAt: Date }> {
      let place: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } = {};
      for (;;) {
        const command = new ListMultipartUploadsCommand({ Bucket: bucket, ...place });
        const page = await send('list uploads', signal => client.send(command, signal));
        yield* (page.Uploads ?? []).map(uploadOf);
        if (!page.IsTruncated) return;
        place = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
      }
    },

    /** When it last got a part; undefined if it never did. */
    async grownAt(upload: PartUpload): Promise<Date | undefined> {
      let latest: Date | undefined;
      for (let after: string | undefined; ; ) {
        const command = new ListPartsCommand({ ...ofUpload(upload), PartNumberMarker: after });
        const page = await send('list parts', signal => client.send(command, signal));
        for (const { LastModified: at } of page.Parts ?? []) if (at && (!latest || at > latest)) latest = at;
        if (!page.IsTruncated) return latest;
        after = page.NextPartNumberMarker;
      }
    },
  };
}

function clientOf({ endpoint, region, keys }: S3Settings, connectMs: number): S3Client {
  // No bound on connections: whoever takes an original slowly must keep no upload waiting.
  const agent = { keepAlive: true, maxSockets: Number.POSITIVE_INFINITY };
  return new S3Client({
    region,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    ...(keys && { credentials: keys }),
    maxAttempts: 1,
    // Ours are given above, and only where the setting says so: many servers refuse those the SDK adds of itself.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    // Every reader compares what comes with the SHA-256 of the record.
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: connectMs, httpAgent: agent, httpsAgent: agent },
  });
}

/** Sends once; a second time if the connection was dead, as the whole body is at hand and all calls may be repeated. */
async function sendWithin<T>(
  ms: number,
  call: string,
  run: (signal: { abortSignal: AbortSignal }) => Promise<T>,
  again = true,
): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), ms);
  try {
    return await run({ abortSignal: late.signal });
  } catch (thrown) {
    if (!again || !isHungUp(thrown)) throw s3Error(call, thrown);
  } finally {
    // Else it would cut a body that is still being read.
    clearTimeout(timer);
  }
  return sendWithin(ms, call, run, false);
}

/** Only waiting for the server is bounded: whoever reads may take their time. */
async function* piecesOf(body: Readable, waitMs: number): AsyncGenerator<Buffer> {
  const wait = () => setTimeout(() => body.destroy(Object.assign(new Error(), { name: 'AbortError' })), waitMs);
  let waiting = wait();
  try {
    for await (const piece of body) {
      clearTimeout(waiting);
      yield piece as Buffer;
      waiting = wait();
    }
  } catch (thrown) {
    throw s3Error('read', thrown);
  } finally {
    clearTimeout(waiting);
  }
}

const uploadOf = ({ Key: name = '', UploadId: id = '', Initiated: begunAt = new Date() }: MultipartUpload) => ({
  name,
  id,
  begunAt,
});

function unlessGone(error: unknown): void {
  if (!isNotThere(error)) throw error;
}
