/** Entry of the process that times a model: on one thread, with the session the engine uses. */
import { classify, loadClassifier } from '../../services/ner-service/engines/bert/classifier.ts';
import { serve } from '../../shared/child/serve.ts';
import { labels, vocabulary } from './model.ts';

export interface TimedRuns {
  path: string;
  /** Tokens of each window that is timed. */
  windows: number[];
  runs: number;
}

/** Answers with the median of the runs over each window, in milliseconds. */
serve<TimedRuns>(async ({ path, windows, runs }) => {
  const session = await loadClassifier({ path, device: 'cpu' });
  const medians: number[] = [];
  for (const tokens of windows) {
    const ids = Array.from({ length: tokens }, (_, at) => (at * 7) % vocabulary);
    const times: number[] = [];
    // The first one lays out memory.
    for (let run = 0; run <= runs; run++) {
      const from = performance.now();
      await classify(session, ids, labels);
      times.push(performance.now() - from);
    }
    medians.push(times.slice(1).sort((a, b) => a - b)[Math.floor(runs / 2)] as number);
  }
  return medians;
});
