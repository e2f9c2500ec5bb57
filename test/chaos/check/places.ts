/** The places beside the record: the file store, Redis, logs, temporary files. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Redis } from 'ioredis';
import { breaches, type Check, type Evidence, findings } from './evidence.ts';

const filesBelow = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map(name => join(folder, name))
        .filter(path => statSync(path).isFile())
    : [];

/** Every stored object belongs to a document, and every document has its bytes, unchanged. */
export const stored: Check = async ({ owner, filesFolder }) => {
  const { rows } = await owner.query<{ key: string; sha256: string; id: string; bytes: string }>(
    'select storage_key as key, sha256, id, bytes from documents',
  );
  const byKey = new Map(rows.map(row => [row.key, row]));
  const objects = filesBelow(filesFolder).map(path => relative(filesFolder, path));
  const there = new Set(objects);
  const changed = objects.filter(key => byKey.has(key) && hashOf(join(filesFolder, key)) !== byKey.get(key)?.sha256);
  // A file inside another whose bytes could not be had has none.
  const without = rows.filter(({ key, bytes }) => Number(bytes) > 0 && !there.has(key));
  return [
    ...findings(
      'every object has a document',
      'other',
      objects.filter(key => !byKey.has(key)),
    ),
    ...findings(
      'every document has its object',
      'lost',
      without.map(({ id }) => id),
    ),
    ...findings('objects are as they were sent', 'lost', changed),
  ];
};

const hashOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

/** Nothing of a document is where it must not be. */
export const unspoken: Check = async evidence => {
  const { redis, markers, logFolder } = evidence;
  const marked = (text: string) => markers.some(marker => text.includes(marker));
  const keys = (await everythingIn(redis)).filter(([, value]) => marked(value)).map(([key]) => key);
  const logs = filesBelow(logFolder).filter(path => marked(readFileSync(path, 'utf8')));
  return [
    ...findings('no text in Redis', 'other', keys),
    ...findings(
      'no text in logs',
      'other',
      logs.map(path => relative(logFolder, path)),
    ),
    ...(await breaches(
      evidence,
      'no text in errors and events',
      'other',
      `select place || ' ' || id as detail from (
         select 'document' as place, id, error_message as text from documents
         union all select 'task', id, concat(error_message, outcome) from tasks
         union all select 'stage', document_id, concat(error_message, warnings) from document_stages
         union all select 'event', document_id, data::text from events) t
       where exists (select 1 from unnest($1::text[]) marker where strpos(text, marker) > 0)`,
      [markers],
    )),
  ];
};

/** All keys with all they hold, as text. */
async function everythingIn(redis: Redis): Promise<[key: string, value: string][]> {
  const found: [string, string][] = [];
  for (let cursor = '0'; ; ) {
    const [next, keys] = await redis.scan(cursor, 'COUNT', 1_000);
    for (const key of keys) found.push([key, `${key} ${await contentOf(redis, key)}`]);
    cursor = next;
    if (cursor === '0') return found;
  }
}

async function contentOf(redis: Redis, key: string): Promise<string> {
  switch (await redis.type(key)) {
    case 'string':
      return (await redis.get(key)) ?? '';
    case 'hash':
      return JSON.stringify(await redis.hgetall(key));
    case 'list':
      return JSON.stringify(await redis.lrange(key, 0, -1));
    case 'set':
      return JSON.stringify(await redis.smembers(key));
    case 'zset':
      return JSON.stringify(await redis.zrange(key, '0', '-1'));
    case 'stream':
      return JSON.stringify(await redis.xrange(key, '-', '+'));
    default:
      return ''; // it has expired meanwhile
  }
}

/** Nothing half done lies about. */
export const tidy: Check = async ({ filesFolder, temporaryFolder, cacheFolders }: Evidence) => [
  ...findings('no partial file in the store', 'other', filesBelow(join(filesFolder, '.incoming'))),
  ...findings('no temporary file', 'other', filesBelow(temporaryFolder)),
  ...findings(
    'no partial file in a cache',
    'other',
    cacheFolders.flatMap(filesBelow).filter(path => path.includes('incoming-')),
  ),
];
