/**
 * Stands in for a server that speaks the protocol of S3, path-style and as strictly as AWS: checks signatures and checksums, takes
 * no small parts, gives lists in pages, and fails as it is told.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type Keys, signatureFault } from './s3-signature.ts';

interface StoredObject {
  body: Buffer;
  modifiedAt: Date;
  metadata: Record<string, string>;
}

interface Upload {
  key: string;
  begunAt: Date;
  /** Parts must carry checksums, and be named by them when they are put together. */
  hasChecksums: boolean;
  parts: Map<number, StoredObject & { checksum: string | undefined }>;
}

/**
 * What goes wrong in place of an answer: `cut` breaks the connection within the body, `drop` before it, and
 * `lostAnswer` after it was carried out; `hang` never answers; `lostBytes` keeps less than it was given.
 */
export type S3Fault =
  | { status: number; code: string; headers?: Record<string, string> }
  | 'cut'
  | 'drop'
  | 'hang'
  | 'errorIn200'
  | 'lostBytes'
  | 'lostAnswer';

export type S3Server = Awaited<ReturnType<typeof startS3Server>>;

export const bucket = 'matters';
export const region = 'eu-central-1';
export const keys: Keys = { accessKeyId: 'AKIATEST', secretAccessKey: 'a/secret+key' };
const leastPartBytes = 5 * 1024 ** 2;
const pageSize = 2;

