/** Settings that are read from files: `NAME_FILE` says where the value of `NAME` is, as containers get their secrets. */
import { readFileSync } from 'node:fs';
import { PipelineError } from '../errors.ts';
import { settings } from './schema.ts';

type Environment = Record<string, string | undefined>;

/**
 * The environment with the content of each such file in place of its name; an empty file counts as absent. Throws `X_CONFIG` that
 * names every file that cannot be read and every setting that is given both ways.
 */
export function withSecretFiles(environment: Environment): Environment {
  const result = { ...environment };
  const problems: string[] = [];
  for (const name of Object.keys(settings)) {
    const path = environment[`${name}_FILE`]?.trim();
    delete result[`${name}_FILE`];
    if (!path) continue;
    try {
      const value = readFileSync(path, 'utf8').trim();
      if (value !== '' && environment[name]?.trim()) problems.push(`${name} and ${name}_FILE are both set: set one`);
      else if (value !== '') result[name] = value;
    } catch (cause) {
      problems.push(`${name}_FILE: ${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`);
    }
  }
  if (problems.length > 0) throw new PipelineError('X_CONFIG', `configuration: ${problems.join('; ')}`);
  return result;
}
