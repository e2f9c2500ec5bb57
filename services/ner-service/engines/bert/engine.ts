/** The engine for names that learnt them: a token classifier of the BERT family beside us, by ONNX; nothing leaves the machine. */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { type ChildPool, createChildPool } from '../../../../shared/child/pool.ts';
import { makeTempFolder, removeTempFolder } from '../../../../shared/child/temp-folder.ts';
import type { ConfiguredBert } from '../../../../shared/config/bert-model.ts';
import { PipelineError } from '../../../../shared/errors.ts';
import type { BertAnswer, BertTask } from '../../child/protocol.ts';
import type { FoundMention, NerEngine } from '../engine.ts';
import { withoutOverlaps } from '../rules/found.ts';
import { placeAt } from '../rules/locations.ts';
import { organizationAt } from '../rules/organizations.ts';
import { personAt } from '../rules/people.ts';
import { withoutLineNumbers } from '../rules/transcript.ts';
import { type Prediction, type Span, spansOf } from './spans.ts';
import { joinWindows, windowsOf } from './windows.ts';
import { createWordPiece, type Token, type WordPiece } from './word-piece.ts';

const name = 'bert';
/** Raised when the same answers of the model may give other mentions. */
const ownVersion = '1';
const { version: runtime } = createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string };

export interface BertOptions {
  /** For one window; the first of a process loads the model as well. */
  timeoutMs?: number;
  /** Where the temporary folder is made; the system's if absent. */
  tempFolder?: string;
}

const MB = 1024 ** 2;
/** Node, the runtime, and the widest layer of a window. */
const baseBytes = 1_024 * MB;
/** The runtime reads the weights, and lays them out anew while it still holds what it read. */
const timesModel = 3;
/** Models do not leak as parsers do, and take long to load. */
const maxTasks = 10_000;
/** An orphan's last guard: more than a process uses up in `maxTasks`. */
const cpuSeconds = 360_000;
const defaultTimeoutMs = 180_000;
/** Tokens that two windows share: a quarter of the longest, so that each token has 64 on either side in one of them. */
const overlapShare = 1 / 4;
/** Texts whose mentions are kept: mails quote one another, contracts of a matter share their clauses. */
const mostKept = 500;

/** Processes start with the first text. Throws `X_CONFIG` for a vocabulary without the special tokens. */
export function createBertEngine(model: ConfiguredBert, options: BertOptions = {}): NerEngine {
  const wordPiece = createWordPiece(model.vocabulary, model);
  const folder = makeTempFolder(name, options.tempFolder);
  const residentBytes = baseBytes + timesModel * model.modelBytes;
  const pool = createChildPool<BertTask>({
    entry: new URL('../../child/bert-child.ts', import.meta.url),
    ...{ size: model.processes, maxTasks, timeoutMs: options.timeoutMs ?? defaultTimeoutMs, tempFolder: folder },
    limits: { dataBytes: residentBytes + 2_048 * MB, residentBytes, cpuSeconds },
  });
  const kept = new Map<string, FoundMention[]>();
  return {
    ...{ name, model: model.name, version: `${ownVersion} (onnxruntime ${runtime})` },
    async find(text, { signal = new AbortController().signal } = {}) {
      const key = createHash('sha256').update(text).digest('base64');
      const found = kept.get(key) ?? (await findNames(text, { model, wordPiece, pool, signal }));
      keep(kept, key, found);
      return found;
    },
    async close() {
      await pool.close();
      removeTempFolder(folder);
    },
  };
}

interface Work {
  model: ConfiguredBert;
  wordPiece: WordPiece;
  pool: ChildPool<BertTask>;
  signal: AbortSignal;
}

async function findNames(written: string, work: Work): Promise<FoundMention[]> {
  const text = withoutLineNumbers(written);
  const tokens = work.wordPiece.tokenize(text);
  const most = work.model.longest - 2;
  const windows = windowsOf(tokens.length, most, Math.floor(most * overlapShare));
  const answers: Prediction[][] = [];
  for (const { from, to } of windows) answers.push(await askWindow(tokens.slice(from, to), work));
  const predictions = joinWindows(windows, answers, tokens.length);
  return withoutOverlaps(spansOf(text, tokens, predictions, work.model.labels).map(span => mentionOf(text, span)));
}

/** A window that has begun is waited for by nobody once the task is to end, but not killed: the model would have to be loaded anew. */
async function askWindow(tokens: readonly Token[], { model, wordPiece, pool, signal }: Work): Promise<Prediction[]> {
  signal.throwIfAborted();
  const ids = [wordPiece.start, ...tokens.map(({ id }) => id), wordPiece.end];
  const task = { path: model.path, device: model.device, labels: model.labels.length, ids };
  const { labels, scores } = await orAborted(ask(pool, task), signal);
  return tokens.map((_, at) => ({ label: labels[at + 1] as number, score: scores[at + 1] as number }));
}

/** All windows are alike to the model: one that took too much memory is no fault of the document. */
async function ask(pool: ChildPool<BertTask>, task: BertTask): Promise<BertAnswer> {
  try {
    return await pool.run<BertAnswer>(task, new AbortController().signal);
  } catch (thrown) {
    if (!(thrown instanceof PipelineError)) throw thrown;
    const code = thrown.code === 'L_MEMORY' ? 'X_ENGINE_FAILED' : thrown.code;
    throw new PipelineError(code, thrown.message, { cause: thrown, engine: name });
  }
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  return promise;
}

/** Written as the rules write it, so that one name is one entity whoever found it. */
function mentionOf(text: string, { type, start, end, score }: Span): FoundMention {
  if (type === 'PERSON') return personAt(text, start, end, score);
  return type === 'ORGANIZATION' ? organizationAt(text, start, end, score) : placeAt(text, start, end, score);
}

/** The least recently used goes first. */
function keep(kept: Map<string, FoundMention[]>, key: string, found: FoundMention[]): void {
  kept.delete(key);
  kept.set(key, found);
  if (kept.size > mostKept) kept.delete(kept.keys().next().value as string);
}
