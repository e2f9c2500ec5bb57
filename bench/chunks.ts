/** How fast texts are chunked, side by side with LangChain's splitter by tokens: same texts, same core, one run. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters';
import { countTokens as countExactly } from 'gpt-tokenizer/encoding/o200k_base';
import { chunkText } from '../shared/text/chunk.ts';
import { cleanText } from '../shared/text/clean.ts';
import { countTokens } from '../shared/text/tokens.ts';

const folders = ['../samples/matter/', '../../shared/samples/txt/'].map(path => new URL(path, import.meta.url));
const size = { ours: 4_000_000, theirs: 1_000_000 };
const maxTokens = 1_000;
/** What prose is packed to, and what LangChain is asked for. */
const target = 500;

interface Made {
  chunks: number;
  /** Every chunk stands in the text where it says. */
  exact: boolean;
}

/** Prints megabytes per core-second and what was made; the first pass is the cold one. */
export async function run(): Promise<void> {
  const texts = folders.filter(folder => existsSync(folder)).flatMap(textsIn);
  console.log(`${texts.length} texts, ${(texts.join('').length / 1_000).toFixed(0)} kB, repeated`);
  const ours = fill(texts, size.ours);
  const theirs = fill(texts, size.theirs);
  const own = await measure('chunkText, spans and tokens', ours, 4, ownChunks);
  const recursive = await measure('LangChain recursive, o200k_base', theirs, 2, text => langChain(text, countExactly));
  const estimated = await measure('LangChain recursive, our token count', theirs, 2, text =>
    langChain(text, countTokens),
  );
  console.log(`ratio  ${(own / recursive).toFixed(1)} (exact count)   ${(own / estimated).toFixed(1)} (our count)`);
}

const textsIn = (folder: URL): string[] =>
  readdirSync(folder)
    .filter(name => name.endsWith('.txt') && !name.startsWith('utf16'))
    .map(name => cleanText(readFileSync(new URL(name, folder), 'utf8')));

/** Documents again and again, each whole, until there is enough. */
function fill(texts: readonly string[], length: number): string[] {
  const filled: string[] = [];
  for (let at = 0, left = length; left > 0; at++) {
    const text = texts[at % texts.length] as string;
    filled.push(text);
    left -= text.length;
  }
  return filled;
}

function ownChunks(text: string): Made {
  const chunks = chunkText(text, { maxTokens });
  const exact = chunks.every(({ start, end }, at) => start === (chunks[at - 1]?.end ?? 0) && end > start);
  return { chunks: chunks.length, exact };
}

async function langChain(text: string, lengthFunction: (text: string) => number): Promise<Made> {
  const splitter = new RecursiveCharacterTextSplitter({ chunkSize: target, chunkOverlap: 0, lengthFunction });
  const chunks = await splitter.splitText(text);
  // It trims what it makes and says no places.
  return { chunks: chunks.length, exact: false };
}

async function measure(
  name: string,
  texts: readonly string[],
  passes: number,
  split: (text: string) => Made | Promise<Made>,
): Promise<number> {
  const bytes = texts.reduce((total, text) => total + Buffer.byteLength(text), 0);
  const speeds: number[] = [];
  let made: Made = { chunks: 0, exact: true };
  for (let pass = 0; pass < passes; pass++) {
    const before = process.cpuUsage();
    made = { chunks: 0, exact: true };
    for (const text of texts) {
      const { chunks, exact } = await split(text);
      made = { chunks: made.chunks + chunks, exact: made.exact && exact };
    }
    const { user, system } = process.cpuUsage(before);
    speeds.push(bytes / (user + system));
  }
  const median = speeds.slice(1).sort((a, b) => a - b)[Math.floor((speeds.length - 1) / 2)] as number;
  const figures = `cold ${speeds[0]?.toFixed(1)}  warm ${median.toFixed(1)} MB per core-second`;
  console.log(`${name.padEnd(38)} ${figures}  ${made.chunks} chunks${made.exact ? ', a partition' : ''}`);
  return median;
}