/** One bucket, `matters`, in memory. */
export async function startS3Server() {
  const objects = new Map<string, StoredObject>();
  const uploads = new Map<string, Upload>();
  const calls: string[] = [];
  const checksums = new Map<string, string>();
  const faults: { call: RegExp; fault: S3Fault; times: number }[] = [];
  const server = createServer((request, response) => {
    serve(request, response).catch(error => response.destroy(error));
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const asked = readRequest(request, body);
    const call = `${asked.method} ${asked.what} ${asked.key}`.trim();
    calls.push(call);
    const checksum = asked.header('x-amz-checksum-sha256');
    if (checksum !== undefined) checksums.set(call, checksum);
    const fault = takeFault(call);
    if (fault === 'hang') return;
    if (fault === 'drop') return void request.socket.destroy();
    if (typeof fault === 'object') return fail(response, fault.code, fault);
    const wrong = signatureFault(request, body, keys, region);
    if (wrong) return fail(response, wrong);
    if (asked.bucket !== bucket) return fail(response, 'NoSuchBucket');
    if (fault === 'errorIn200') return void response.end(errorXml('InternalError'));
    const answer = operations[`${asked.method} ${asked.what}`]?.(asked) ?? 'NotImplemented';
    const kept = objects.get(asked.key);
    if (fault === 'lostBytes' && kept) kept.body = kept.body.subarray(1);
    if (fault === 'lostAnswer') return void request.socket.destroy();
    if (typeof answer === 'string') return fail(response, answer);
    response.writeHead(answer.status ?? 200, { 'content-length': answer.body?.length ?? 0, ...answer.headers });
    if (fault !== 'cut') return void response.end(answer.body);
    response.write(answer.body?.subarray(0, answer.body.length / 2));
    setImmediate(() => request.socket.destroy());
  }

  function takeFault(call: string): S3Fault | undefined {
    const found = faults.find(fault => fault.times > 0 && fault.call.test(call));
    if (found) found.times -= 1;
    return found?.fault;
  }

  /** An answer, or the code of an error. */
  const operations: Record<string, (asked: Asked) => Answer | string> = {
    'PUT object': ({ key, body, header }) => {
      if (!fits(header('x-amz-checksum-sha256'), body)) return 'BadDigest';
      objects.set(key, { body, modifiedAt: new Date(), metadata: metadataOf(header) });
      return { headers: { etag: etagOf(body) } };
    },
    'GET object': ({ key }) => {
      const found = objects.get(key);
      return found ? { body: found.body, headers: headersOf(found) } : 'NoSuchKey';
    },
    'HEAD object': ({ key }) => {
      const found = objects.get(key);
      return found ? { headers: { ...headersOf(found), 'content-length': found.body.length } } : 'NoSuchKey';
    },
    'DELETE object': ({ key }) => {
      objects.delete(key);
      return { status: 204 };
    },
    'GET list': ({ query }) => {
      const after = query('continuation-token') ? atob(query('continuation-token')) : '';
      const all = [...objects].filter(([key]) => key.startsWith(query('prefix')) && key > after).sort(byKey);
      const page = all.slice(0, pageSize);
      const rows = page.map(
        ([key, { body, modifiedAt }]) =>
          `<Contents><Key>${xml(key)}</Key><Size>${body.length}</Size><LastModified>${modifiedAt.toISOString()}</LastModified></Contents>`,
      );
      const next = all.length > page.length ? btoa(page.at(-1)?.[0] ?? '') : '';
      return list('ListBucketResult', rows, next && `<NextContinuationToken>${next}</NextContinuationToken>`);
    },
    'POST uploads': ({ key, header }) => {
      const id = `upload-${uploads.size + 1}`;
      const hasChecksums = header('x-amz-checksum-algorithm') === 'SHA256';
      uploads.set(id, { key, begunAt: new Date(), hasChecksums, parts: new Map() });
      return {
        body: xmlBody(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`),
      };
    },
    'PUT part': ({ key, query, body, header }) => {
      const upload = uploads.get(query('uploadId'));
      const checksum = header('x-amz-checksum-sha256');
      if (upload?.key !== key) return 'NoSuchUpload';
      if (upload.hasChecksums !== (checksum !== undefined)) return 'InvalidRequest';
      if (!fits(checksum, body)) return 'BadDigest';
      upload.parts.set(Number(query('partNumber')), { body, modifiedAt: new Date(), metadata: {}, checksum });
      return { headers: { etag: etagOf(body) } };
    },
    'POST upload': ({ key, query, body }) => {
      const upload = uploads.get(query('uploadId'));
      if (upload?.key !== key) return 'NoSuchUpload';
      const parts = namedParts(upload, body.toString());
      if (!parts) return 'InvalidPart';
      if (parts.slice(0, -1).some(part => part.body.length < leastPartBytes)) return 'EntityTooSmall';
      objects.set(key, { body: Buffer.concat(parts.map(part => part.body)), modifiedAt: new Date(), metadata: {} });
      uploads.delete(query('uploadId'));
      return { body: xmlBody('<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>') };
    },
    'DELETE upload': ({ query }) => (uploads.delete(query('uploadId')) ? { status: 204 } : 'NoSuchUpload'),
    'GET uploads': ({ query }) => {
      // As MinIO: a prefix is a whole key.
      const mine = [...uploads].filter(([, { key }]) => query('prefix') === '' || key === query('prefix'));
      const all = mine.filter(([id]) => id > query('upload-id-marker'));
      const page = all.slice(0, pageSize);
      const rows = page.map(
        ([id, { key, begunAt }]) =>
          `<Upload><Key>${xml(key)}</Key><UploadId>${id}</UploadId><Initiated>${begunAt.toISOString()}</Initiated></Upload>`,
      );
      const [lastId = '', last] = page.at(-1) ?? [];
      const next = `<NextKeyMarker>${xml(last?.key ?? '')}</NextKeyMarker><NextUploadIdMarker>${lastId}</NextUploadIdMarker>`;
      return list('ListMultipartUploadsResult', rows, all.length > page.length && next);
    },
    'GET upload': ({ query }) => {
      const after = Number(query('part-number-marker'));
      const all = [...(uploads.get(query('uploadId'))?.parts ?? [])].filter(([number]) => number > after);
      const page = all.slice(0, pageSize);
      const rows = page.map(
        ([number, { modifiedAt }]) =>
          `<Part><PartNumber>${number}</PartNumber><LastModified>${modifiedAt.toISOString()}</LastModified></Part>`,
      );
      const next = `<NextPartNumberMarker>${page.at(-1)?.[0]}</NextPartNumberMarker>`;
      return list('ListPartsResult', rows, all.length > page.length && next);
    },
  };

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    endpoint,
    objects,
    uploads,
    /** Of every request: method, what it asks for, key. */
    calls,
    /** The checksum that came with a call, by its line. */
    checksums,
    /** From now on, the next calls whose line matches fail. */
    fail: (call: RegExp, fault: S3Fault, times = Number.POSITIVE_INFINITY) => faults.push({ call, fault, times }),
    heal: () => faults.splice(0),
    /** For a service or a command. */
    environment: {
      FILES_URL: `s3://${bucket}`,
      FILES_S3_ENDPOINT: endpoint,
      FILES_S3_REGION: region,
      FILES_S3_ACCESS_KEY_ID: keys.accessKeyId,
      FILES_S3_SECRET_ACCESS_KEY: keys.secretAccessKey,
    },
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  status?: number;
  headers?: Record<string, string | number>;
  body?: Buffer;
}

type Asked = ReturnType<typeof readRequest>;

function readRequest(request: IncomingMessage, body: Buffer) {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3');
  const [, name = '', ...parts] = pathname.split('/').map(decodeURIComponent);
  const key = parts.join('/');
  const what = searchParams.has('partNumber')
    ? 'part'
    : searchParams.has('uploadId')
      ? 'upload'
      : searchParams.has('uploads')
        ? 'uploads'
        : key === ''
          ? 'list'
          : 'object';
  return {
    ...{ method: request.method ?? '', bucket: name, what, key, body },
    header: (of: string) => request.headers[of] as string | undefined,
    query: (of: string) => searchParams.get(of) ?? '',
  };
}

const statuses: Record<string, number> = {
  ...{ NoSuchBucket: 404, NoSuchKey: 404, NoSuchUpload: 404, NotImplemented: 501 },
  ...{ AccessDenied: 403, InvalidAccessKeyId: 403, SignatureDoesNotMatch: 403, RequestTimeTooSkewed: 403 },
};

function fail(response: ServerResponse, code: string, { status = statuses[code] ?? 400, headers = {} } = {}): void {
  response.writeHead(status, { 'content-type': 'application/xml', ...headers });
  response.end(response.req.method === 'HEAD' ? undefined : errorXml(code));
}

const xmlBody = (content: string) => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${content}`);
const errorXml = (code: string) => xmlBody(`<Error><Code>${code}</Code><Message>as it was told</Message></Error>`);
const xml = (text: string) => text.replace(/[&<>]/g, sign => `&#${sign.charCodeAt(0)};`);
const list = (name: string, rows: string[], next: string | false) => ({
  body: xmlBody(`<${name}>${rows.join('')}<IsTruncated>${Boolean(next)}</IsTruncated>${next || ''}</${name}>`),
});

const byKey = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);
const etagOf = (body: Buffer) => `"${createHash('md5').update(body).digest('hex')}"`;
const fits = (checksum: string | undefined, body: Buffer) =>
  checksum === undefined || checksum === createHash('sha256').update(body).digest('base64');
const headersOf = ({ modifiedAt, metadata, body }: StoredObject) => ({
  ...metadata,
  etag: etagOf(body),
  'last-modified': modifiedAt.toUTCString(),
});
function metadataOf(header: (of: string) => string | undefined): Record<string, string> {
  const sha256 = header('x-amz-meta-sha256');
  return sha256 === undefined ? {} : { 'x-amz-meta-sha256': sha256 };
}

/** The parts that a completion names, in its order; undefined if it names one that is not there, or not as it is. */
function namedParts({ parts, hasChecksums }: Upload, named: string) {
  const found = [...named.matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => {
    const field = (name: string) => new RegExp(`<${name}>(.*?)</${name}>`).exec(part)?.[1]?.replaceAll('&quot;', '"');
    const stored = parts.get(Number(field('PartNumber')));
    const isSame =
      stored && etagOf(stored.body) === field('ETag') && (!hasChecksums || stored.checksum === field('ChecksumSHA256'));
    return isSame ? stored : undefined;
  });
  return found.length > 0 && found.every(part => part !== undefined) ? found : undefined;
}
