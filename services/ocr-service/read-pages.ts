/** Reads a range of pages through child processes: text layers first, OCR where they do not do. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TaskContext } from '../../queues/stage.ts';
import type { ChildPool } from '../../shared/child/pool.ts';
import { PipelineError } from '../../shared/errors.ts';
import { sideBySide } from '../../shared/side-by-side.ts';
import { cleanPage } from './assemble.ts';
import type { OpenedFile, ReaderTask, Rendered } from './child/protocol.ts';
import type { OcrEngine } from './engines/engine.ts';
import { AllRefused, readInTurn } from './fallback.ts';
import type { ReadPage } from './page.ts';
import { missingPage, type OcrRequest, type PageResult } from './readers/pdf.ts';

export interface PageReaderDeps {
  /** Reads files; its tasks never touch the network. */
  reader: ChildPool<ReaderTask>;
  /** In the order in which they are tried; at least one. */
  engines: readonly OcrEngine[];
  /** Where pictures for OCR are put; they are removed as soon as they were read. */
  tempFolder: string;
  /** Pages under OCR at a time. */
  concurrency: number;
}

interface Range {
  from: number;
  to: number;
}

/** What a page may do to its reader without costing the pages beside it. */
const pageFaults = new Set(['X_CHILD_DIED', 'X_TIMEOUT', 'L_MEMORY', 'I_DAMAGED']);

/** Opens the file: pages, properties, what in it is not read; the files attached to it become documents of their own. */
export async function openFile(deps: PageReaderDeps, context: TaskContext): Promise<Omit<OpenedFile, 'children'>> {
  const { document, limits, signal } = context;
  const path = await context.original();
  return withFolder(deps, async folder => {
    const { mediaType, depth } = document;
    const task = { name: 'open', path, mediaType, folder, limits, depth } as const;
    const { children, ...opened } = await deps.reader.run<OpenedFile>(task, signal);
    for (const child of children) await context.addChild(child);
    return opened;
  });
}

/** Lends an empty folder for what is found inside a file. */
export async function withFolder<T>({ tempFolder }: PageReaderDeps, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tempFolder, 'inside-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The pages of a range as the text layer gives them, or requests for OCR. If the range as a whole brings its reader
 * down, it is read page by page, and only the page at fault is missing.
 */
export async function readLayers(
  deps: PageReaderDeps,
  context: TaskContext,
  { from, to }: Range,
): Promise<PageResult[]> {
  const path = await context.original();
  const { mediaType } = context.document;
  const { maxPagePixels } = context.limits;
  const read = (range: Range) =>
    deps.reader.run<PageResult[]>({ name: 'read', path, mediaType, maxPagePixels, ...range }, context.signal);
  try {
    return await read({ from, to });
  } catch (thrown) {
    if (!isPageFault(thrown, context)) throw thrown;
    context.log.warn('pages.single', { code: thrown.code, from, to });
  }
  const results: PageResult[] = [];
  for (let pageNumber = from; pageNumber <= to; pageNumber++) {
    try {
      results.push(...(await read({ from: pageNumber, to: pageNumber })));
    } catch (thrown) {
      if (!isPageFault(thrown, context)) throw thrown;
      results.push({ page: missingPage(pageNumber, thrown.code, 'pdfium') });
    }
  }
  return results;
}

/** Runs OCR where it was asked for. A picture that cannot be made or read leaves its page missing, with the code. */
export function recognizePages(deps: PageReaderDeps, context: TaskContext, results: PageResult[]): Promise<ReadPage[]> {
  const together = results.flatMap(result => ('ocr' in result ? result.ocr.pageNumber : []));
  return sideBySide(results, deps.concurrency, async result => {
    if ('page' in result) return cleanPage(result.page);
    try {
      return cleanPage(await recognizePage(deps, context, result.ocr, together));
    } catch (thrown) {
      // The first attempt fails as a whole, in case the fault was the machine's; later ones settle for a missing page.
      const error = thrown instanceof AllRefused ? thrown.last : thrown;
      const permanent = error instanceof PipelineError && /^[IL]_/.test(error.code);
      if (!permanent && !(isOcrFault(error, context) && context.task.attempt > 1)) throw error;
      return missingAfterOcr(result.ocr, error, thrown);
    }
  });
}

/** With OCR an answer that was refused is the page's, too: another page may well be read. */
const isOcrFault = (thrown: unknown, context: TaskContext): thrown is PipelineError =>
  isPageFault(thrown, context) || (thrown instanceof PipelineError && thrown.code === 'X_ENGINE_ANSWER');

const isPageFault = (thrown: unknown, context: TaskContext): thrown is PipelineError =>
  thrown instanceof PipelineError && pageFaults.has(thrown.code) && !context.signal.aborted;

async function recognizePage(
  deps: PageReaderDeps,
  context: TaskContext,
  request: OcrRequest,
  together: readonly number[],
): Promise<ReadPage> {
  const picturePath = join(deps.tempFolder, `${randomUUID()}.pgm`);
  const { pageNumber } = request;
  const source = { path: await context.original(), mediaType: context.document.mediaType, pageNumber };
  try {
    const rendered = await deps.reader.run<Rendered>(
      {
        name: 'render',
        ...source,
        maxPagePixels: context.limits.maxPagePixels,
        picturePath,
      },
      context.signal,
    );
    if ('blank' in rendered) return blankPage(request);
    return await readInTurn(deps.engines, request, { ...rendered.picture, source: { ...source, together } }, context);
  } finally {
    await rm(picturePath, { force: true });
  }
}

function blankPage({ pageNumber, widthPt, heightPt, furniture, warnings }: OcrRequest): ReadPage {
  return { pageNumber, widthPt, heightPt, turn: 0, state: 'blank', engine: 'image', lines: [], furniture, warnings };
}

/** The page stays missing as a whole, also where words of its text layer stood: half a page would pass for a whole one. */
function missingAfterOcr(request: OcrRequest, { code }: PipelineError, thrown: unknown): ReadPage {
  const { pageNumber, widthPt, heightPt, furniture, warnings } = request;
  const refused = thrown instanceof AllRefused ? thrown : undefined;
  return {
    ...missingPage(pageNumber, code, refused?.engine ?? 'none'),
    ...{ widthPt, heightPt, furniture, warnings },
    ...(refused?.tried.length && { tried: refused.tried }),
  };
}
