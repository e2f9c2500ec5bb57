/** The ingest service in the test's own process, on a record of its own, and a client that checks every answer's shape. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { z } from 'zod';
import { startIngest } from '../../services/ingest-service/start.ts';
import { loadConfig } from '../../shared/config/load.ts';
import { storeMarker } from '../../shared/files/store.ts';
import { createLog } from '../../shared/log.ts';
import type { Scope } from '../../shared/record/projects.ts';
import { createTestRecord } from './record.ts';

export type TestIngest = Awaited<ReturnType<typeof createTestIngest>>;

/** A file of a form: its name as a client would send it. */
export type TestFile = [fileName: string, bytes: string | Uint8Array<ArrayBuffer>];

/** Starts the service; `over` replaces settings of the environment. */
export async function createTestIngest(over: Record<string, string> = {}) {
  const record = await createTestRecord();
  const environment = { ...record.environment.environment, INGEST_PORT: '0', GRACE_MS: '500', ...over };
  const log = createLog({ service: 'test', level: process.env.TEST_LOG ?? 'none', format: 'text' });
  const service = await startIngest(loadConfig(environment), log).catch(async error => {
    await record.stop();
    throw error;
  });
  const url = `http://127.0.0.1:${service.port}`;
  const allScopes: Scope[] = ['read', 'write', 'admin'];
  const makeKey = async (scopes: Scope[] = allScopes, projectId?: string) =>
    (await record.projects.createKey({ name: 'test', scopes, projectId: projectId ?? null })).key;
  const key = await makeKey();

  const call = (path: string, init: RequestInit & { key?: string } = {}) =>
    fetch(`${url}${path}`, { ...init, headers: { authorization: `Bearer ${init.key ?? key}`, ...init.headers } });

  return {
    record,
    url,
    key,
    makeKey,
    call,

    /** An answer of this status whose body has exactly the shape that is published for it. */
    async json<S extends z.ZodType>(status: number, schema: S, path: string, init?: RequestInit & { key?: string }) {
      const response = await call(path, init);
      const body = await response.json();
      expect(response.status, JSON.stringify(body)).to.equal(status);
      expect(schema.parse(body), 'undocumented fields').to.deep.equal(body);
      return body as z.output<S>;
    },

    post: (body: object) => ({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),

    /** Keys of all files in the store, the unfinished ones included. */
    async stored(): Promise<string[]> {
      const root = fileURLToPath(environment.FILES_URL);
      const entries = await readdir(root, { recursive: true, withFileTypes: true });
      return entries
        .filter(entry => entry.isFile())
        .map(entry => join(entry.parentPath, entry.name).slice(root.length + 1))
        .filter(name => name !== storeMarker);
    },

    async stop() {
      for (const step of service.stopSteps) await step.run();
      await record.stop();
    },
  };
}

/** A form with these fields, then these files. */
export function formOf(fields: Record<string, string>, ...files: TestFile[]): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  for (const [name, bytes] of files) form.append('files', new Blob([bytes]), name);
  return form;
}
