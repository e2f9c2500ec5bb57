/** The transcript of a recording: as JSON, or as subtitles that a player shows. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request } from 'express';
import type { SegmentRow } from '../../../shared/domain/rows.ts';
import { PipelineError } from '../../../shared/errors.ts';
import { type Rows, sealedGeneration } from '../../../shared/record/rows.ts';
import { type Cue, subtitleWriters, type TranscriptFormat } from '../../../shared/text/transcript.ts';
import type { Access } from '../access.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { problem } from '../schemas/answers.ts';
import { transcriptQuery } from '../schemas/input.ts';
import { transcriptSchema } from '../schemas/rows.ts';

const mediaTypes: Record<TranscriptFormat, string> = {
  json: 'application/json',
  srt: 'application/x-subrip',
  vtt: 'text/vtt',
};

export const transcriptRoute = (access: Access, rows: Rows): Endpoint =>
  endpoint({
    method: 'get',
    path: '/v1/documents/{id}/transcript',
    summary: 'The transcript of a recording, with times',
    description:
      'As `format` says, else as the header `Accept` does; JSON by default. Speech without words is there with its code.',
    scope: 'read',
    query: transcriptQuery,
    answers: {
      200: {
        description: 'The transcript; empty for a silent recording.',
        schema: transcriptSchema,
        others: [mediaTypes.srt, mediaTypes.vtt],
      },
      409: problem('The document is not a recording, or has no transcript yet.'),
    },
    async handle({ caller, params, query, request, response }) {
      const { id, state, mediaType, durationMs } = await access.document(caller, params.id);
      if (!/^(?:audio|video)\//.test(mediaType)) throw new PipelineError('I_STATE', 'the document is not a recording');
      const generation = await sealedGeneration(rows, 'segments', id);
      if (generation === undefined)
        throw new PipelineError('I_STATE', `the document is ${state} and has no transcript`);
      const segments = segmentsOf(rows, id, generation);
      const format = query.format ?? acceptedFormat(request);
      if (format === 'json') {
        const utterances = [];
        for await (const segment of segments) utterances.push(utteranceOf(segment));
        return { body: { documentId: id, durationMs, utterances } };
      }
      response.setHeader('Content-Type', `${mediaTypes[format]}; charset=utf-8`);
      await pipeline(Readable.from(subtitlesOf(format, segments)), response);
      return undefined;
    },
  });

/** The first of our formats that the caller would rather have. */
const acceptedFormat = (request: Request): TranscriptFormat => {
  const chosen = request.accepts(Object.values(mediaTypes));
  return (Object.keys(mediaTypes) as TranscriptFormat[]).find(format => mediaTypes[format] === chosen) ?? 'json';
};

const segmentsAtATime = 1_000;

async function* segmentsOf(rows: Rows, documentId: string, generation: number): AsyncGenerator<SegmentRow> {
  for (let after = -1; ; ) {
    const segments = await rows.page('segments', documentId, generation, after, segmentsAtATime);
    yield* segments;
    if (segments.length < segmentsAtATime) return;
    after = segments.at(-1)?.ordinal ?? after;
  }
}

const cueOf = ({ text, startMs, endMs, errorCode }: SegmentRow): Cue => ({
  ...{ text, startMs: startMs ?? 0, endMs: endMs ?? 0, errorCode: errorCode ?? null },
});

const utteranceOf = (
  segment: SegmentRow,
): Cue & Pick<SegmentRow, 'ordinal' | 'charStart' | 'charEnd' | 'confidence'> => ({
  ...{ ordinal: segment.ordinal, ...cueOf(segment), charStart: segment.charStart, charEnd: segment.charEnd },
  confidence: segment.confidence ?? null,
});

async function* subtitlesOf(
  format: keyof typeof subtitleWriters,
  segments: AsyncIterable<SegmentRow>,
): AsyncGenerator<string> {
  const { head, cue } = subtitleWriters[format];
  yield head;
  let number = 0;
  for await (const segment of segments) yield cue(cueOf(segment), ++number);
}
