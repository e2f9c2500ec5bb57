/** The import boundaries hold, and the check that says so can fail. */
import { join } from 'node:path';
import { expect } from 'chai';
import { findViolations, violationsOf } from './boundaries.ts';

const importing = (target: string) => [
  `import { x } from '${target}';`,
  `import type { X } from '${target}';`,
  `import '${target}';`,
  `export { x } from '${target}';`,
  `const x = await import('${target}');`,
  `import {\n  a,\n  type B,\n} from '${target}';`,
];

describe('import boundaries', () => {
  for (const [file, target] of [
    ['shared/text/spans.ts', '../../queues/names.ts'],
    ['queues/relay.ts', '../services/ocr-service/stage.ts'],
    ['services/ner-service/stage.ts', '../llm-service/stage.ts'],
    ['services/ner-service/stage.ts', '../../stack/stack.ts'],
    ['dashboard/app.ts', '../cli/index.ts'],
    ['cli/index.ts', '../stack/stack.ts'],
    ['cli/demo.ts', '../stack/stack.ts'],
    ['cli/demo/describe.ts', '../../stack/product.ts'],
    ['stack/stack.ts', '../queues/names.ts'],
    ['web/upload.js', '../shared/errors.ts'],
    ['shared/errors.ts', '../test/support/stack.ts'],
    ['services/ingest-service/app.ts', 'bullmq'],
    ['shared/record/client.ts', 'pg'],
    ['shared/files/store.ts', '@supabase/supabase-js'],
    ['stack/stack.ts', 'winston'],
    ['services/ocr-service/stage.ts', 'tesseract.js'],
    ['services/llm-service/stage.ts', 'openai/resources'],
    ['shared/embeddings/onnx.ts', 'onnxruntime-node'],
  ] as const) {
    it(`${file} may not import ${target}`, () => {
      for (const source of importing(target)) expect(violationsOf(file, source), source).to.have.length(1);
    });
  }

  for (const [file, target] of [
    ['services/ner-service/stage.ts', './engines/engine.ts'],
    ['services/ner-service/stage.ts', '../../shared/errors.ts'],
    ['queues/relay.ts', 'bullmq'],
    ['stack/migrate.ts', 'pg'],
    ['cli/demo.ts', '../stack/product.ts'],
    ['cli/direct/stages.ts', '../../services/ner-service/configured.ts'],
    ['shared/errors.ts', 'zod'],
    ['shared/bert/session.ts', 'onnxruntime-node'],
    ['stack/stack.ts', 'node:fs'],
  ] as const) {
    it(`${file} may import ${target}`, () => {
      for (const source of importing(target)) expect(violationsOf(file, source), source).to.deep.equal([]);
    });
  }

  it('hold in the whole tree', () => {
    expect(findViolations(join(import.meta.dirname, '..', '..'))).to.deep.equal([]);
  });
});
