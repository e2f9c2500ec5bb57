/** The asr stage: a recording, or the sound of a video, becomes utterances with times and citable, frozen text. */
import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from '../../queues/pipeline.ts';
import type { DocumentFindings, Outcome, PlanResult, Stage, TaskContext, TaskResult } from '../../queues/stage.ts';
import type { ChildPool } from '../../shared/child/pool.ts';
import { PipelineError } from '../../shared/errors.ts';
import { usageCounts } from '../../shared/model-api/usage.ts';
import { type LooseSegment, placeSegments } from '../../shared/text/freeze.ts';
import type { Listened, SoundTask } from './child/protocol.ts';
import type { AsrEngine } from './engines/engine.ts';
import type { Window } from './speech.ts';
import { groupStretches, readWindows, writeWindows } from './stretches.ts';
import { missingSegment, type Transcript, transcribe } from './transcribe.ts';

export interface AsrStageDeps {
  /** Opens recordings; its tasks never touch the network. */
  reader: ChildPool<SoundTask>;
  /** Where cuts of recordings lie while they are transcribed. */
  tempFolder: string;
  /** Path of ffmpeg; null if it is not there. */
  ffmpeg(): string | null;
  /** In the order they are asked. None: a recording in which somebody speaks fails as `I_ENGINE_MISSING`. */
  engines: readonly AsrEngine[];
  close(): Promise<void>;
}

/** Grows with every change that can change the text; stored with each outcome. */
const version = '3';

/** Below this no sound is in it: the noise of 16-bit silence is at 0.00003. */
const silentPeak = 0.0005;

/** The stage as the runner drives it. A recording of at most five minutes is done by `plan` alone. */
export function createAsrStage(deps: AsrStageDeps): Stage {
  return {
    plan: context => plan(deps, context),
    async part(context) {
      const windows = readWindows(String(context.task.input.windows));
      const made = await transcribeCuts(deps, enginesOf(deps), context, windows);
      await context.put({
        taskDrafts: made.segments.map((segment, ordinal) => ({
          ...{ id: context.rowId('taskDrafts', ordinal), ordinal, data: { ...segment } },
        })),
      });
      return { outcome: outcomeOf(deps, made) };
    },
    async finish(context) {
      const drafts = await context.read.drafts();
      const read = drafts.map(({ data }) => data as unknown as LooseSegment);
      const failed = context.parts.failed.map(({ input, code }) =>
        missingSegment(deps.engines[0], code, readWindows(String(input.windows))),
      );
      const segments = [...read, ...failed].sort((a, b) => (a.startMs ?? 0) - (b.startMs ?? 0));
      const at = context.parts.failed.map(({ ordinal }) => ordinal);
      const warnings = at.length > 0 ? [{ code: 'audio.missing', missing: true, count: at.length, at }] : [];
      return seal(deps, context, { segments, warnings, usage: { requests: 0 } });
    },
    async close() {
      await Promise.all(deps.engines.map(engine => engine.close?.()));
      await deps.close();
    },
  };
}

async function plan(deps: AsrStageDeps, context: TaskContext): Promise<PlanResult> {
  if (context.document.bytes === 0) throw new PipelineError('I_EMPTY_FILE', 'the file has no bytes');
  const listened = await deps.reader.run<Listened>(
    { name: 'listen', ...(await recording(deps, context)) },
    context.signal,
  );
  const { windows, warnings, durationMs } = listened;
  const findings = findingsOf(listened);
  if (windows.length === 0) {
    const code = listened.peak < silentPeak ? 'audio.silent' : 'audio.no_speech';
    const nothing = { segments: [], warnings: [...warnings, { code }], usage: { requests: 0 } };
    return withFindings(await seal(deps, context, nothing), findings);
  }
  const engines = enginesOf(deps);
  const stretches = groupStretches(windows);
  if (stretches.length > 1) {
    const counts = { durationMs, speechMs: speechMs(windows), parts: stretches.length };
    const parts = stretches.map(stretch => ({ windows: writeWindows(stretch) }));
    return { parts, outcome: { counts, engine: 'webrtc-vad', version, warnings }, document: findings };
  }
  const made = await transcribeCuts(deps, engines, context, windows);
  return withFindings(await seal(deps, context, { ...made, warnings: [...warnings, ...made.warnings] }), findings);
}

