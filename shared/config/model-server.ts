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

/** Throws `X_CONFIG` with the fix when the engine is named without what it needs. `prefix`: `ASR`, `LLM` or `EMBED`. */
export function configuredModel(prefix: string, { baseUrl, model, ...rest }: ModelServerSettings): ConfiguredModel {
  if (baseUrl !== undefined && model !== undefined) return { baseUrl, model, ...rest };
  const missing = [baseUrl === undefined && `${prefix}_BASE_URL`, model === undefined && `${prefix}_MODEL`];
  throw new PipelineError(
    'X_CONFIG',
    `${prefix}_ENGINES names openai: set ${missing.filter(Boolean).join(' and ')}, or take it out of ${prefix}_ENGINES`,
  );
}

/** Throws `X_CONFIG` when a server is set that no engine would use: nothing would tell that it is left alone. */
export function refuseUnused(prefix: string, engines: readonly string[], settings: ModelServerSettings): void {
  if (engines.includes('openai')) return;
  const names = { BASE_URL: settings.baseUrl, API_KEY: settings.apiKey, MODEL: settings.model };
  const set = Object.entries(names).flatMap(([name, value]) => (value === undefined ? [] : [`${prefix}_${name}`]));
  if (set.length === 0) return;
  throw new PipelineError(
    'X_CONFIG',
    `${set.join(', ')} set, but ${prefix}_ENGINES does not name openai: set ${prefix}_ENGINES=openai, or unset the others`,
  );
}
