/** `transcript`: what is said in a recording, with times, as subtitles or JSON. */
import { z } from 'zod';
import { type TranscriptFormat, writeSubtitles } from '../shared/text/transcript.ts';
import type { Answer } from './answer.ts';
import type { Api } from './api.ts';
import { parseId } from './ids.ts';

const transcriptSchema = z.looseObject({
  utterances: z.array(
    z.looseObject({
      text: z.string(),
      startMs: z.number(),
      endMs: z.number(),
      errorCode: z.string().nullable(),
    }),
  ),
});

/** `incomplete` if there is speech without words. Throws `I_STATE` for a document that is no recording. */
export async function transcript(api: Api, id: string, format: TranscriptFormat): Promise<Answer> {
  const found = await api.get(`/v1/documents/${parseId(id)}/transcript?format=json`, transcriptSchema);
  return {
    json: found,
    text: format === 'json' ? JSON.stringify(found, null, 2) : writeSubtitles(format, found.utterances),
    exit: found.utterances.some(({ errorCode }) => errorCode !== null) ? 'incomplete' : 'ok',
  };
}
