/** Any OpenAI-compatible chat model that takes pictures: a page picture goes out, its text comes back. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ConfiguredModel } from '../../../shared/config/model-server.ts';
import { PipelineError } from '../../../shared/errors.ts';
import { createModelApi } from '../../../shared/model-api/client.ts';
import { readPrompt } from '../../../shared/model-api/prompt-file.ts';
import type { OcrEngine } from './engine.ts';
import { dataUri, pngOf } from './picture-file.ts';
import { readingOfMarkdown } from './written.ts';

const name = 'vision';

const written = z.object({ text: z.string() });

/** Refusals and answers cut off are errors with the codes of all chat models; a reading is checked before it is kept. */
export function createVisionEngine({ model, ...server }: ConfiguredModel): OcrEngine {
  const api = createModelApi(server, name);
  const { host } = new URL(server.baseUrl);
  const prompt = readPrompt(new URL('./prompts/page.md', import.meta.url));
  const version = `1, page ${prompt.version}`;
  return {
    ...{ name, model, version },
    async recognize(picture, calls) {
      const png = await pngOf(picture);
      const { answer, usage } = await calls.ask({
        ...{ engine: name, model, host },
        about: { version, page: createHash('sha256').update(png).digest('hex') },
        expected: { requests: 1, pages: 1 },
        answer: written,
        async send(signal, spend) {
          const url = dataUri('image/png', png);
          const reply = await api.chat(
            {
              model,
              messages: [
                { role: 'system', content: prompt.text },
                { role: 'user', content: [{ type: 'image_url', image_url: { url } }] },
              ],
            },
            signal,
          );
          spend({ ...reply.usage, pages: 1 });
          if (reply.refused) throw new PipelineError('I_ENGINE_REFUSED', 'the model refused to read', { engine: name });
          if (reply.cutOff) throw new PipelineError('L_ENGINE_OUTPUT', 'the reading was cut off', { engine: name });
          readingOfMarkdown(reply.content, picture.ink, name);
          return { text: reply.content };
        },
      });
      return { ...readingOfMarkdown(answer.text, picture.ink, name), usage };
    },
  };
}
