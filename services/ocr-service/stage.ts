/** The ocr stage: every file that holds text or pictures of text becomes pages of citable, frozen text. */
import { readFile, stat } from 'node:fs/promises';
import type { PartInput, PlanResult, Stage, TaskContext, TaskResult, Warning } from '../../queues/stage.ts';
import { PipelineError } from '../../shared/errors.ts';
import { addUsage, usageCounts } from '../../shared/model-api/usage.ts';
import { assemblePages, type Frozen, freeze } from './assemble.ts';
import type { OcrEngine } from './engines/engine.ts';
import type { ReadPage } from './page.ts';
import { openFile, type PageReaderDeps, readLayers, recognizePages, withFolder } from './read-pages.ts';
import { isReadWhole, type ReadDocument } from './readers/document.ts';
import { missingPage, type PageResult } from './readers/pdf.ts';
import { decodeText, textSegments } from './readers/text.ts';

export interface OcrStageDeps extends PageReaderDeps {
  /** Pages in one part. */
  partSize: number;
  /** A document of at most this many pages is read whole by the plan if at most so many of them need OCR. */
  planLimits: { pages: number; ocrPages: number };
  /** Ends the child processes and removes their folder. */
  close(): Promise<void>;
}

/** Grows with every change that can change the text; stored with each outcome. */
const version = '6';

const paged = new Set(['application/pdf', 'image/png', 'image/jpeg', 'image/tiff']);

/** The stage as the runner drives it. Small documents are done by `plan` alone; the result is the same either way. */
export function createOcrStage(deps: OcrStageDeps): Stage {
  return {
    plan: context => plan(deps, context),
    async part(context) {
      const range = { from: Number(context.task.input.from), to: Number(context.task.input.to) };
      const pages = await recognizePages(deps, context, await readLayers(deps, context, range));
      await putDrafts(context, pages);
      const counts = { pages: pages.length, ...usageOf(pages) };
      return { outcome: { counts, ...engineOf(deps, pages), pagesBy: pagesBy(pages), version, warnings: [] } };
    },
    async finish(context) {
      const drafts = await context.read.drafts();
      const read = drafts.map(draft => draft.data as unknown as ReadPage);
      const pages = withFailedParts(read, context);
      return seal(context, assemblePages(pages, context.limits), engineOf(deps, pages));
    },
    close: () => deps.close(),
  };
}

async function plan(deps: OcrStageDeps, context: TaskContext): Promise<PlanResult> {
  const { mediaType, bytes } = context.document;
  if (bytes === 0) throw new PipelineError('I_EMPTY_FILE', 'the file has no bytes');
  if (mediaType === 'text/plain') return planText(context);
  if (isReadWhole(mediaType)) return planWhole(deps, context);
  if (!paged.has(mediaType)) throw new PipelineError('I_UNSUPPORTED_TYPE', `${mediaType} is not read by this stage`);
  const { pageCount, properties, unread } = await openFile(deps, context);
  if (pageCount > context.limits.maxPages) {
    throw new PipelineError('L_TOO_MANY_PAGES', `${pageCount} pages, at most ${context.limits.maxPages} are allowed`);
  }
  const warnings: Warning[] = Object.entries(unread).map(([code, count]) => ({ code, count, missing: true }));
  const layers = await smallEnough(deps, context, pageCount);
  if (!layers) {
    const parts = ranges(pageCount, deps.partSize);
    const counts = { pages: pageCount, parts: parts.length };
    return { parts, outcome: { counts, engine: 'pdfium', version, warnings }, document: { pageCount, properties } };
  }
  const pages = await recognizePages(deps, context, layers);
  const engine = { ...engineOf(deps, pages), pagesBy: pagesBy(pages) };
  const result = await seal(context, assemblePages(pages, context.limits), engine);
  result.outcome.warnings.unshift(...warnings);
  Object.assign(result.outcome.counts, usageOf(pages));
  return { ...result, document: { ...result.document, properties } };
}

/** The text layers of the whole document if the plan may do it all; undefined if parts must. */
async function smallEnough(
  deps: OcrStageDeps,
  context: TaskContext,
  pageCount: number,
): Promise<PageResult[] | undefined> {
  if (pageCount > deps.planLimits.pages) return undefined;
  const layers = await readLayers(deps, context, { from: 1, to: pageCount });
  return layers.filter(layer => 'ocr' in layer).length <= deps.planLimits.ocrPages ? layers : undefined;
}

function ranges(pageCount: number, partSize: number): PartInput[] {
  const parts: PartInput[] = [];
  for (let from = 1; from <= pageCount; from += partSize)
    parts.push({ from, to: Math.min(pageCount, from + partSize - 1) });
  return parts;
}

