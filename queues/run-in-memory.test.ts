import { expect } from 'chai';
import type { SegmentRow } from '../shared/domain/rows.ts';
import { PipelineError } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import { type MemoryRunOptions, runInMemory } from './run-in-memory.ts';
import type { Stage, TaskContext, TaskResult } from './stage.ts';

const log: Log = { info() {}, warn() {}, error() {}, debug() {}, with: () => log };

const done = (counts: Record<string, number> = {}): TaskResult => ({
  outcome: { counts, engine: 'test', version: '1', warnings: [] },
});

const segment = (context: TaskContext, ordinal: number, text: string): SegmentRow => ({
  id: context.rowId('segments', ordinal),
  ordinal,
  kind: 'page',
  text,
  charStart: 0,
  charEnd: text.length,
  engine: 'test',
});

/** Each stage does nothing unless told otherwise. */
function run(stages: Partial<MemoryRunOptions['stages']>, options: Partial<MemoryRunOptions> = {}) {
  const idle: Stage = { plan: async () => done() };
  return runInMemory({
    document: {
      id: '0193a5b0-0000-7000-8000-000000000001',
      projectId: '0193a5b0-0000-7000-8000-000000000002',
      projectName: 'p',
      parentId: null,
      depth: 0,
      fileName: 'a.txt',
      mediaType: 'text/plain',
      bytes: 1,
      sha256: '',
      storageKey: '',
      category: null,
      language: null,
      textLength: null,
    },
    original: '/nowhere',
    first: 'ocr',
    stages: { ocr: idle, asr: idle, ner: idle, llm: idle, relationship: idle, ...stages },
    log,
    signal: new AbortController().signal,
    ...options,
  });
}

/** Ten parts; part `n` writes a draft, `finish` makes one segment of each. */
const inParts = (part: (context: TaskContext) => void | Promise<void>): Stage => ({
  plan: async () => ({ ...done(), parts: Array.from({ length: 10 }, (_, n) => ({ n })) }),
  async part(context) {
    await part(context);
    const { ordinal } = context.task;
    await context.put({
      taskDrafts: [{ id: context.rowId('taskDrafts', 0), ordinal: 0, data: { text: `part ${ordinal}` } }],
    });
    return done();
  },
  async finish(context) {
    const drafts = await context.read.drafts();
    await context.put({ segments: drafts.map(({ data }, n) => segment(context, n, String(data.text))) });
    return { ...done({ failed: context.parts.failed.length }), document: { pageCount: drafts.length } };
  },
});

describe('runInMemory', () => {
  it('skips asr for what starts at ocr, and hands on what stages found and wrote', async () => {
    let seen: unknown;
    const ocr: Stage = {
      async plan(context) {
        await context.put({ segments: [segment(context, 0, 'text')] });
        return { ...done(), document: { language: 'en', pageCount: 3 } };
      },
    };
    const ner: Stage = {
      async plan({ document, read }) {
        seen = [document.language, (await read.segments()).map(({ text }) => text)];
        return done();
      },
    };
    const result = await run({ ocr, ner });
    expect(result.state).to.equal('completed');
    expect(result.stages.map(({ stage }) => stage)).to.deep.equal(['ocr', 'ner', 'llm', 'relationship']);
    expect(seen).to.deep.equal(['en', ['text']]);
    expect(result.document.pageCount).to.equal(3);
  });

  it('joins parts in order, however they finish', async () => {
    const ocr = inParts(({ task }) => new Promise(resolve => setTimeout(resolve, 10 - task.ordinal)));
    const result = await run({ ocr }, { concurrency: 4 });
    expect(result.rows.segments.map(({ text }) => text)).to.deep.equal(
      Array.from({ length: 10 }, (_, n) => `part ${n}`),
    );
  });

  it('tells finish which parts failed, and is partial then', async () => {
    const ocr = inParts(({ task }) => {
      if (task.ordinal === 3) throw new PipelineError('I_DAMAGED', 'page 3');
    });
    const result = await run({ ocr });
    expect(result.state).to.equal('completed_partial');
    expect(result.rows.segments).to.have.length(9);
    expect(result.stages[0]?.outcomes.at(-1)?.outcome.counts.failed).to.equal(1);
  });

  it('fails the stage when all parts failed', async () => {
    const ocr = inParts(() => {
      throw new PipelineError('I_DAMAGED', 'a page');
    });
    const result = await run({ ocr });
    expect(result.state).to.equal('failed');
    expect(result.stages[0]?.error?.code).to.equal('I_DAMAGED');
  });

  it('ends at a failed required stage, goes on after an optional one, and keeps nothing of what it wrote', async () => {
    const failing: Stage = {
      async plan(context) {
        await context.put({ segments: [segment(context, 7, 'half')] });
        throw new PipelineError('I_DAMAGED', 'no');
      },
    };
    const required = await run({ ner: failing });
    expect(required.state).to.equal('failed');
    expect(required.stages.map(({ stage }) => stage)).to.deep.equal(['ocr', 'ner']);
    expect(required.rows.segments).to.deep.equal([]);
    const optional = await run({ llm: failing });
    expect(optional.state).to.equal('completed_partial');
    expect(optional.stages.at(-1)).to.include({ stage: 'relationship', state: 'done' });
  });

  it('tries a retryable error again, without the rows of the failed attempt', async () => {
    const attempts: number[] = [];
    const ocr: Stage = {
      async plan(context) {
        attempts.push(context.task.attempt);
        await context.put({ segments: [segment(context, 0, `attempt ${context.task.attempt}`)] });
        if (context.task.attempt < 3) throw new PipelineError('X_ENGINE_FAILED', 'away', { retryAfterMs: 1 });
        return done();
      },
    };
    const result = await run({ ocr });
    expect(attempts).to.deep.equal([1, 2, 3]);
    expect(result.rows.segments.map(({ text }) => text)).to.deep.equal(['attempt 3']);
  });

  it('refuses a second row at an ordinal, as the record does', async () => {
    const ocr: Stage = {
      async plan(context) {
        const put = (text: string) => context.put({ segments: [segment(context, 0, text)] });
        await put('one');
        const refusal = await put('two').catch((error: PipelineError) => error.code);
        return done({ refused: Number(refusal === 'X_RECORD') });
      },
    };
    const result = await run({ ocr });
    expect(result.stages[0]?.outcomes[0]?.outcome.counts.refused).to.equal(1);
    expect(result.rows.segments.map(({ text }) => text)).to.deep.equal(['one']);
  });

  it('rejects when it is told to end', async () => {
    const stop = new AbortController();
    const ocr: Stage = {
      plan: ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    };
    const running = run({ ocr }, { signal: stop.signal });
    stop.abort(new Error('Ctrl-C'));
    expect(await running.catch((error: Error) => error.message)).to.equal('Ctrl-C');
  });
});
