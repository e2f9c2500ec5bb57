/** The file store: where originals are kept. One interface; folders (`file://`) and buckets (`s3://`). */
import type { Readable } from 'node:stream';

/** Lies in a store, for as long as it is one: tells it from an empty mount point, and from another bucket. */
export const storeMarker = '.legal-pipeline-store';

/** What the marker says to whoever comes across it. */
export const markerText = 'Originals of the legal document pipeline. Keep this file with them.\n';

/** Beside the projects, never a key: files on their way in, and what only tries whether the store can be written to. */
export const incoming = '.incoming';

/** True for the folder of a project, which is named by its id: of a store that holds some and was never marked. */
export const isProjectFolder = (name: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name);

/** A stored file as a listing names it. */
export interface StoredFile {
  key: string;
  bytes: number;
  modifiedAt: Date;
}

export interface FileStore {
  /**
   * Makes it ready for use, once, before the others ask anything of it. `isNew`: nothing was ever stored. Throws `X_STORE` for a
   * store that is empty and not new: its disk is not mounted, or the setting names another place.
   */
  prepare(isNew: () => Promise<boolean>): Promise<void>;
  /** Stores a stream under a key, durably, or throws `X_STORE` and leaves nothing behind. Answers what was written. */
  put(key: string, bytes: AsyncIterable<Uint8Array>): Promise<{ bytes: number; sha256: string }>;
  /** The stored bytes. Throws `X_FILE_MISSING` if there are none, `X_STORE` if the store itself is away. */
  get(key: string): Promise<Readable>;
  /** Removes a file; no error if it is not there. */
  remove(key: string): Promise<void>;
  /** Every file that is stored whole, in no order; none that is still being written. What is stored meanwhile may be missing. */
  list(): AsyncIterable<StoredFile>;
  /** Removes what was left of files that were never stored whole and have not grown since. Answers how many. */
  removePartials(olderThan: Date): Promise<number>;
  /** Throws `X_STORE` if the store is away, was never prepared, or cannot be written to. */
  check(): Promise<void>;
}

/** The key of an original: made of project and document, never of the content, so that two documents never share a file. */
export const storageKey = (projectId: string, documentId: string): string => `${projectId}/${documentId}`;
