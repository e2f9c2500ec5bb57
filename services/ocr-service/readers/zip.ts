/** Reads ZIP archives: every member becomes a document of its own; the archive itself has no text. */
import { isUtf8 } from 'node:buffer';
import { crc32 } from 'node:zlib';
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import type { Warning } from '../../../queues/stage.ts';
import { PipelineError, toPipelineError } from '../../../shared/errors.ts';
import { cleanFileName, placePath } from '../../../shared/files/file-name.ts';
import { type Children, createChildren } from './children.ts';
import type { DocumentTask, ReadDocument } from './document.ts';

/** A member larger than this that was packed to less than a part in `ratio` is a bomb; text and tables shrink by 20 at most. */
const bomb = { bytes: 100 * 1024 ** 2, ratio: 200 };
/** Members that are looked at; the rest of a longer list is counted. */
const mostMembers = 100_000;

/** What operating systems leave in archives unasked. */
const litter = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|\._[^/]*$|Thumbs\.db$|desktop\.ini$)/i;

/** Reads the archive at the path of the task. Throws `I_DAMAGED` or `I_PASSWORD`; what is wrong with a member is the member's. */
export async function readZip(task: DocumentTask): Promise<ReadDocument> {
  const zip = await openZip(task.path);
  const children = createChildren(task);
  const tally = { members: 0, directories: 0, litter: 0, bytes: 0 };
  const paths = new Map<string, number>();
  const warnings: Warning[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry);
      if (name.endsWith('/')) tally.directories++;
      else if (litter.test(name)) tally.litter++;
      else {
        tally.members++;
        tally.bytes += entry.uncompressedSize;
        await addMember(zip, entry, { name, partPath: uniquePath(placePath(name), paths) }, children);
      }
      if (tally.members >= mostMembers) {
        warnings.push({ code: 'zip.tooManyMembers', count: zip.entryCount - mostMembers, missing: true });
        break;
      }
    }
  } catch (thrown) {
    if (thrown instanceof RangeError) throw thrown;
    const error = damageOf(thrown);
    if (tally.members === 0 || error.code.startsWith('X_')) throw error;
    // The members before the damage are good.
    warnings.push({ code: 'zip.damaged', missing: true });
  } finally {
    zip.close();
  }
  if (tally.litter) warnings.push({ code: 'zip.litter', count: tally.litter });
  if (tally.members === 0) warnings.push({ code: 'zip.empty' });
  const { members, directories, bytes } = tally;
  return {
    segments: [],
    properties: { zip: { members, directories, bytes } },
    warnings: [...warnings, ...children.warnings()],
    children: children.found(),
    engine: 'yauzl',
    isContainer: true,
  };
}

async function openZip(path: string): Promise<ZipFile> {
  try {
    // Names are decoded here: the library ends the archive at a name it does not like.
    return await openPromise(path, { decodeStrings: false, autoClose: false, lazyEntries: true });
  } catch (thrown) {
    throw damageOf(thrown);
  }
}

/** The library's errors are told apart by their words only. */
function damageOf(thrown: unknown): PipelineError {
  if (thrown instanceof PipelineError) return thrown;
  const cause = toPipelineError(thrown);
  if (cause.code === 'X_DISK') return cause;
  if (thrown instanceof Error && /strong encryption/.test(thrown.message)) {
    return new PipelineError('I_PASSWORD', 'the archive is encrypted', { cause });
  }
  return new PipelineError('I_DAMAGED', 'the archive cannot be read', { cause });
}

/** UTF-8 where the bytes are that, which programs on Macs do not say; else as the archive says, code page 437 by default. */
function nameOf({ fileName, generalPurposeBitFlag, extraFields }: Entry): string {
  const raw = fileName as unknown as Buffer;
  if (isUtf8(raw)) return raw.toString('utf8').replaceAll('\\', '/');
  return getFileNameLowLevel(generalPurposeBitFlag, raw, extraFields, false);
}

/** The path, numbered if a member before had the same. `taken` says by path which number comes next. */
function uniquePath(path: string, taken: Map<string, number>): string {
  const stem = path || 'unnamed';
  let unique = stem;
  let number = taken.get(stem) ?? 1;
  for (; taken.has(unique); number++) unique = `${stem} (${number + 1})`;
  // A thousand members of one name must not count from two each.
  taken.set(stem, number);
  if (unique !== stem) taken.set(unique, 1);
  return unique;
}

async function addMember(
  zip: ZipFile,
  entry: Entry,
  { name, partPath }: { name: string; partPath: string },
  children: Children,
): Promise<void> {
  const source = { partPath, fileName: cleanFileName(name).fileName };
  const { compressedSize, uncompressedSize, compressionMethod } = entry;
  if (entry.isEncrypted()) children.refuse(source, 'I_PASSWORD', 'the member of the archive is encrypted');
  else if (isLink(entry)) children.refuse(source, 'I_UNSUPPORTED_TYPE', 'the member of the archive is a link');
  else if (!entry.canDecodeFileData()) {
    children.refuse(source, 'I_UNSUPPORTED_TYPE', `compression method ${compressionMethod} is not read`);
  } else if (uncompressedSize > bomb.bytes && uncompressedSize > compressedSize * bomb.ratio) {
    children.refuse(source, 'L_RATIO', `${uncompressedSize} bytes packed in ${compressedSize}`);
  } else await children.add({ ...source, size: uncompressedSize, bytes: () => memberBytes(zip, entry) });
}

/** File type bits of Unix in the upper half of the attributes, if Unix or a Mac wrote them (APPNOTE 4.4.2 and 4.4.15). */
const isLink = ({ versionMadeBy, externalFileAttributes }: Entry): boolean =>
  [3, 19].includes(versionMadeBy >>> 8) && ((externalFileAttributes >>> 16) & 0o170000) === 0o120000;

/** The unpacked bytes, their checksum verified: the library does not. Throws `I_DAMAGED`. */
async function* memberBytes(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  let sum = 0;
  try {
    for await (const piece of await zip.openReadStreamPromise(entry)) {
      sum = crc32(piece as Buffer, sum);
      yield piece as Buffer;
    }
  } catch (thrown) {
    throw damageOf(thrown);
  }
  if (sum !== entry.crc32) throw new PipelineError('I_DAMAGED', 'the checksum of the member does not fit its bytes');
}
