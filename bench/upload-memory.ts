/**
 * How far the resident memory of ingest-service grows while it takes in one file of 600 MB, in a process of its own: into a folder, and
 * into a bucket of the tests' stand-in for S3, which keeps it in the memory of the bench.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLog } from '../shared/log.ts';
import { localApiKey } from '../stack/api-key.ts';
import { services, startServices } from '../stack/services.ts';
import { startStack } from '../stack/stack.ts';
import { startS3Server } from '../test/support/s3-server.ts';

const megabyte = 1024 ** 2;
const fileBytes = 600 * megabyte;
/** What issue and design allow. */
const limitBytes = 64 * megabyte;

/** Fails when the limit is passed. */
export async function run(): Promise<void> {
  await uploadInto('a folder', {});
  const server = await startS3Server();
  try {
    await uploadInto('a bucket', server.environment);
  } finally {
    await server.close();
  }
}

/** Starts the stack and the service in a folder of their own, measures, stops them. */
async function uploadInto(place: string, settings: Record<string, string>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-upload-'));
  const log = createLog({ service: 'bench', level: 'error', format: 'text' });
  const environment = { ...process.env, LOG_LEVEL: 'error', GRACE_MS: '2000', ...settings };
  const stack = await startStack({ dataDir, environment, log });
  try {
    const ingest = services.filter(({ name }) => name === 'ingest-service');
    const running = await startServices(ingest, stack, log);
    const pid = running.processes[0]?.current().pid;
    const { SUPABASE_URL: url = '', SUPABASE_SERVICE_ROLE_KEY: serviceKey = '' } = stack.environment;
    const key = await localApiKey(dataDir, { url, serviceKey });
    await measure(place, running.urls['ingest-service'] ?? '', key, pid ?? 0);
    await running.stop(2_000);
  } finally {
    await stack.stop();
    await rm(dataDir, { recursive: true });
  }
}

async function measure(place: string, url: string, key: string, pid: number): Promise<void> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  await fetch(`${url}/v1/projects`, { method: 'POST', headers, body: '{"name":"bench"}' });
  await upload(url, key, megabyte); // code compiled, connections open
  const before = await residentBytes(pid);
  const sampled = samplePeak(pid);
  const startedAt = performance.now();
  await upload(url, key, fileBytes);
  const seconds = (performance.now() - startedAt) / 1_000;
  const grown = (await sampled.stop()) - before;
  const inMegabytes = (bytes: number) => (bytes / megabyte).toFixed(1);
  console.log(
    `upload of ${inMegabytes(fileBytes)} MB into ${place} in ${seconds.toFixed(1)} s: resident memory ${inMegabytes(before)} MB before, +${inMegabytes(grown)} MB at its peak`,
  );
  if (grown > limitBytes) throw new Error(`more than ${inMegabytes(limitBytes)} MB`);
}

/** Sends a text of so many bytes as one file of a form. */
async function upload(url: string, key: string, bytes: number): Promise<void> {
  const outgoing = request(`${url}/v1/documents?project=bench`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'multipart/form-data; boundary=b' },
  });
  const answered = new Promise<number | undefined>((resolve, reject) => {
    outgoing.on('response', response => resolve(response.resume().statusCode));
    outgoing.on('error', reject);
  });
  Readable.from(formOf(bytes)).pipe(outgoing);
  const status = await answered;
  if (status !== 202) throw new Error(`answered ${status}`);
}

function* formOf(bytes: number): Generator<Buffer> {
  const piece = Buffer.alloc(256 * 1024, `${bytes} bytes of a text that goes on.\n`);
  yield Buffer.from('--b\r\nContent-Disposition: form-data; name="files"; filename="large.txt"\r\n\r\n');
  for (let sent = 0; sent < bytes; sent += piece.length) yield piece.subarray(0, bytes - sent);
  yield Buffer.from('\r\n--b--\r\n');
}

/** Looks every 20 ms. */
function samplePeak(pid: number): { stop(): Promise<number> } {
  let peak = 0;
  let stopped = false;
  const sampling = (async () => {
    while (!stopped) {
      peak = Math.max(peak, await residentBytes(pid));
      await sleep(20);
    }
  })();
  return {
    async stop() {
      stopped = true;
      await sampling;
      return peak;
    },
  };
}

/** From the kernel's own count (Linux). */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
}
