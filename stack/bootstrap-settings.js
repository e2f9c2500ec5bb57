/** Settings from `.env` and from a profile, for the commands that run on the person's own configuration. */
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

/**
 * Takes `--profile <file>` out of the arguments of a command, wherever it stands before a `--`. `missing`: it names no file
 * that is there.
 */
export function takeProfile(args) {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const at = args.findIndex((argument, index) => index < end && /^--profile(=|$)/.test(argument));
  if (at === -1) return { rest: args };
  const isJoined = args[at].includes('=');
  const profile = isJoined ? args[at].slice('--profile='.length) : args[at + 1];
  const rest = [...args.slice(0, at), ...args.slice(at + (isJoined ? 1 : 2))];
  return { profile, rest, missing: !profile || !existsSync(profile) };
}
