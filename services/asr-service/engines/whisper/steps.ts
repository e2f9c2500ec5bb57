/** The rules by which a Whisper model may choose its next token, and the likelihood of what it chose. */
import type { Tensor } from '@huggingface/transformers';

/** Ids of what is not words; those of languages and task are empty for a model of English alone. */
export interface Marks {
  start: number;
  /** Begins the words before. */
  before: number | undefined;
  noSpeech: number | undefined;
  languages: number[];
  task: number | undefined;
  /** Never written, by the model's own list. */
  suppressed: number[];
}

export interface Steps {
  /** Called by the library for each token, with all tokens so far; changes the scores so that the best is the one to take. */
  choose(tokens: bigint[][], scores: Tensor): Tensor;
  logProbs: number[];
  noSpeech: number | undefined;
}

/** Language and task, which are tokens as well. */
export const forcedSteps = ({ languages }: Marks): number => (languages.length > 0 ? 2 : 0);

/**
 * `given`: how many tokens the model is given. `time` is the library's rule for times, which applies to what comes after
 * language and task. The language is the likeliest of those allowed: the model decides by itself if all are.
 */
export function createSteps(marks: Marks, given: number, time: Steps['choose']): Steps {
  const forced = forcedSteps(marks);
  const steps: Steps = {
    logProbs: [],
    noSpeech: undefined,
    choose(tokens, scores) {
      // One recording at a time: a single row.
      const values = scores.data as Float32Array;
      const step = (tokens[0]?.length ?? 0) - given;
      if (step === 0 && marks.noSpeech !== undefined) steps.noSpeech = Math.exp(logProbability(values, marks.noSpeech));
      if (step < forced) allowOnly(values, step === 0 ? marks.languages : [marks.task ?? 0]);
      else {
        for (const token of marks.suppressed) values[token] = Number.NEGATIVE_INFINITY;
        time(tokens, scores);
      }
      steps.logProbs.push(logProbability(values, indexOfMost(values)));
      return scores;
    },
  };
  return steps;
}

function allowOnly(values: Float32Array, allowed: number[]): void {
  const kept = allowed.map(token => [token, values[token] as number] as const);
  values.fill(Number.NEGATIVE_INFINITY);
  for (const [token, value] of kept) values[token] = value;
}

function indexOfMost(values: Float32Array): number {
  let most = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[most] as number)) most = i;
  return most;
}

/** Of a softmax over all tokens. */
function logProbability(values: Float32Array, token: number): number {
  const most = values[indexOfMost(values)] as number;
  let sum = 0;
  for (const value of values) sum += Math.exp(value - most);
  return (values[token] as number) - most - Math.log(sum);
}
