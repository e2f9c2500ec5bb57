/** Compares what resolution says of pairs of names with what is known of them. Pure. */
import { decidePair } from '../../services/llm-service/resolve/decide-pair.ts';
import type { Verdict } from '../../services/llm-service/resolve/verdict.ts';
import type { Slip } from './entities.ts';
import type { NamePair } from './record.ts';

/** `unsure` pairs stay apart: of two names of one entity they are missed, of two entities they are right. */
export interface PairScores {
  merged: number;
  missed: number;
  missedUnsure: number;
  apart: number;
  apartUnsure: number;
  wronglyMerged: number;
  slips: Slip[];
}

/** Nothing measured yet. */
export const noPairScores = (): PairScores => ({
  merged: 0,
  missed: 0,
  missedUnsure: 0,
  apart: 0,
  apartUnsure: 0,
  wronglyMerged: 0,
  slips: [],
});

/** Asks for each pair both ways; a pair that depends on the order of its names is wrong whatever it should be. */
export function scorePairs(scores: PairScores, pairs: NamePair[], where: string): void {
  for (const { type, a, b, same } of pairs) {
    const [there, back] = [decidePair(type, a, b).verdict, decidePair(type, b, a).verdict];
    addDecision(scores, same, there === back ? there : same ? 'different' : 'same', `${type}: ${a} / ${b}`, where);
  }
}

/** Counts one decision. */
export function addDecision(
  scores: PairScores,
  same: boolean,
  decision: Verdict['verdict'],
  text: string,
  where: string,
): void {
  const slip = (kind: Slip['kind']) => scores.slips.push({ record: where, kind, type: 'pair', text });
  if (same) {
    if (decision === 'same') scores.merged += 1;
    else {
      scores.missed += 1;
      if (decision === 'unsure') scores.missedUnsure += 1;
      slip('missed');
    }
    return;
  }
  if (decision === 'same') {
    scores.wronglyMerged += 1;
    slip('too much');
    return;
  }
  scores.apart += 1;
  if (decision === 'unsure') scores.apartUnsure += 1;
}
