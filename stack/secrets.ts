/** The passwords and keys of the embedded stack: made at random on the first start, kept in the data folder. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import { signJwt } from './jwt.ts';

const secretsSchema = z.object({
  /** Of the database owner `postgres`. */
  ownerPassword: z.string(),
  /** Of the role PostgREST logs in with. */
  authenticatorPassword: z.string(),
  redisPassword: z.string(),
  jwtSecret: z.string(),
  anonKey: z.string(),
  serviceRoleKey: z.string(),
  dashboardPassword: z.string(),
});
export type Secrets = z.infer<typeof secretsSchema>;

/** Reads them, or makes them when there are none yet. */
export function loadSecrets(dataDir: string): Secrets {
  const path = join(dataDir, 'secrets.json');
  const known = readJsonFile(path, secretsSchema);
  if (known !== undefined) return known;
  const made = makeSecrets();
  writeJsonFile(path, made);
  return made;
}

/** New ones, kept nowhere. Hexadecimal, so that they fit into URLs as they are. */
export function makeSecrets(): Secrets {
  const random = () => randomBytes(32).toString('hex');
  const jwtSecret = random();
  return {
    ownerPassword: random(),
    authenticatorPassword: random(),
    redisPassword: random(),
    jwtSecret,
    anonKey: signJwt({ role: 'anon' }, jwtSecret),
    serviceRoleKey: signJwt({ role: 'service_role' }, jwtSecret),
    dashboardPassword: randomBytes(12).toString('hex'),
  };
}
