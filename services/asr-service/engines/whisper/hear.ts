/** Has a Whisper model write down half a minute of sound, and what of it the first answer left out. */
import { LogitsProcessorList, type Tensor, WhisperTimeStampLogitsProcessor } from '@huggingface/transformers';
import type { HeardPiece } from '../engine.ts';
import type { Whisper } from './model.ts';
import { piecesOf, type Written } from './pieces.ts';
import { createSteps, forcedSteps, type Steps } from './steps.ts';

/** Samples of a millisecond. */
const samplesPerMs = 16;

/** A window of ours has no pause longer than this: where the model ends sooner, somebody goes on speaking. */
const longestPauseMs = 3_000;
/** Each takes as long as the first. */
const mostRounds = 4;
/** A round that gets no further than this is the last. */
const leastProgressMs = 1_000;

/** The words of at most half a minute of sound, -1 to 1 at 16 kHz. `before`: the words before it. */
export async function hear(whisper: Whisper, samples: Float32Array, before: string): Promise<HeardPiece[]> {
  const pieces: HeardPiece[] = [];
  const soundMs = samples.length / samplesPerMs;
  let fromMs = 0;
  for (let round = 0; round < mostRounds; round++) {
    const written = await write(whisper, samples.slice(fromMs * samplesPerMs), round === 0 ? before : '');
    const heard = piecesOf(written, whisper.vocabulary, soundMs - fromMs);
    for (const piece of heard.pieces) {
      pieces.push({ ...piece, fromMs: piece.fromMs + fromMs, toMs: piece.toMs + fromMs });
    }
    fromMs += heard.untilMs;
    if (heard.pieces.length === 0 || heard.untilMs < leastProgressMs || soundMs - fromMs < longestPauseMs) break;
  }
  return pieces;
}

/** As many as Whisper itself writes for half a minute. */
const mostTokens = 224;

async function write({ model, extractor, tokenizer, marks, rules }: Whisper, samples: Float32Array, before: string) {
  const { input_features: inputs } = (await extractor(samples)) as { input_features: Tensor };
  const words = before === '' || marks.before === undefined ? [] : tokenizer.encode(` ${before}`, withoutMarks);
  const given = [
    // Half of the sequence is for the answer.
    ...(words.length > 0 ? [marks.before as number, ...words.slice(1 - rules.longest / 2)] : []),
    marks.start,
  ];
  const forced = forcedSteps(marks);
  const steps = createSteps(marks, given.length, timeRule(rules, given.length + forced));
  const processors = new LogitsProcessorList();
  // The library calls what is in the list.
  processors.push(steps.choose as never);
  const sequences = (await model.generate({
    ...{ inputs, decoder_input_ids: given, logits_processor: processors, do_sample: false, num_beams: 1 },
    max_new_tokens: Math.min(mostTokens + forced, rules.longest - given.length),
    // All rules are in `steps`. Asked for times, the library would hear the silence up to half a minute over and over.
    ...{ return_timestamps: false, suppress_tokens: null, begin_suppress_tokens: null },
  } as never)) as Tensor;
  const tokens = (sequences.tolist() as bigint[][])[0]?.map(Number) ?? [];
  const written: Written = {
    tokens: tokens.slice(given.length + forced),
    logProbs: steps.logProbs.slice(forced),
    noSpeech: steps.noSpeech,
  };
  return written;
}

const withoutMarks = { add_special_tokens: false };

/** Times come in pairs, and stand where the model is surer of a time than of any word. `from`: where the transcript begins. */
function timeRule({ end, noTimes }: Whisper['rules'], from: number): Steps['choose'] {
  const config = { eos_token_id: end, no_timestamps_token_id: noTimes, max_initial_timestamp_index: null };
  const rule = new WhisperTimeStampLogitsProcessor(config as never, new Array<number>(from).fill(0));
  return (tokens, scores) => rule._call(tokens, scores);
}
