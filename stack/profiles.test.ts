/** The files of `deploy/profiles`: each names settings there are, with values they take, and no secrets. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect } from 'chai';
import { type Setting, settings } from '../shared/config/schema.ts';
import retirements from '../shared/models/retirements.json' with { type: 'json' };

const folder = join(import.meta.dirname, '..', 'deploy', 'profiles');
const known: Record<string, Setting> = settings;

for (const file of readdirSync(folder)) {
  describe(`profile ${file}`, () => {
    const text = readFileSync(join(folder, file), 'utf8');
    const values = Object.entries(parseEnv(text));
    const secret = /(_KEY|_PASSWORD)$/;

    it('names settings there are, in comments, too', () => {
      const offered = [...text.matchAll(/^# ([A-Z][A-Z0-9_]*)=/gm)].map(([, name = '']) => name);
      const unknown = [...values.map(([name]) => name), ...offered].filter(name => !known[name]);
      expect(unknown).to.deep.equal([]);
    });

    it('gives each a value it takes, and none to a secret', () => {
      for (const [name, value] of values) {
        expect(name).not.to.match(secret);
        const schema = known[name]?.schema;
        if (schema) expect(schema.safeParse(value).success, `${name}=${value}`).to.equal(true);
      }
    });

    it('names no model whose end is announced', () => {
      const ending = new Set(retirements.entries.flatMap(({ models }) => models));
      expect(values.filter(([, value]) => ending.has(value ?? ''))).to.deep.equal([]);
    });
  });
}
