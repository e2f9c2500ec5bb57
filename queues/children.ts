/** Files found inside a document: looked at and stored while the task runs, accepted as documents with its commit. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { StageName } from '../shared/domain/stage.ts';
import { type ErrorCode, PipelineError } from '../shared/errors.ts';
import { cleanFileName, cleanPath } from '../shared/files/file-name.ts';
import { detectFileType } from '../shared/files/media-type.ts';
import { type FileStore, storageKey } from '../shared/files/store.ts';
import { derivedId } from '../shared/ids.ts';
import type { Limits } from '../shared/limits.ts';
import type { NewChild } from '../shared/record/tasks.ts';
import type { FoundChild, TaskContext } from './stage.ts';

/** SHA-256 of no bytes, and what a file is called that has none. */
const noBytes = {
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  bytes: 0,
  mediaType: 'application/octet-stream',
};

type Parent = Pick<TaskContext, 'document' | 'limits'> & { stage: StageName; generation: number; claim: number };

/** The children of one task. */
export interface Children {
  add: TaskContext['addChild'];
  /** Those added so far, as the record takes them. */
  found(): NewChild[];
}

/** What a found file is to become, before its bytes are stored. */
export type Inspected = Omit<NewChild, 'sha256' | 'bytes' | 'storageKey'> & {
  /** Path of its bytes; absent for one that is not to be kept. */
  path?: string;
};

/** Stores children under keys of their own. Throws `L_TOO_MANY_CHILDREN` beyond the limit of the project. */
export function createChildren(parent: Parent, store: Pick<FileStore, 'put'>): Children {
  const children: NewChild[] = [];
  return {
    async add(found) {
      const { path, ...child } = await inspectChild(found, parent, children.length);
      // Every claim stores under keys of its own: none writes over, or removes, what another may have recorded.
      const key = `${storageKey(parent.document.projectId, child.id)}-${parent.generation}.${parent.claim}`;
      const stored = path === undefined ? noBytes : await store.put(key, createReadStream(path));
      children.push({ ...child, ...stored, mediaType: child.mediaType, storageKey: key });
    },
    found: () => children,
  };
}

/** Tells from its bytes and place what becomes of a file found inside a document. */
export async function inspectChild(
  { partPath, fileName, path, error, properties = {} }: FoundChild,
  { document, limits, stage }: Pick<Parent, 'document' | 'limits' | 'stage'>,
  before: number,
): Promise<Inspected> {
  if (before >= limits.maxChildren) {
    throw new PipelineError('L_TOO_MANY_CHILDREN', `more than ${limits.maxChildren} files inside one`);
  }
  const named = {
    id: childId(document.id, partPath),
    partPath: cleanPath(partPath),
    fileName: cleanFileName(fileName).fileName,
    properties,
  };
  const failed = (code: ErrorCode, message: string) => ({
    ...named,
    mediaType: noBytes.mediaType,
    failedCode: code,
    failedMessage: message,
    failedStage: stage,
  });
  if (error) return failed(error.code, error.message);
  if (path === undefined) throw new PipelineError('X_ENGINE_FAILED', 'a file found inside has neither bytes nor error');
  const fault = faultOf((await stat(path)).size, document.depth + 1, limits);
  if (fault) return failed(fault, `the file inside is not read: ${fault}`);
  const { mediaType, stage: first } = await detectFileType(path);
  if (first) return { ...named, path, mediaType, stage: first };
  return {
    ...named,
    path,
    mediaType,
    excludedCode: 'I_UNSUPPORTED_TYPE',
    excludedMessage: `the bytes are ${mediaType}`,
  };
}

/** The id of the document that is made of a file inside another. */
export const childId = (parentId: string, partPath: string): string => derivedId(parentId, 'child', partPath);

function faultOf(bytes: number, depth: number, { maxDepth, maxFileBytes }: Limits): ErrorCode | undefined {
  if (bytes === 0) return 'I_EMPTY_FILE';
  if (depth > maxDepth) return 'L_TOO_DEEP';
  return bytes > maxFileBytes ? 'L_FILE_TOO_LARGE' : undefined;
}
