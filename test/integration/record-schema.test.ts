import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { pipelineRows } from '../../queues/pipeline.ts';
import { displayName } from '../../services/llm-service/resolve/entity-key.ts';
import { derivedId, newId } from '../../shared/ids.ts';
import { checkSchema } from '../../shared/record/schema-check.ts';
import { databaseTypes } from '../../stack/database-types.ts';
import { createTestRecord, type TestRecord } from '../support/record.ts';

describe('schema of the record', function () {
  this.timeout(60_000);
  let record: TestRecord;
  before(async () => {
    record = await createTestRecord();
  });
  after(() => record.stop());

  it('is what the TypeScript types say', async () => {
    const file = new URL('../../shared/record/database-types.ts', import.meta.url);
    expect(readFileSync(file, 'utf8'), 'run `npm run generate`').to.equal(
      await databaseTypes(record.environment.environment.DATABASE_URL),
    );
  });

  it('has the pipeline of queues/pipeline.ts, and a service refuses any other', async () => {
    await checkSchema(record.client, pipelineRows());
    const [first, ...others] = pipelineRows();
    const thrown = await checkSchema(record.client, [{ ...first, attempts: 9 }, ...others]).catch(
      (error: unknown) => error,
    );
    expect(thrown).to.have.property('code', 'X_SCHEMA');
  });

  it('derives the same ids as TypeScript', async () => {
    for (const name of ['', 'task/1/ocr/plan/0', 'ü€😀']) {
      const namespace = newId();
      const [row] = await record.query<{ id: string }>('select lp.derived_id($1, $2) as id', [namespace, name]);
      expect(row?.id).to.equal(derivedId(namespace, name));
    }
  });

  it('shows an entity by the same name as llm-service', async () => {
    const word = fc.constantFrom(
      ...'ACME Acme acme Of of THE the For and AND Ohio OHIO Ünal ÜNAL É IBM Inc. 😀 McGee'.split(' '),
    );
    const alias = fc.array(word, { minLength: 1, maxLength: 4 }).map(words => words.join(' '));
    const sets = [
      ['Boyd', 'R. C. Boyd Enterprises, LLC'],
      ...fc.sample(fc.array(alias, { minLength: 1, maxLength: 5 }), 300),
    ];
    const rows = await record.query<{ name: string }>(
      `select lp.display_name(array(select jsonb_array_elements_text(s))) as name from jsonb_array_elements($1::jsonb) with ordinality as sets(s, n) order by n`,
      [JSON.stringify(sets)],
    );
    expect(rows.map(({ name }) => name)).to.deep.equal(sets.map(displayName));
  });

  it('slices text by UTF-16 units as JavaScript does', async () => {
    const unit = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom('😀', 'a', '𝒳', 'é', '\ufdd0', '\n'),
    );
    const cases = fc
      .sample(fc.tuple(fc.array(unit, { maxLength: 12 }), fc.nat(12), fc.nat(12)), 300)
      .map(([parts, a, b]) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)].map(n => parts.slice(0, n).join('').length) as [
          number,
          number,
        ];
        const text = parts.join('').replaceAll('\0', '').toWellFormed();
        return { text, from, to, slice: text.slice(from, to) };
      });
    const whole = cases.filter(c => c.slice.isWellFormed());
    const rows = await record.query<{ slice: string }>(
      `select utf16_slice(c ->> 'text', (c ->> 'from')::int, (c ->> 'to')::int) as slice from jsonb_array_elements($1::jsonb) with ordinality as cases(c, n) order by n`,
      [JSON.stringify(whole)],
    );
    expect(rows.map(r => r.slice)).to.deep.equal(whole.map(c => c.slice));
    expect(whole.length).to.be.greaterThan(200);
  });
});
