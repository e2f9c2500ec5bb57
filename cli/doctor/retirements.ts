/** Warns of configured models whose end was announced: by their server, or in the dated list that comes with this version. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type AnnouncedEnd, createModelApi } from '../../shared/model-api/client.ts';
import { type Finding, warning } from './finding.ts';

type Environment = Record<string, string | undefined>;

const askMs = 5_000;
const dayMs = 86_400_000;

/** The servers that engines ask: the check that speaks of each, and the prefix of its settings. */
const servers = [
  { check: 'engine ocr', prefix: 'OCR_MISTRAL', baseUrl: 'https://api.mistral.ai/v1' },
  { check: 'engine ocr', prefix: 'OCR_VISION' },
  { check: 'engine asr', prefix: 'ASR' },
  { check: 'engine llm', prefix: 'LLM' },
  { check: 'engine embeddings', prefix: 'EMBED' },
] as const;

/** A model that is configured. */
export interface UsedModel {
  check: string;
  setting: string;
  host: string;
  model: string;
}

const listSchema = z.object({
  about: z.string(),
  readOn: z.iso.date(),
  entries: z.array(
    z.object({
      host: z.string(),
      models: z.array(z.string()).min(1),
      endsOn: z.iso.date(),
      replacement: z.string().optional(),
      source: z.url(),
    }),
  ),
});

export type RetirementList = z.output<typeof listSchema>;

/** The list that comes with this version. */
export const readRetirements = (): RetirementList =>
  listSchema.parse(JSON.parse(readFileSync(new URL('../../shared/models/retirements.json', import.meta.url), 'utf8')));

/** A warning for each configured model that is to end, or should have ended by now. */
export async function retirementFindings(environment: Environment, today = new Date()): Promise<Finding[]> {
  const list = readRetirements();
  const findings = servers.map(async ({ check, prefix, ...rest }) => {
    const model = environment[`${prefix}_MODEL`]?.trim();
    const baseUrl = environment[`${prefix}_BASE_URL`]?.trim() || ('baseUrl' in rest ? rest.baseUrl : '');
    if (!model || !URL.canParse(baseUrl)) return [];
    const used = { check, setting: `${prefix}_MODEL`, host: new URL(baseUrl).hostname, model };
    const said = await announcedBy(baseUrl, environment[`${prefix}_API_KEY`]?.trim() || undefined);
    return retirementFinding(used, said, list, today) ?? [];
  });
  return (await Promise.all(findings)).flat();
}

/** What the server says of its models; nothing if it does not answer, of which the check of its engine tells. */
async function announcedBy(baseUrl: string, apiKey: string | undefined): Promise<AnnouncedEnd[]> {
  const api = createModelApi({ baseUrl, apiKey, timeoutMs: askMs }, 'doctor');
  return api.announcedEnds(AbortSignal.timeout(askMs)).catch(() => []);
}

/** What is to be said of one model; undefined if nothing was announced. The server counts before the list. */
export function retirementFinding(
  { check, setting, host, model }: UsedModel,
  said: readonly AnnouncedEnd[],
  list: RetirementList,
  today: Date,
): Finding | undefined {
  const base = baseModel(model);
  const bySelf = said.find(end => end.model === model) ?? said.find(end => end.model === base);
  const listed = list.entries.find(entry => entry.host === host && entry.models.includes(base));
  const end = bySelf ?? listed;
  if (!end) return undefined;
  const source = bySelf ? `its server, ${host}` : `${listed?.source}, read on ${list.readOn}`;
  const instead = end.replacement ?? listed?.replacement;
  return warning(
    check,
    `${model} ${whenText(end.endsOn, today)} (${source})`,
    `set ${setting} to ${instead ? `${instead}, which its provider names instead, or to another` : 'another model'}, try it on a few documents, and restart`,
  );
}

/** A fine-tuned model ends with the one it was made from: `ft:gpt-4o-mini-2024-07-18:acme::id`. */
const baseModel = (model: string): string => /^ft:([^:]+):/.exec(model)?.[1] ?? model;

function whenText(endsOn: string, today: Date): string {
  const days = Math.ceil((Date.parse(endsOn) - today.getTime()) / dayMs);
  if (days > 0) return `is announced to end on ${endsOn}, in ${days} day${days === 1 ? '' : 's'}`;
  return `was announced to end on ${endsOn}: requests fail from then on, if that was not put off`;
}
