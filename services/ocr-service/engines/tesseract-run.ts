/** Tesseract as a program, on the side of the OCR child process. */
import { spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import { endWithUs } from '../../../shared/child/programs.ts';
import { type ErrorCode, PipelineError } from '../../../shared/errors.ts';
import type { Turn } from '../page.ts';
import type { Picture, Recognized } from './engine.ts';
import { toRecognized } from './tesseract-blocks.ts';
import { confidenceOf, readInPasses } from './tesseract-passes.ts';
import { parseTsv } from './tesseract-tsv.ts';

/** Where the program is, and the folder of the better language data, if there is one. */
export interface TesseractProgram {
  path: string;
  bestData?: string | undefined;
}

/** Below the time the child process has: the program must not outlive it. */
const longestRunMs = 120_000;
/** Pages that the quick model is less sure of are read by the better one, too. */
const sure = 0.8;

/** Reads a picture; with the better model once more where the first reading is doubtful, and the surer reading is kept. */
export async function recognizeByProgram(picture: Picture, program: TesseractProgram): Promise<Recognized> {
  const quick = await readInPasses(picture, recognizeWith(program.path, []));
  if (!program.bestData || confidenceOf(quick) >= sure) return quick;
  const best = await readInPasses(picture, recognizeWith(program.path, ['--tessdata-dir', program.bestData]));
  return confidenceOf(best) > confidenceOf(quick) ? best : quick;
}

const recognizeWith =
  (path: string, data: string[]) =>
  async (image: Buffer, picture: Picture, turned: Turn): Promise<Recognized> => {
    const dpi = String(Math.round(picture.dpi));
    const tsv = await run(
      path,
      [...['stdin', 'stdout', '-l', 'eng', '--psm', '1', '--dpi', dpi], ...data, 'tsv'],
      image,
    );
    const sideways = turned === 90 || turned === 270;
    const [width, height] = sideways ? [picture.height, picture.width] : [picture.width, picture.height];
    return toRecognized({ blocks: parseTsv(tsv) }, { width, height }, turned);
  };

/** The picture goes in and the TSV comes out through pipes, so that nothing is left on disk. More than one thread is slower. */
async function run(path: string, args: string[], image: Buffer): Promise<string> {
  const child = spawn(path, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { TZ: 'UTC', OMP_THREAD_LIMIT: '1' },
    timeout: longestRunMs,
    killSignal: 'SIGKILL',
  });
  endWithUs(child);
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(resolve => {
    child.once('close', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: null, signal: null }));
  });
  // A program that ends early does not take its input; how it ended says why.
  child.stdin.on('error', () => undefined).end(image);
  const [out, said] = await Promise.all([buffer(child.stdout), buffer(child.stderr)]);
  const { code, signal } = await ended;
  if (code === 0) return out.toString('utf8');
  const fail = (errorCode: ErrorCode, message: string) =>
    new PipelineError(errorCode, message, { engine: 'tesseract' });
  const words = said.toString('latin1');
  if (/bad_alloc|out of memory/i.test(words)) throw fail('L_MEMORY', 'tesseract needed more memory than it may use');
  if (/couldn't load any languages|failed loading language/i.test(words))
    throw fail('I_ENGINE_MISSING', 'tesseract has no English language data');
  if (signal === 'SIGKILL') throw fail('X_TIMEOUT', `tesseract was ended; it may run ${longestRunMs} ms`);
  throw fail('X_ENGINE_FAILED', `tesseract ended with ${signal ?? `code ${code}`}`);
}
