/** `estimate`: about what a run would cost for OCR, speech and text, by simple rules on what is known of files and documents; no engine is called. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { loadModelServers, loadSettings } from '../shared/config/load.ts';
import type { ModelServerSettings } from '../shared/config/model-server.ts';
import { detectFileType } from '../shared/files/media-type.ts';
import { isLocalHost } from '../shared/local-hosts.ts';
import type { Usage } from '../shared/model-api/usage.ts';
import { costOf, prices } from '../shared/prices/prices.ts';
import type { Answer } from './answer.ts';
import type { Api } from './api.ts';
import { documentSchema } from './api-answers.ts';
import { collectFiles } from './collect-files.ts';
import { money } from './costs.ts';
import { findProject } from './projects.ts';
import { counted, pairs, table } from './table.ts';

/** What there is to be read: the only things a price goes by. */
export interface Amounts {
  /** Pages without a text layer that would do. */
  ocrPages: number;
  audioMs: number;
  /** Of text, as a model counts them. */
  tokens: number;
}

/** Of English, as models count. */
const charactersPerToken = 4;
/** Of a page of a pleading or a contract. */
const tokensPerPage = 500;
/** A page of a PDF whose pages cannot be counted. */
const bytesPerPage = 60_000;
/** Of recordings: what is said in a minute, and how many bytes a second has, in WAV as telephones record and compressed. */
const tokensPerMinute = 200;
const wavBytesPerSecond = 32_000;
const soundBytesPerSecond = 16_000;
/** What a word-processing file has of text once unpacked, by its own size. */
const textShareOfOffice = 0.3;

/** The text is sent for its facts, and for the category. */
const timesRead = 2;
const batchTokens = 8_000;
const promptTokens = 1_500;
/** Of what is sent. */
const shareAnswered = 0.1;

/** Of the picture of a page, as models that see count it. */
const tokensPerPicture = 1_500;

type Environment = Record<string, string | undefined>;

/** `environment`: with the settings of the engines; that of the process if absent. */
export async function estimateFiles(paths: string[], environment?: Environment): Promise<Answer> {
  const { files } = await collectFiles(paths);
  const read: Amounts[] = [];
  for (const { path, bytes } of files) read.push(await amountsOfFile(path, bytes));
  return answerOf(callsFor(read, environment), counted(files.length, 'file'), 'judged by size and kind alone');
}

export async function estimateProject(api: Api, nameOrId: string, environment?: Environment): Promise<Answer> {
  const project = await findProject(api, nameOrId);
  const listed = documentSchema.pick({ id: true, textLength: true, pageCount: true, state: true }).loose();
  const isOcrAsked = paidOcr(environment) !== undefined;
  const read: Amounts[] = [];
  for await (const document of api.list(`/v1/documents?project=${encodeURIComponent(project.id)}`, listed)) {
    if (document.state === 'duplicate' || document.state === 'excluded') continue;
    const audioMs = typeof document.durationMs === 'number' ? document.durationMs : 0;
    const ocrPages = isOcrAsked && document.pageCount ? await pagesByOcr(api, document.id) : 0;
    read.push({ ocrPages, audioMs, tokens: Math.ceil((document.textLength ?? 0) / charactersPerToken) });
  }
  return answerOf(
    callsFor(read, environment),
    counted(read.length, 'document'),
    'by the text and the length of what has been read',
  );
}

/** What read a page without OCR, as segments name it: the text layer, plain text, and a look at a picture without ink. */
const readersWithoutOcr: ReadonlySet<string> = new Set(['pdfium', 'text', 'image']);
const readSegment = z.looseObject({ pageNumber: z.number().nullish(), engine: z.string().nullish() });

/** Pages of a document that was read for which its text layer did not do. */
async function pagesByOcr(api: Api, id: string): Promise<number> {
  let pages = 0;
  for await (const { pageNumber, engine } of api.list(`/v1/documents/${id}/segments`, readSegment))
    if (pageNumber != null && !readersWithoutOcr.has(engine ?? '')) pages += 1;
  return pages;
}

/** By kind and size. Exported for its test. */
export async function amountsOfFile(path: string, bytes: number): Promise<Amounts> {
  const { mediaType } = await detectFileType(path);
  if (/^(audio|video)\//.test(mediaType)) {
    const seconds = bytes / (mediaType.includes('wav') ? wavBytesPerSecond : soundBytesPerSecond);
    const tokens = Math.round((seconds / 60) * tokensPerMinute);
    return { ocrPages: 0, audioMs: Math.round(seconds * 1_000), tokens };
  }
  if (mediaType === 'application/pdf') return amountsOfPdf(path, bytes);
  if (mediaType.startsWith('image/')) return { ocrPages: 1, audioMs: 0, tokens: tokensPerPage };
  const share = mediaType.startsWith('text/') ? 1 : textShareOfOffice;
  return { ocrPages: 0, audioMs: 0, tokens: Math.round((bytes * share) / charactersPerToken) };
}

const mostSearched = 64 * 1024 ** 2;

/**
 * Pages that are not packed into object streams stand in the file by name, and so do fonts: a file with pages and no font has no text
 * layer. One in which nothing can be seen is taken for a scan: too much is estimated rather than too little.
 */
