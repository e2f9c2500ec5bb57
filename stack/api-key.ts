/** A key of our own HTTP API for the person at this machine, so that the first call needs no further command. */
import { join } from 'node:path';
import { z } from 'zod';
import { createRecordClient } from '../shared/record/client.ts';
import { createProjects } from '../shared/record/projects.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

const fileSchema = z.object({ apiKey: z.string() });

const keyFile = (dataDir: string): string => join(dataDir, 'api-key.json');

/** The key kept in the data folder, if there is one. */
export const knownApiKey = (dataDir: string): string | undefined => readJsonFile(keyFile(dataDir), fileSchema)?.apiKey;

/** The key kept in the data folder, or a new one when there is none or the record no longer knows it. */
export async function localApiKey(dataDir: string, supabase: { url: string; serviceKey: string }): Promise<string> {
  const record = createRecordClient(supabase);
  try {
    const projects = createProjects(record);
    const known = knownApiKey(dataDir);
    if (known !== undefined && (await projects.authenticate(known)) !== null) return known;
    const { key } = await projects.createKey({ name: 'embedded stack', scopes: ['read', 'write', 'admin'] });
    writeJsonFile(keyFile(dataDir), { apiKey: key });
    return key;
  } finally {
    record.close();
  }
}
