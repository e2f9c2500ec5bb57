/** The engine for names that learnt them: a token classifier of the BERT family beside us, by ONNX; nothing leaves the machine. */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { createModelPool, type ModelPool, type ModelPoolOptions } from '../../../../shared/bert/model-pool.ts';
import { joinWindows, windowsOf } from '../../../../shared/bert/windows.ts';
import { createWordPiece, type Token, type WordPiece } from '../../../../shared/bert/word-piece.ts';
import type { ConfiguredBert } from '../../../../shared/config/bert-model.ts';
import type { BertAnswer, BertTask } from '../../child/protocol.ts';
import type { FoundMention, NerEngine } from '../engine.ts';
import { withoutOverlaps } from '../rules/found.ts';
import { placeAt } from '../rules/locations.ts';
import { organizationAt } from '../rules/organizations.ts';
import { personAt } from '../rules/people.ts';
import { withoutLineNumbers } from '../rules/transcript.ts';
import { type Prediction, type Span, spansOf } from './spans.ts';

const name = 'bert';
/** Raised when the same answers of the model may give other mentions. */
const ownVersion = '1';
const { version: runtime } = createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string };

/** Tokens that two windows share: a quarter of the longest, so that each token has 64 on either side in one of them. */
const overlapShare = 1 / 4;
/** Texts whose mentions are kept: mails quote one another, contracts of a matter share their clauses. */
const mostKept = 500;

/** Processes start with the first text. Throws `X_CONFIG` for a vocabulary without the special tokens. */
export function createBertEngine(model: ConfiguredBert, options: ModelPoolOptions = {}): NerEngine {
  const wordPiece = createWordPiece(model.vocabulary, model, 'NER_BERT_MODEL');
  const entry = new URL('../../child/bert-child.ts', import.meta.url);
  const pool = createModelPool<BertTask>({ engine: name, folder: name, entry }, model, options);
  const kept = new Map<string, FoundMention[]>();
  return {
    ...{ name, model: model.name, version: `${ownVersion} (onnxruntime ${runtime})` },
    async find(text, { signal = new AbortController().signal } = {}) {
      const key = createHash('sha256').update(text).digest('base64');
      const found = kept.get(key) ?? (await findNames(text, { model, wordPiece, pool, signal }));
      keep(kept, key, found);
      return found;
    },
    close: () => pool.close(),
  };
}

interface Work {
  model: ConfiguredBert;
  wordPiece: WordPiece;
  pool: ModelPool<BertTask>;
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

async function askWindow(tokens: readonly Token[], { model, wordPiece, pool, signal }: Work): Promise<Prediction[]> {
  const ids = [wordPiece.start, ...tokens.map(({ id }) => id), wordPiece.end];
  const task = { path: model.path, device: model.device, labels: model.labels.length, ids };
  const { labels, scores } = await pool.run<BertAnswer>(task, signal);
  return tokens.map((_, at) => ({ label: labels[at + 1] as number, score: scores[at + 1] as number }));
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