function enginesOf({ engines }: AsrStageDeps): readonly AsrEngine[] {
  if (engines.length > 0) return engines;
  const todo = 'set ASR_ENGINES, restart asr-service, then reprocess from asr';
  throw new PipelineError('I_ENGINE_MISSING', `no speech engine is configured: ${todo}`);
}

const recording = async (deps: AsrStageDeps, context: TaskContext) => ({
  path: await context.original(),
  mediaType: context.document.mediaType,
  ffmpeg: deps.ffmpeg(),
  maxAudioMs: context.limits.maxAudioMs,
});

/** Cuts the windows out of the recording, in one pass over their stretch of it, and has them transcribed. */
async function transcribeCuts(
  deps: AsrStageDeps,
  engines: readonly AsrEngine[],
  context: TaskContext,
  windows: Window[],
): Promise<Transcript> {
  const cuts = windows.map(window => {
    const wavPath = join(deps.tempFolder, `${randomUUID()}.wav`);
    return { fromMs: window.sound[0], toMs: window.sound[1], wavPath };
  });
  try {
    await deps.reader.run({ name: 'cut', cuts, ...(await recording(deps, context)) }, context.signal);
    const paths = new Map(windows.map((window, index) => [window, cuts[index]?.wavPath ?? '']));
    const readWav = (window: Window) => readFile(paths.get(window) ?? '');
    const isLastAttempt = context.task.attempt >= pipeline.asr.attempts;
    return await transcribe({ engines, windows, readWav, calls: context, isLastAttempt });
  } finally {
    await Promise.all(cuts.map(({ wavPath }) => rm(wavPath, { force: true })));
  }
}

const speechMs = (windows: Window[]): number =>
  windows.flatMap(({ speech }) => speech).reduce((sum, [from, to]) => sum + to - from, 0);

const findingsOf = ({ durationMs, codec, sampleRate, channels }: Listened): DocumentFindings => ({
  durationMs,
  properties: { audio: { codec, sampleRate, channels } },
});

const withFindings = (result: TaskResult, findings: DocumentFindings): TaskResult => ({
  ...result,
  document: { ...result.document, ...findings },
});

function outcomeOf(deps: AsrStageDeps, { segments, warnings, usage }: Transcript): Outcome {
  const utterances = segments.filter(({ kind }) => kind === 'utterance');
  const counts = { utterances: utterances.length, missing: segments.length - utterances.length, ...usageCounts(usage) };
  const fallback = utterances.find(({ properties }) => properties?.fallback)?.properties?.fallback;
  return {
    ...{ counts, ...makerOf(deps, utterances), version, warnings },
    ...(fallback !== undefined && { fallback: fallback as NonNullable<Outcome['fallback']> }),
  };
}

/** The engine that made most of the utterances; each of them names its own. */
function makerOf({ engines }: AsrStageDeps, utterances: LooseSegment[]): Pick<Outcome, 'engine' | 'model'> {
  const madeBy = ({ name }: AsrEngine) => utterances.filter(({ engine }) => engine === name).length;
  const [first, ...others] = engines;
  if (!first) return { engine: 'webrtc-vad' };
  const most = others.reduce((maker, engine) => (madeBy(engine) > madeBy(maker) ? engine : maker), first);
  return { engine: most.name, model: most.model };
}

async function seal(deps: AsrStageDeps, context: TaskContext, made: Transcript): Promise<TaskResult> {
  const { segments, counts, document, warnings } = placeSegments(made.segments, context.limits);
  await context.put({ segments: segments.map(row => ({ ...row, id: context.rowId('segments', row.ordinal) })) });
  const outcome = outcomeOf(deps, { ...made, warnings: [...made.warnings, ...warnings] });
  return { outcome: { ...outcome, counts: { ...outcome.counts, ...counts } }, document };
}
