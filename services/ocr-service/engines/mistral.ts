/** Mistral's OCR API (`POST /v1/ocr`): a page goes out, markdown comes back. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { ConfiguredModel } from '../../../shared/config/model-server.ts';
import type { OcrInput } from '../../../shared/config/schema.ts';
import { PipelineError } from '../../../shared/errors.ts';
import { createModelApi, type OcrPageRequest, writtenPageSchema } from '../../../shared/model-api/client.ts';
import type { InkedPicture, OcrEngine } from './engine.ts';
import { dataUri, pngOf } from './picture-file.ts';
import { readingOfMarkdown } from './written.ts';

const name = 'mistral';
const version = '1';

/** What the API takes as one file. */
const maxFileBytes = 50 * 1024 ** 2;

/** A reading is checked before it is kept: one that is refused is asked for anew. */
export function createMistralEngine({ model, input, ...server }: ConfiguredModel & { input: OcrInput }): OcrEngine {
  const api = createModelApi(server, name);
  const { host } = new URL(server.baseUrl);
  return {
    ...{ name, model, version },
    async recognize(picture, calls) {
      const request = await requestFor(picture, input);
      const { answer, usage } = await calls.ask({
        ...{ engine: name, model, host },
        about: { version, page: createHash('sha256').update(JSON.stringify(request)).digest('hex') },
        expected: { requests: 1, pages: 1 },
        answer: writtenPageSchema,
        async send(signal, spend) {
          const { usage, ...written } = await api.readPage({ model, ...request }, signal);
          spend(usage);
          readingOfMarkdown(written.markdown, picture.ink, name);
          return written;
        },
      });
      const { markdown, confidence } = answer;
      return {
        ...readingOfMarkdown(markdown, picture.ink, name),
        ...(confidence !== undefined && { confidence }),
        usage,
      };
    },
  };
}

/** A page of a PDF by the file itself, if so configured; all else as our own picture. */
async function requestFor(picture: InkedPicture, input: OcrInput): Promise<Omit<OcrPageRequest, 'model'>> {
  const { source } = picture;
  if (input === 'pages' || source?.mediaType !== 'application/pdf') {
    return { document: { type: 'image_url', image_url: dataUri('image/png', await pngOf(picture)) } };
  }
  const { size } = await stat(source.path);
  if (size > maxFileBytes) throw new PipelineError('L_ENGINE_INPUT', `${size} bytes of document`, { engine: name });
  const url = dataUri(source.mediaType, await readFile(source.path));
  return { document: { type: 'document_url', document_url: url }, pageIndex: source.pageNumber - 1 };
}
