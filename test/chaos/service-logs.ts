/** What the log lines of the services say about a campaign. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Counts the claims that found out, when they wanted to write or to seal, that they were not theirs any more. */
export function fencedIn(logFolder: string): number {
  const lines = readdirSync(logFolder)
    .filter(name => name.includes('-service-'))
    .flatMap(name => readFileSync(join(logFolder, name), 'utf8').split('\n'));
  return lines.filter(line => /"message":"task\.(fenced|lost)"/.test(line)).length;
}
