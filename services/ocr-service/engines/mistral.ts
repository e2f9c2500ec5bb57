/** Mistral's OCR API (`POST /v1/ocr`): a page, or a file and the numbers of its pages, goes out, markdown comes back. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import type { ConfiguredModel } from '../../../shared/config/model-server.ts';
import type { OcrInput } from '../../../shared/config/schema.ts';
import type { EngineCalls, EngineRequest } from '../../../shared/engine-calls.ts';
import { PipelineError } from '../../../shared/errors.ts';
import { createModelApi, type OcrRequest, writtenPageSchema } from '../../../shared/model-api/client.ts';
import { addUsage, type Usage } from '../../../shared/model-api/usage.ts';
import type { InkedPicture, OcrEngine, Recognized } from './engine.ts';
import { dataUri, pngOf } from './picture-file.ts';
import { readingOfMarkdown } from './written.ts';

const name = 'mistral';
const version = '1';

/** What the API takes as one file. */
const maxFileBytes = 50 * 1024 ** 2;

type Written = z.output<typeof writtenPageSchema>;
type Question = Omit<OcrRequest, 'model'>;
type Source = NonNullable<InkedPicture['source']>;

/**
 * A reading is checked before it is kept: one that is refused is asked for anew. With `document` the file goes out once for all
 * pages that are read together, whose answer is kept as a whole; a page of it that is refused, or not there, is asked for by itself.
 */
export function createMistralEngine({ model, input, ...server }: ConfiguredModel & { input: OcrInput }): OcrEngine {
  const api = createModelApi(server, name);
  const { host } = new URL(server.baseUrl);
  const asked = (question: Question): Omit<EngineRequest<never>, 'answer' | 'send'> => ({
    ...{ engine: name, model, host },
    about: { version, page: createHash('sha256').update(JSON.stringify(question)).digest('hex') },
    expected: { requests: 1, pages: question.pageIndices?.length ?? 1 },
  });

  const readOne = async (question: Question, picture: InkedPicture, calls: EngineCalls): Promise<Recognized> => {
    const { answer, usage } = await calls.ask({
      ...asked(question),
      answer: writtenPageSchema,
      async send(signal, spend) {
        const { pages, usage } = await api.readPages({ model, ...question }, signal);
        spend(usage);
        const [written = { markdown: '' }] = pages;
        readingOfMarkdown(written.markdown, picture.ink, name);
        return written;
      },
    });
    return { ...readingOf(answer, picture), usage };
  };

  const readTogether = async (source: Source, calls: EngineCalls): Promise<{ pages: Written[]; usage: Usage }> => {
    const question = await questionAbout(source, source.together);
    const { answer, usage } = await calls.ask({
      ...asked(question),
      answer: z.array(writtenPageSchema).length(source.together.length),
      async send(signal, spend) {
        const { pages, usage } = await api.readPages({ model, ...question }, signal);
        spend(usage);
        return pages;
      },
    });
    return { pages: answer, usage };
  };

  /** Of each task, what its pages were read together as. */
  const read = new WeakMap<EngineCalls, Map<string, ReturnType<typeof readTogether>>>();

  const readOfDocument = async (source: Source, picture: InkedPicture, calls: EngineCalls): Promise<Recognized> => {
    const known = read.get(calls) ?? new Map();
    read.set(calls, known);
    const key = `${source.path} ${source.together}`;
    const isFirst = !known.has(key);
    if (isFirst) known.set(key, readTogether(source, calls));
    let paid: Usage | undefined;
    try {
      const { pages, usage } = await known.get(key);
      // It is paid for once, whichever of its pages asked.
      if (isFirst) paid = usage;
      return { ...readingOf(pages[source.together.indexOf(source.pageNumber)], picture), ...(paid && { usage: paid }) };
    } catch (thrown) {
      if (!(thrown instanceof PipelineError) || thrown.code !== 'X_ENGINE_ANSWER') throw thrown;
      const again = await readOne(await questionAbout(source, [source.pageNumber]), picture, calls);
      return { ...again, usage: addUsage(again.usage, paid) };
    }
  };

  return {
    ...{ name, model, version },
    async recognize(picture, calls) {
      const { source } = picture;
      if (input === 'document' && source?.mediaType === 'application/pdf') {
        if (source.together.length > 1) return readOfDocument(source, picture, calls);
        return readOne(await questionAbout(source, [source.pageNumber]), picture, calls);
      }
      const picked = dataUri('image/png', await pngOf(picture));
      return readOne({ document: { type: 'image_url', image_url: picked } }, picture, calls);
    },
  };
}

function readingOf({ markdown, confidence }: Written, picture: InkedPicture): Recognized {
  return { ...readingOfMarkdown(markdown, picture.ink, name), ...(confidence !== undefined && { confidence }) };
}

/** Pages of a PDF by the file itself. */
async function questionAbout({ path, mediaType }: Source, pages: readonly number[]): Promise<Question> {
  const { size } = await stat(path);
  if (size > maxFileBytes) throw new PipelineError('L_ENGINE_INPUT', `${size} bytes of document`, { engine: name });
  const url = dataUri(mediaType, await readFile(path));
  return { document: { type: 'document_url', document_url: url }, pageIndices: pages.map(page => page - 1) };
}
