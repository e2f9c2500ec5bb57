/** Puts documents on the real record as the stages leave them, made of chunks that a test writes itself. */
import type { ChunkRow, RowBatch } from '../../shared/domain/rows.ts';
import { unitVector } from '../../shared/embeddings/vectors.ts';
import { derivedId } from '../../shared/ids.ts';
import type { Delivery } from '../../shared/record/tasks.ts';
import { emptyOutcome, only, type TestRecord } from './record.ts';
import { toyVector } from './toy-embedding.ts';

export interface Planted {
  /** Of the chunks; the text of the document is all of them, on one page that calls itself "iv". */
  texts: string[];
  language?: string;
  kind?: ChunkRow['kind'];
  category?: string;
  /** What the toy vectors are said to be made by; null: there are none. */
  model?: string | null;
}

export type Planter = ReturnType<typeof createPlanter>;

export function createPlanter(record: TestRecord) {
  /** The generation of the chunks of each document. */
  const chunked = new Map<string, number>();

  /** Does the tasks of a document, from this one on, up to and with those of a stage. Answers what comes next. */
  const build = async (documentId: string, planted: Planted, first: Delivery, last = 'relationship') => {
    for (let task: Delivery = first; ; ) {
      const { taskId, stage, generation } = task;
      if (stage === 'ner') chunked.set(documentId, generation);
      const { token } = await record.claim(taskId);
      const rows = rowsOf(planted, stage, (table, ordinal) => {
        const of = table === 'chunk' ? (chunked.get(documentId) ?? 1) : generation;
        return derivedId(documentId, of, table, ordinal);
      });
      await record.tasks.putRows(taskId, token, rows);
      const document = stage === 'llm' && planted.category ? { category: planted.category } : {};
      const answer = await record.tasks.commit({ taskId, token, outcome: emptyOutcome, document });
      if (answer.status !== 'committed') throw new Error(`not committed: ${answer.status}`);
      const [next] = answer.deliveries;
      if (stage === last || !next) return next;
      task = next;
    }
  };

  return {
    build,
    /** A new document of a project; answers its id. */
    async plant(projectId: string, planted: Planted): Promise<string> {
      const { id, deliveries } = await record.accept({ projectId });
      await build(id, planted, only(deliveries));
      return id;
    },
  };
}

function rowsOf(planted: Planted, stage: string, id: (table: string, ordinal: number) => string): RowBatch {
  const { texts, language = 'en', kind = 'text', model = 'toy' } = planted;
  const whole = texts.join('');
  if (stage === 'ocr') {
    const page = { kind: 'page' as const, text: whole, charStart: 0, charEnd: whole.length };
    return {
      segments: [{ id: id('segment', 0), ordinal: 0, ...page, pageNumber: 1, pageLabel: 'iv', engine: 'test' }],
    };
  }
  if (stage === 'ner') {
    let charEnd = 0;
    const chunks = texts.map((text, ordinal) => {
      const charStart = charEnd;
      charEnd += text.length;
      const span = { charStart, charEnd };
      const about = { headingPath: [], contextLine: 'Head of it', tokenCount: 1, tokenEncoding: 'test', pageFirst: 1 };
      return { id: id('chunk', ordinal), ordinal, kind, text, language, ...span, ...about };
    });
    return { chunks };
  }
  if (stage !== 'llm' || model === null) return {};
  return {
    chunkEmbeddings: texts.map((text, ordinal) => {
      const embedding = unitVector(toyVector(text)) ?? [];
      const vector = { model, dimensions: embedding.length, embedding };
      return { id: id('vector', ordinal), ordinal, chunkId: id('chunk', ordinal), ...vector };
    }),
  };
}
