/** Words of documents are nowhere but in the record's own rows and the file store. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { type Breach, type Evidence, type Invariant, sqlInvariant } from './evidence.ts';
import { filesBelow } from './files-below.ts';

const keysAtATime = 500;

/** The whole of Redis: every key and every value. */
export const notInRedis: Invariant = {
  name: 'no words of documents in Redis',
  async breaches({ redis, prefix, markers }) {
    const found: Breach[] = [];
    let cursor = '0';
    do {
      const [next, keys] = await redis.scan(cursor, 'COUNT', keysAtATime);
      cursor = next;
      const values = await readKeys(redis, keys);
      for (const [i, key] of keys.entries()) {
        if (holdsAny(key, markers)) found.push({ kind: 'other', detail: 'a key' });
        else if (holdsAny(values[i] ?? '', markers))
          found.push({
            kind: 'other',
            detail: key.startsWith(prefix) ? `the value of ${key}` : 'the value of a strange key',
          });
      }
    } while (cursor !== '0');
    return found;
  },
};

/** How each type is read as a whole. */
const readers: Record<string, readonly [command: string, ...rest: string[]]> = {
  string: ['get'],
  hash: ['hgetall'],
  list: ['lrange', '0', '-1'],
  set: ['smembers'],
  zset: ['zrange', '0', '-1'],
  stream: ['xrange', '-', '+'],
};

/** Each value as one text; a key that ran out meanwhile has none. */
async function readKeys(redis: Redis, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return [];
  const types = await allOf(
    redis,
    keys.map(key => ['type', key]),
  );
  const commands = types.map((type, i): [string, ...string[]] => {
    const reader = readers[String(type)];
    if (!reader && type !== 'none') throw new Error(`no reader for values of type ${String(type)}`);
    const [command, ...rest] = reader ?? ['get'];
    return [command, keys[i] ?? '', ...rest];
  });
  return (await allOf(redis, commands)).map(textOf);
}

async function allOf(redis: Redis, commands: string[][]): Promise<unknown[]> {
  const answers = (await redis.pipeline(commands).exec()) ?? [];
  return answers.map(([error, value]) => {
    if (error) throw error;
    return value;
  });
}

/** Everything in it, however deep, one a line: JSON would write some words otherwise. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join('\n');
  if (typeof value === 'object' && value !== null) return Object.entries(value).map(textOf).join('\n');
  return String(value ?? '');
}

const holdsAny = (text: string, markers: readonly string[]): boolean => markers.some(marker => text.includes(marker));

export const notInLogs: Invariant = {
  name: 'no words of documents in logs',
  async breaches({ logFolders, markers }) {
    const found: Breach[] = [];
    for (const folder of logFolders) {
      for (const file of await filesBelow(folder)) {
        if (await fileHoldsAny(join(folder, file), markers))
          found.push({ kind: 'other', detail: holdsAny(file, markers) ? 'a log' : `the log ${file}` });
      }
    }
    return found;
  },
};

/** A log may be larger than memory: piece by piece, with the end of the piece before. */
async function fileHoldsAny(path: string, markers: readonly string[]): Promise<boolean> {
  const wanted = markers.map(marker => Buffer.from(marker));
  const overlap = Math.max(0, ...wanted.map(({ length }) => length - 1));
  let end = Buffer.alloc(0);
  for await (const piece of createReadStream(path, { highWaterMark: 1_048_576 })) {
    const text = Buffer.concat([end, piece as Buffer]);
    if (wanted.some(marker => text.includes(marker))) return true;
    end = text.subarray(Math.max(0, text.length - overlap));
  }
  return false;
}

/** Columns that people and logs may see. */
const open = [
  ['documents', 'id', 'error_message'],
  ['documents', 'id', 'warnings'],
  ['tasks', 'document_id', 'error_message'],
  ['tasks', 'document_id', 'outcome'],
  ['tasks', 'document_id', 'input'],
  ['document_stages', 'document_id', 'error_message'],
  ['document_stages', 'document_id', 'warnings'],
  ['events', 'document_id', 'data'],
] as const;

export const notInErrors: Invariant = sqlInvariant(
  'no words of documents in errors, outcomes and events',
  `${open
    .map(
      ([table, id, column]) => `select 'other' as kind, '${column} in ${table} of document ' || c.id as detail
   from public.${table} x join checked c on c.id = x.${id} where exists (select 1 from unnest($1::text[]) marker where strpos(x.${column}::text, marker) > 0)`,
    )
    .join(' union all ')}
   union all
   select 'other', 'the message of refusal ' || x.id from public.intake_refusals x
   where x.project_id = any ($2::uuid[]) and exists (select 1 from unnest($1::text[]) marker where strpos(x.message, marker) > 0)`,
  ({ markers, calm, stormy }: Evidence) => [markers, [calm, stormy]],
);