/** Text is decoded here and not in a child process: it is a table look-up, not a parser. */
async function planText(context: TaskContext): Promise<PlanResult> {
  const path = await context.original();
  const { size } = await stat(path);
  // UTF-16 may take twice the bytes it becomes.
  if (size > 2 * context.limits.maxTextBytes + 4) {
    throw new PipelineError(
      'L_TEXT_TOO_LARGE',
      `${size} bytes, at most ${context.limits.maxTextBytes} of text are allowed`,
    );
  }
  const { text, encoding, assumed } = decodeText(await readFile(path));
  const frozen = freeze(textSegments(text), context.limits);
  const pages = frozen.segments.filter(segment => segment.kind === 'page').length;
  if (pages > context.limits.maxPages) {
    throw new PipelineError('L_TOO_MANY_PAGES', `${pages} pages, at most ${context.limits.maxPages} are allowed`);
  }
  if (assumed) frozen.warnings.push({ code: 'encoding.assumed' });
  const document = { ...frozen.document, ...(pages && { pageCount: pages }), properties: { encoding } };
  return seal(
    context,
    { ...frozen, document, words: [] },
    { engine: 'text', ...(pages && { pagesBy: { text: pages } }) },
  );
}

/** Files without pages: their text, and the files found inside as documents of their own. */
function planWhole(deps: OcrStageDeps, context: TaskContext): Promise<PlanResult> {
  const { document, limits, signal } = context;
  return withFolder(deps, async folder => {
    const path = await context.original();
    const { mediaType, depth } = document;
    const task = { name: 'document', path, mediaType, folder, limits, depth } as const;
    const read = await deps.reader.run<ReadDocument>(task, signal);
    for (const child of read.children) await context.addChild(child);
    const frozen = freeze(read.segments, limits);
    const { counts } = frozen;
    const warnings = read.isContainer ? [] : frozen.warnings;
    const found = {
      ...frozen,
      words: [],
      counts: { ...counts, children: read.children.length },
      warnings: [...read.warnings, ...warnings],
      document: { ...frozen.document, properties: read.properties },
    };
    return seal(context, found, { engine: read.engine });
  });
}

/** Fills the pages of failed parts with placeholders and makes sure that no page is unaccounted for. */
function withFailedParts(read: ReadPage[], context: TaskContext): ReadPage[] {
  const missing = context.parts.failed.flatMap(({ input, code }) => {
    const [from, to] = [Number(input.from), Number(input.to)];
    return Array.from({ length: to - from + 1 }, (_, index) => missingPage(from + index, code, 'none'));
  });
  const pages = [...read, ...missing].sort((a, b) => a.pageNumber - b.pageNumber);
  const gap = pages.findIndex((page, index) => page.pageNumber !== index + 1);
  if (gap >= 0) throw new PipelineError('X_RECORD', `the drafts of the parts do not add up at page ${gap + 1}`);
  return pages;
}

type Engine = Pick<TaskResult['outcome'], 'engine' | 'model' | 'fallback' | 'pagesBy'>;

/** What the pages used up of engines that cost something; nothing, where none was asked. */
function usageOf(pages: ReadPage[]): Record<string, number> {
  const usages = pages.flatMap(({ usage }) => usage ?? []);
  return usages.length > 0 ? usageCounts(addUsage(...usages)) : {};
}

/** What a task's pages were made by: the OCR engine that read most of those that needed one, else the reader of the text layer. */
function engineOf({ engines }: OcrStageDeps, pages: ReadPage[]): Engine {
  const tried = pages.flatMap(page => page.tried?.[0] ?? [])[0];
  const fallback = tried && { fallback: { from: tried.engine, code: tried.code } };
  const madeBy = (engine: OcrEngine) => pages.filter(page => page.engine === engine.name).length;
  const [most] = engines.filter(madeBy).sort((a, b) => madeBy(b) - madeBy(a));
  return most
    ? { engine: most.name, model: `${most.version}, ${most.model}`, ...fallback }
    : { engine: 'pdfium', ...fallback };
}

function pagesBy(pages: ReadPage[]): Record<string, number> {
  const read = pages.filter(({ state }) => state !== 'missing');
  return Object.fromEntries(
    [...Map.groupBy(read, page => page.engine)].map(([engine, { length }]) => [engine, length]),
  );
}

async function seal(context: TaskContext, frozen: Frozen, engine: Engine): Promise<TaskResult> {
  await context.put({
    segments: frozen.segments.map(row => ({ ...row, id: context.rowId('segments', row.ordinal) })),
    segmentWords: frozen.words.map(row => ({ ...row, id: context.rowId('segmentWords', row.ordinal) })),
  });
  const { counts, warnings, document } = frozen;
  return { outcome: { counts, ...engine, version, warnings }, document };
}

const putDrafts = (context: TaskContext, pages: ReadPage[]): Promise<void> =>
  context.put({
    taskDrafts: pages.map(page => ({
      id: context.rowId('taskDrafts', page.pageNumber),
      ordinal: page.pageNumber,
      data: { ...page },
    })),
  });
