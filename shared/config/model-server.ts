/** The settings of an OpenAI-compatible server, checked as a whole: half of them is none. */
import { PipelineError } from '../errors.ts';

/** What was set, under the settings' own names without their prefix. */
export interface ModelServerSettings {
  baseUrl: string | undefined;
  apiKey: string | undefined;
  model: string | undefined;
  timeoutMs: number;
}

/** Enough to ask a model. Local servers want no key. */
export interface ConfiguredModel {
  baseUrl: string;
  apiKey: string | undefined;
  model: string;
  timeoutMs: number;
}

/** The engine that uses a server, and the setting in which engines are named. */
interface UsedBy {
  engine: string;
  setting: string;
}

const openai = (prefix: string): UsedBy => ({ engine: 'openai', setting: `${prefix}_ENGINES` });

/** Throws `X_CONFIG` with the fix when the engine is named without what it needs. `prefix`: that of its settings, as `ASR`. */
export function configuredModel(
  prefix: string,
  { baseUrl, model, ...rest }: ModelServerSettings,
  { engine, setting } = openai(prefix),
): ConfiguredModel {
  if (baseUrl !== undefined && model !== undefined) return { baseUrl, model, ...rest };
  const missing = [baseUrl === undefined && `${prefix}_BASE_URL`, model === undefined && `${prefix}_MODEL`];
  throw new PipelineError(
    'X_CONFIG',
    `${setting} names ${engine}: set ${missing.filter(Boolean).join(' and ')}, or take it out of ${setting}`,
  );
}

/** Throws `X_CONFIG` when a server is set that no engine would use: nothing would tell that it is left alone. */
export function refuseUnused(
  prefix: string,
  engines: readonly string[],
  settings: ModelServerSettings,
  { engine, setting } = openai(prefix),
): void {
  if (engines.includes(engine)) return;
  const names = { BASE_URL: settings.baseUrl, API_KEY: settings.apiKey, MODEL: settings.model };
  const set = Object.entries(names).flatMap(([name, value]) => (value === undefined ? [] : [`${prefix}_${name}`]));
  if (set.length === 0) return;
  throw new PipelineError(
    'X_CONFIG',
    `${set.join(', ')} set, but ${setting} does not name ${engine}: set ${setting}=${engine}, or unset the others`,
  );
}
