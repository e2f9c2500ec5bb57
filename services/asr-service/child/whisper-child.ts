/** Entry of the process that holds a Whisper model, loaded with the first window it is given. */
import { readFileSync } from 'node:fs';
import { serve } from '../../../shared/child/serve.ts';
import { hear } from '../engines/whisper/hear.ts';
import { loadWhisper, type Whisper } from '../engines/whisper/model.ts';
import { samplesOf } from '../readers/wav-write.ts';
import type { WhisperTask } from './protocol.ts';

let loading: Promise<Whisper> | undefined;

serve<WhisperTask>(async ({ model, wavPath, before }) => {
  loading ??= loadWhisper(model);
  return hear(await loading, samplesOf(readFileSync(wavPath)), before);
});
