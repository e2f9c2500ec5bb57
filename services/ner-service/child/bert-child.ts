/** Entry of the process that holds a token classifier, loaded with the first window it is given. */
import { serve } from '../../../shared/child/serve.ts';
import { classify, loadClassifier } from '../engines/bert/classifier.ts';
import type { BertTask } from './protocol.ts';

let loading: ReturnType<typeof loadClassifier> | undefined;

serve<BertTask>(async ({ ids, ...model }) => {
  loading ??= loadClassifier(model);
  return classify(await loading, ids, model.labels);
});
