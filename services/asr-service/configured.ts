/** The asr stage as the settings want it. */
import type { Stage } from '../../queues/stage.ts';
import type { Config } from '../../shared/config/load.ts';
import { configuredModel, type ModelServerSettings, refuseUnused } from '../../shared/config/model-server.ts';
import { pickEngines } from '../../shared/config/pick-engines.ts';
import { configuredWhisper, refuseUnusedWhisper, type WhisperSettings } from '../../shared/config/whisper-model.ts';
import { createAsrDeps } from './deps.ts';
import type { AsrEngine } from './engines/engine.ts';
import { createOpenAiAsrEngine } from './engines/openai.ts';
import { createWhisperEngine } from './engines/whisper-onnx.ts';
import { createAsrStage } from './stage.ts';

/** The server of the engine `openai`, and the model of the engine `whisper-onnx`. */
export type AsrSettings = ModelServerSettings & { whisper: WhisperSettings };

/**
 * Throws `X_CONFIG` for an engine there is not, for a server that is set by half, and for a model that is not there.
 * `processes`: those that open recordings.
 */
export function configuredAsrStage(engines: readonly string[], settings: AsrSettings, processes: number): Stage {
  const { whisper, ...server } = settings;
  refuseUnused('ASR', engines, server);
  refuseUnusedWhisper(engines, whisper);
  // All settings are looked at before any engine is made: some hold folders.
  const creators = pickEngines<() => AsrEngine>('ASR_ENGINES', engines, {
    openai: () => {
      const model = configuredModel('ASR', server);
      return () => createOpenAiAsrEngine(model);
    },
    'whisper-onnx': () => {
      const model = configuredWhisper(whisper);
      return () => createWhisperEngine(model, { timeoutMs: server.timeoutMs });
    },
  });
  const stage = createAsrStage({ ...createAsrDeps({ processes }), engines: creators.map(create => create()) });
  // With another engine to turn to nothing has to wait for this one.
  return engines.join() === 'openai' ? { ...stage, needs: { part: engines } } : stage;
}

/**
 * Tasks at a time. Those that wait for a process of the model wait within the time a phase may take: only one more is begun
 * than it can serve, so that the next recording is open when it is free.
 */
export function asrConcurrency({ engines, asr, worker }: Pick<Config, 'engines' | 'asr' | 'worker'>): number {
  if (engines.asr[0] !== 'whisper-onnx') return worker.concurrency;
  return Math.min(worker.concurrency, asr.whisper.processes + 1);
}
