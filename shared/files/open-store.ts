/** Opens the file store that the settings name. */
import { PipelineError } from '../errors.ts';
import { createFolderStore } from './folder-store.ts';
import { createS3Store } from './s3-store.ts';
import type { FileStore } from './store.ts';

/** The settings `FILES_*`. */
export interface FileStoreSettings {
  url: string;
  s3: {
    endpoint: string | undefined;
    region: string;
    accessKeyId: string | undefined;
    secretAccessKey: string | undefined;
    checksums: 'sha256' | 'none';
  };
}

/** Asks nothing of the store yet. Throws `X_CONFIG` with the fix for settings that do not fit one another. */
export function openFileStore({ url, s3 }: FileStoreSettings): FileStore {
  const { accessKeyId, secretAccessKey, endpoint, region, checksums } = s3;
  const given = {
    FILES_S3_ENDPOINT: endpoint,
    FILES_S3_ACCESS_KEY_ID: accessKeyId,
    FILES_S3_SECRET_ACCESS_KEY: secretAccessKey,
  };
  const [set, unset] = [true, false].map(isSet =>
    Object.entries(given).flatMap(([name, value]) => ((value !== undefined) === isSet ? [name] : [])),
  ) as [string[], string[]];
  if (!url.startsWith('s3:')) {
    if (set.length === 0) return createFolderStore(url);
    throw new PipelineError(
      'X_CONFIG',
      `${set.join(', ')} set, but FILES_URL names no bucket: unset them, or set s3://`,
    );
  }
  const keys = accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined;
  // Without any, it is AWS that says who a machine is; nobody else does.
  if (!keys && set.length > 0) {
    const missing = unset.filter(name => name !== 'FILES_S3_ENDPOINT');
    throw new PipelineError('X_CONFIG', `${set.join(', ')} set, so ${missing.join(' and ')} must be, too`);
  }
  return createS3Store(url, { endpoint, region, keys, checksums });
}
