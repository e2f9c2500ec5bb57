/** Opens an Office file as what it is, a ZIP of parts, and lets only so much come out of it. */
import { posix } from 'node:path';
import { crc32 } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { PipelineError } from '../../../../shared/errors.ts';
import { readXml, type XmlHandler } from './xml.ts';

export interface Package {
  /** Names of all parts, as in the file, without a leading slash. */
  names: readonly string[];
  has(name: string): boolean;
  /** Streams an XML part to a handler. Throws `I_DAMAGED` if the part is missing, cut or does not match its checksum. */
  read(name: string, handler: XmlHandler): Promise<void>;
  /** The bytes of a part, in pieces. Throws as {@link Package.read} does. */
  bytes(name: string): AsyncIterable<Buffer>;
  /** Bytes of a part when unpacked, as declared; yauzl stops a part that turns out longer. */
  size(name: string): number;
  close(): void;
}

/** What may come out of one file. */
export interface PackageLimits {
  /** Bytes unpacked, of all parts that are read. */
  maxBytes: number;
}

const mostParts = 20_000;
/** XML packs 5 to 50 times, and 1,032 times is the most that DEFLATE can do: what packs better than this is made to unpack. */
const highestRatio = 300;
/** Below this a high ratio does no harm. */
const harmlessBytes = 32 * 1024 ** 2;

/** Opens a package. Throws `I_DAMAGED` for what is no ZIP or names a part twice, `S_QUARANTINED` for too many parts. */
export async function openPackage(path: string, limits: PackageLimits): Promise<Package> {
  const zip = await translated(() =>
    yauzl.openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false }),
  );
  try {
    const entries = await translated(() => readDirectory(zip));
    return partsOf(zip, entries, limits);
  } catch (thrown) {
    zip.close();
    throw thrown;
  }
}

async function readDirectory(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > mostParts) throw new PipelineError('S_QUARANTINED', `${zip.entryCount} parts in one file`);
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileNameRaw.toString('utf8');
    if (/[/\\]$/.test(name)) continue;
    const key = partKey(name);
    // Two programs would read two documents.
    if (entries.has(key)) throw new PipelineError('I_DAMAGED', 'the file holds a part twice');
    entries.set(key, entry);
  }
  return entries;
}

/** Part names are equal without regard to case (Open Packaging Conventions); some writers turn the slashes. */
const partKey = (name: string): string => posix.normalize(name.replaceAll('\\', '/')).replace(/^\/+/, '').toLowerCase();

function partsOf(zip: ZipFile, entries: Map<string, Entry>, { maxBytes }: PackageLimits): Package {
  let unpacked = 0;
  const open = async (name: string) => {
    const entry = entries.get(partKey(name));
    if (!entry) throw new PipelineError('I_DAMAGED', 'a part that the file refers to is missing');
    if (entry.isEncrypted()) throw new PipelineError('I_PASSWORD', 'a part is encrypted');
    const { compressedSize, uncompressedSize } = entry;
    if (uncompressedSize > harmlessBytes && uncompressedSize > highestRatio * compressedSize) {
      throw new PipelineError('S_QUARANTINED', `${compressedSize} bytes unpack to ${uncompressedSize}`);
    }
    unpacked += uncompressedSize;
    if (unpacked > maxBytes)
      throw new PipelineError('S_QUARANTINED', `the parts unpack to more than ${maxBytes} bytes`);
    return checked(entry, await translated(() => zip.openReadStreamPromise(entry)));
  };
  return {
    names: [...entries.values()].map(entry =>
      entry.fileNameRaw.toString('utf8').replaceAll('\\', '/').replace(/^\/+/, ''),
    ),
    has: name => entries.has(partKey(name)),
    size: name => entries.get(partKey(name))?.uncompressedSize ?? 0,
    read: async (name, handler) => translated(async () => readXml(await open(name), handler)),
    async *bytes(name) {
      try {
        yield* await open(name);
      } catch (thrown) {
        throw translate(thrown);
      }
    },
    close: () => zip.close(),
  };
}

/** yauzl holds the length against the directory, not the checksum: a turned bit would change a word. */
async function* checked(entry: Entry, stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let sum = 0;
  for await (const piece of stream) {
    sum = crc32(piece, sum);
    yield piece;
  }
  if (sum !== entry.crc32) throw new PipelineError('I_DAMAGED', 'a part does not match its checksum');
}

async function translated<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (thrown) {
    throw translate(thrown);
  }
}

/** Errors of yauzl, zlib and saxes are about the file, and may quote it; those of the disk, of memory and of this code are not. */
function translate(thrown: unknown): unknown {
  if (thrown instanceof PipelineError || thrown instanceof RangeError || isOurs(thrown)) return thrown;
  return new PipelineError('I_DAMAGED', 'the file is not a readable package', { cause: thrown });
}

/** A system call that failed, or a mistake here; the decoder's TypeErrors carry a code. */
const isOurs = (thrown: unknown): boolean =>
  thrown instanceof Error && ('syscall' in thrown || (thrown instanceof TypeError && !('code' in thrown)));
