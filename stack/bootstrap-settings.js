/** Settings from a `.env` file, for the commands that run on the person's own configuration. */
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/**
 * Adds what the file sets to `environment` and answers with the names. The environment wins; an empty value, on either
 * side, counts as absent - which is why this is not `process.loadEnvFile`.
 */
export function readSettings(path, environment) {
  if (!existsSync(path)) return [];
  const isSet = value => value !== undefined && value.trim() !== '';
  const taken = Object.entries(parseEnv(readFileSync(path, 'utf8'))).filter(
    ([name, value]) => isSet(value) && !isSet(environment[name]),
  );
  Object.assign(environment, Object.fromEntries(taken));
  return taken.map(([name]) => name);
}
