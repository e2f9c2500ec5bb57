/** Fetches one file into a partial file beside its place, and goes on where it stopped before. */
import { type FileHandle, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { PipelineError } from '../../shared/errors.ts';
import { nullIfGone } from '../../shared/files/gone.ts';
import { type Asked, ask, sourceError } from './ask.ts';

/** A transfer that breaks off is taken up again this often before the command gives up. */
const attempts = 3;
/** Between two pieces. */
const silenceMs = 60_000;

export interface Source {
  url: string;
  origins: readonly string[];
  /** More is not taken. */
  mostBytes: number;
  signal: AbortSignal;
}

interface Part {
  isWhole: boolean;
  /** What is there now. */
  bytes: number;
  published: string | null;
}

/**
 * When it resolves, `partial` holds the whole file as its host gave it, synced to the disk; it answers the SHA-256 the host
 * says, if it does. A transfer that broke off, also in a run before, is continued if the host still has the same version,
 * else begun anew. Throws `X_MODEL_SOURCE`, `S_MODEL_CHANGED` for more bytes than there may be, and what the disk says.
 */
export async function download(source: Source, partial: string): Promise<string | null> {
  for (let attempt = 1; ; attempt += 1) {
    const { isWhole, published, bytes } = await fetchOnce(source, partial);
    if (isWhole) {
      await rm(tagFile(partial), { force: true });
      return published;
    }
    if (attempt === attempts) {
      throw sourceError(`the transfer broke off ${attempts} times, after ${bytes} bytes; the next run goes on there`);
    }
  }
}

async function fetchOnce(source: Source, partial: string): Promise<Part> {
  const had = await resumable(partial);
  const asked = await ask(source.url, headersFor(had), source.origins, source.signal);
  const { answer, published } = asked;
  const goesOn = answer.status === 206 && had !== undefined && startOf(answer) === had.bytes;
  if (answer.status === 416 || (answer.status === 206 && !goesOn)) {
    // Nothing behind what we have, or something else: what we have is of no use.
    await answer.body?.cancel();
    await rm(tagFile(partial), { force: true });
    return { isWhole: false, bytes: 0, published };
  }
  if (!answer.ok) {
    await answer.body?.cancel();
    throw sourceError(`${new URL(source.url).host} answers with status ${answer.status}`);
  }
  const start = goesOn ? had.bytes : 0;
  const file = goesOn ? await open(partial, 'a') : await begin(partial, strongTag(answer));
  try {
    const received = await receive(asked, file, source.mostBytes - start, source.signal);
    await file.sync();
    const length = lengthOf(answer);
    const isWhole = length === null ? received.ended : received.bytes === length;
    return { isWhole, bytes: start + received.bytes, published };
  } finally {
    await file.close();
  }
}

/** The tag comes last: with it, whatever the partial file holds counts as the beginning of that version. */
async function begin(partial: string, tag: string | undefined): Promise<FileHandle> {
  await rm(tagFile(partial), { force: true });
  const file = await open(partial, 'w', 0o644);
  if (tag) await writeFile(tagFile(partial), tag);
  return file;
}

/** Writes what comes until it ends or breaks off; a connection that breaks is no error here, a disk is. */
async function receive(
  { answer }: Asked,
  file: FileHandle,
  mostBytes: number,
  signal: AbortSignal,
): Promise<{ bytes: number; ended: boolean }> {
  let bytes = 0;
  if (!answer.body) return { bytes, ended: true };
  const reader: ReadableStreamDefaultReader<Uint8Array> = answer.body.getReader();
  try {
    for (;;) {
      const piece = await nextPiece(reader, signal);
      if (piece === 'broken') return { bytes, ended: false };
      if (piece === undefined) return { bytes, ended: true };
      bytes += piece.length;
      if (bytes > mostBytes) throw new PipelineError('S_MODEL_CHANGED', 'more comes than the file has');
      await file.writeFile(piece);
    }
  } finally {
    // What broke off has nothing left to cancel.
    await reader.cancel().catch(() => undefined);
  }
}

async function nextPiece(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  signal: AbortSignal,
): Promise<Uint8Array | 'broken' | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<'broken'>(resolve => {
    timer = setTimeout(() => resolve('broken'), silenceMs);
  });
  try {
    const next = await Promise.race([reader.read(), silence]);
    return next === 'broken' ? next : next.value;
  } catch {
    signal.throwIfAborted();
    return 'broken';
  } finally {
    clearTimeout(timer);
  }
}

const tagFile = (partial: string): string => `${partial}.tag`;

/** What there is of the file, if its version is known: without that nobody could tell whether the rest belongs to it. */
async function resumable(partial: string): Promise<{ bytes: number; tag: string } | undefined> {
  const found = await stat(partial).catch(nullIfGone);
  const tag = await readFile(tagFile(partial), 'utf8').catch(nullIfGone);
  return found?.size && tag ? { bytes: found.size, tag } : undefined;
}

const headersFor = (had: { bytes: number; tag: string } | undefined): Record<string, string> => ({
  // A part of a compressed file could not be put together.
  'accept-encoding': 'identity',
  ...(had && { range: `bytes=${had.bytes}-`, 'if-range': had.tag }),
});

/** Weak ones say that two versions mean the same, not that their bytes are (RFC 9110, 13.1.5). */
function strongTag(answer: Response): string | undefined {
  const tag = answer.headers.get('etag');
  return tag?.startsWith('"') ? tag : undefined;
}

const startOf = (answer: Response): number =>
  Number(/^bytes (\d+)-/.exec(answer.headers.get('content-range') ?? '')?.[1] ?? Number.NaN);

/** Bytes of this answer; null if it does not say, or says it of a compressed form. */
function lengthOf({ headers }: Response): number | null {
  const length = headers.get('content-length');
  return length === null || headers.has('content-encoding') ? null : Number(length);
}