async function amountsOfPdf(path: string, bytes: number): Promise<Amounts> {
  const file = bytes > mostSearched ? '' : await readFile(path, 'latin1');
  const found = file.match(/\/Type\s*\/Page(?![a-zA-Z])/g)?.length ?? 0;
  const pages = found > 0 ? found : Math.ceil(bytes / bytesPerPage);
  return { ocrPages: /\/Font\b/.test(file) ? 0 : pages, audioMs: 0, tokens: pages * tokensPerPage };
}

interface Asked {
  stage: string;
  engine: string;
  model: string;
  isLocal: boolean;
  usage: Usage;
}

/** A configured engine that is called. */
type Called = Omit<Asked, 'stage' | 'usage'>;

const called = (engine: string, { baseUrl, model }: Partial<ModelServerSettings>, localHosts: string[]): Called[] =>
  baseUrl !== undefined && model !== undefined
    ? [{ engine, model, isLocal: isLocalHost(new URL(baseUrl).host, localHosts) }]
    : [];

/** What the configured engines that are called would be sent. */
function callsFor(read: readonly Amounts[], environment?: Environment): Asked[] {
  const engines = loadSettings(['ASR_ENGINES', 'LLM_ENGINES', 'EMBED_ENGINES', 'LOCAL_HOSTS'], environment);
  const { asr, llm, embed } = loadModelServers(environment);
  const ocr = paidOcr(environment);
  const audioMs = read.reduce((sum, item) => sum + item.audioMs, 0);
  const tokens = read.reduce((sum, item) => sum + item.tokens, 0);
  const of = (names: readonly string[], server: Partial<ModelServerSettings>, engine = 'openai') =>
    names.includes('openai') ? called(engine, server, engines.LOCAL_HOSTS) : [];
  return [
    ...(ocr ? [{ stage: 'ocr', ...ocr, usage: usageOfPages(ocr, read) }] : []),
    ...of(engines.ASR_ENGINES, asr).map(one => ({
      ...{ stage: 'asr', ...one, usage: { requests: Math.ceil(audioMs / 28_000), audioMs } },
    })),
    ...of(engines.LLM_ENGINES, llm).map(one => ({ stage: 'llm', ...one, usage: usageOfText(read) })),
    ...of(engines.EMBED_ENGINES, embed, 'openai-embeddings').map(one => ({
      ...{ stage: 'llm', ...one, usage: { requests: Math.ceil(tokens / batchTokens), inputTokens: tokens } },
    })),
  ];
}

/** The first OCR engine that is called; of those on one's own hosts only if there is no other. */
function paidOcr(environment?: Environment): Called | undefined {
  const { OCR_ENGINES, LOCAL_HOSTS } = loadSettings(['OCR_ENGINES', 'LOCAL_HOSTS'], environment);
  const { ocr } = loadModelServers(environment);
  const all = OCR_ENGINES.flatMap(name =>
    name === 'mistral' || name === 'vision' ? called(name, ocr[name], LOCAL_HOSTS) : [],
  );
  return all.find(({ isLocal }) => !isLocal) ?? all[0];
}

/** As if it read every page that needs OCR: how many an engine before it can do nobody knows. */
function usageOfPages({ engine }: Called, read: readonly Amounts[]): Usage {
  const pages = read.reduce((sum, { ocrPages }) => sum + ocrPages, 0);
  if (engine === 'mistral') return { requests: pages, pages };
  return { requests: pages, pages, inputTokens: pages * tokensPerPicture, outputTokens: pages * tokensPerPage };
}

function usageOfText(read: readonly Amounts[]): Usage {
  const requests = read.reduce((sum, { tokens }) => sum + timesRead * Math.ceil(tokens / batchTokens), 0);
  const inputTokens = read.reduce((sum, { tokens }) => sum + timesRead * tokens, 0) + requests * promptTokens;
  return { requests, inputTokens, outputTokens: Math.round(inputTokens * shareAnswered) };
}

function answerOf(asked: readonly Asked[], what: string, how: string): Answer {
  const calls = asked.map(call => ({ ...call, ...costOf(call.usage, call) }));
  const known = calls.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
  const unknown = calls.filter(({ amount }) => amount === null).length;
  const rows = calls.map(({ stage, engine, model, usage, amount, currency }) => [
    ...[stage, engine, model, usage.requests, usage.pages ?? 0],
    ...[Math.round((usage.audioMs ?? 0) / 60_000), usage.inputTokens ?? 0],
    amount === null ? 'not known' : money(amount, currency),
  ]);
  const sum = `about ${money(known, prices.currency)}${unknown > 0 ? `, and what has no known price (${unknown} below)` : ''}`;
  const text = [
    pairs([
      ['estimate', calls.length === 0 ? 'nothing: no engine that is called is configured' : sum],
      ['for', `${what}, ${how}`],
      ...(calls.some(({ stage }) => stage === 'ocr')
        ? [
            ['ocr', 'all pages without a text layer, as if the engine named below read each of them'] as [
              string,
              string,
            ],
          ]
        : []),
      ['prices', `of ${prices.date}; a run may cost half or twice as much, kept answers cost nothing`],
    ]),
    ...(rows.length > 0
      ? [table(['stage', 'engine', 'model', 'requests', 'pages', 'minutes', 'tokens', 'cost'], rows)]
      : []),
  ];
  const json = { isEstimate: true, amount: known, currency: prices.currency, pricesOf: prices.date, unknown, calls };
  return { json, text: text.join('\n\n') };
}
