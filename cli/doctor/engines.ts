/** Looks at the engines of the stages: what is configured, what is missing, whether a model server answers and has the model. */
import { createRequire } from 'node:module';
import { type BertSettings, configuredBert, refuseUnusedBert } from '../../shared/config/bert-model.ts';
import {
  configuredEmbeddingModel,
  type EmbeddingModelSettings,
  refuseUnusedEmbeddingModel,
} from '../../shared/config/embedding-model.ts';
import { imageName, loadBertModel, loadModelServers, loadSettings } from '../../shared/config/load.ts';
import { configuredModel, type ModelServerSettings, refuseUnused } from '../../shared/config/model-server.ts';
import { configuredWhisper, refuseUnusedWhisper, type WhisperSettings } from '../../shared/config/whisper-model.ts';
import { toPipelineError } from '../../shared/errors.ts';
import { findProgram } from '../../shared/find-program.ts';
import { createModelApi } from '../../shared/model-api/client.ts';
import { broken, type Finding, fine, thrownFinding, warning } from './finding.ts';
import { retirementFindings } from './retirements.ts';

type Environment = Record<string, string | undefined>;

const askMs = 5_000;
const mostModels = 10;
const require = createRequire(import.meta.url);

export async function engineFindings(environment: Environment): Promise<Finding[]> {
  const names = ['OCR_ENGINES', 'ASR_ENGINES', 'NER_ENGINES', 'LLM_ENGINES', 'EMBED_ENGINES'] as const;
  const engines = loadSettings(names, environment);
  const servers = loadModelServers(environment);
  // Side by side with the others: each may wait for a server.
  const retirements = retirementFindings(environment);
  const { mistral, vision } = servers.ocr;
  const ocr = { engines: engines.OCR_ENGINES, setting: 'OCR_ENGINES' };
  // The address of Mistral has a default: by itself it is not set.
  const address = ocr.engines.includes('mistral') ? mistral.baseUrl : undefined;
  const at = lookWhereItRuns(environment);
  return [
    ...at('ocr', 'engine ocr', () => [ocrFinding(engines.OCR_ENGINES, environment.PATH ?? '')]),
    ...(await serverOfEngine('OCR_MISTRAL', { engine: 'mistral', ...ocr }, { ...mistral, baseUrl: address })),
    ...(await serverOfEngine('OCR_VISION', { engine: 'vision', ...ocr }, vision)),
    await serverFinding('ASR', engines.ASR_ENGINES, servers.asr),
    ...at('asr', 'engine asr, model', () => whisperFindings(engines.ASR_ENGINES, servers.asr.whisper)),
    ...at('ner', 'engine ner', () => [nerFinding(engines.NER_ENGINES, loadBertModel(environment))]),
    await serverFinding('LLM', engines.LLM_ENGINES, servers.llm),
    await serverFinding('EMBED', engines.EMBED_ENGINES, servers.embed),
    ...embeddingFindings(engines.EMBED_ENGINES, servers.embed.onnx),
    ...at('asr', 'ffmpeg', () => [decoderFinding(environment.PATH ?? '')]),
    ...(await retirements),
  ];
}

/**
 * Looks at what has to be installed, where it has to be: in containers each service has an image with what it needs, and no other
 * has that.
 */
function lookWhereItRuns(environment: Environment) {
  const here = imageName(environment);
  return (image: string, check: string, look: () => Finding[]): Finding[] =>
    here === undefined || here === image
      ? look()
      : [fine(check, `in the image of ${image}-service, not looked at from here: ask doctor in a container of it`)];
}

function ocrFinding(engines: readonly string[], searchPath: string): Finding {
  if (engines.includes('tesseract') && !findProgram(['tesseract'], searchPath)) {
    const fix = 'install it where ocr-service runs (Debian: apt-get install tesseract-ocr), or use tesseract.js';
    return broken('engine ocr', 'I_ENGINE_MISSING', 'the program tesseract is not on the path', fix);
  }
  const packages = ['tesseract.js', '@tesseract.js-data/eng', '@tesseract.js-data/osd'];
  const missing = engines.includes('tesseract.js') ? packages.filter(name => !isInstalled(name)) : [];
  if (missing.length === 0) return fine('engine ocr', engines.join(', '));
  return broken('engine ocr', 'I_ENGINE_MISSING', `not installed: ${missing.join(', ')}`, 'npm ci');
}

/** Whether all of the model is there and its labels have a meaning, when one is configured. That it can be loaded shows with the first text. */
function nerFinding(engines: readonly string[], bert: BertSettings): Finding {
  const check = 'engine ner';
  try {
    refuseUnusedBert(engines, bert);
    if (!engines.includes('bert')) return fine(check, engines.join(', '));
    const { name, device, modelBytes, labels } = configuredBert(bert);
    const types = [...new Set(labels.flatMap(({ type }) => type ?? []))].join(', ');
    const model = `${name} on ${device}, ${Math.round(modelBytes / 1024 ** 2)} MB of weights, for ${types}`;
    return fine(check, `${engines.join(', ')}: ${model}`);
  } catch (thrown) {
    const mend = 'set NER_ENGINES and NER_BERT_* to one another (.env.example) and to what is there, and restart';
    return thrownFinding(check, thrown, mend);
  }
}

function isInstalled(name: string): boolean {
  try {
    require.resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}

function decoderFinding(searchPath: string): Finding {
  if (findProgram(['ffmpeg'], searchPath)) return fine('ffmpeg', 'is there');
  return warning(
    'ffmpeg',
    'not on the path: videos and compressed recordings fail with I_DECODER_MISSING',
    'install it where asr-service runs (Debian: apt-get install ffmpeg)',
  );
}

/** What it means that none is configured. */
const withoutEngine = {
  ASR: 'none: recordings with speech fail with I_ENGINE_MISSING',
  LLM: 'none',
  EMBED: 'none: search goes by words alone',
};

interface FoundModel {
  name: string;
  device: string;
  modelBytes: number;
}

/**
 * Whether all of the model is there, when one is configured; that it can be loaded shows when it is first asked. `look` answers nothing
 * for an engine that is not named. `prefix`: that of its settings.
 */
function modelFindings(check: string, engine: string, prefix: string, look: () => FoundModel | undefined): Finding[] {
  try {
    const found = look();
    if (!found) return [];
    const { name, device, modelBytes } = found;
    return [fine(check, `${engine}: ${name} on ${device}, ${Math.round(modelBytes / 1024 ** 2)} MB of weights`)];
  } catch (thrown) {
    const engines = `${prefix.split('_')[0]}_ENGINES`;
    const mend = `set ${engines} and ${prefix}_* to one another (.env.example) and to what is there, and restart`;
    return [thrownFinding(check, thrown, mend)];
  }
}

function whisperFindings(engines: readonly string[], whisper: WhisperSettings): Finding[] {
  return modelFindings('engine asr, model', 'whisper-onnx', 'ASR_WHISPER', () => {
    refuseUnusedWhisper(engines, whisper);
    return engines.includes('whisper-onnx') ? configuredWhisper(whisper) : undefined;
  });
}

function embeddingFindings(engines: readonly string[], onnx: EmbeddingModelSettings): Finding[] {
  return modelFindings('engine embed, model', 'onnx', 'EMBED_ONNX', () => {
    refuseUnusedEmbeddingModel(engines, onnx);
    return engines.includes('onnx') ? configuredEmbeddingModel(onnx) : undefined;
  });
}

/** The server of the engine that the prefix names, or what stands in its place. */
async function serverFinding(
  prefix: 'ASR' | 'LLM' | 'EMBED',
  engines: readonly string[],
  server: ModelServerSettings,
): Promise<Finding> {
  const named = { engine: 'openai', engines, setting: `${prefix}_ENGINES` };
  const [finding] = await serverOfEngine(prefix, named, server);
  const others = engines.join(', ') || withoutEngine[prefix];
  return finding ?? fine(`engine ${prefix.toLowerCase()}`, others);
}

interface NamedEngine {
  engine: string;
  engines: readonly string[];
  /** Where it is named. */
  setting: string;
}

/** Nothing if the engine is not named and its server not set. `prefix`: that of its settings. */
async function serverOfEngine(prefix: string, named: NamedEngine, server: ModelServerSettings): Promise<Finding[]> {
  const check = `engine ${prefix.toLowerCase().replace('_', ' ')}`;
  const { engine, engines, setting } = named;
  try {
    refuseUnused(prefix, engines, server, named);
    if (!engines.includes(engine)) return [];
    return [await modelFinding(check, prefix, named, server)];
  } catch (thrown) {
    const { code } = toPipelineError(thrown);
    if (code === 'X_CONFIG') {
      const mend = `set ${setting}, ${prefix}_BASE_URL and ${prefix}_MODEL to one another (.env.example), and restart`;
      return [thrownFinding(check, thrown, mend)];
    }
    if (code === 'I_ENGINE_ACCESS') {
      const mend = `set ${prefix}_API_KEY to a key with the right to use the model, and restart`;
      return [thrownFinding(check, thrown, mend)];
    }
    if (code === 'I_ENGINE_REQUEST') {
      const what = 'the server lists no models, so nobody can say whether it has ours';
      return [warning(check, what, `see that ${prefix}_BASE_URL ends with the version, such as /v1`)];
    }
    const mend = `start the server of ${prefix}_BASE_URL, or set the right address and restart`;
    return [thrownFinding(check, thrown, mend)];
  }
}

async function modelFinding(
  check: string,
  prefix: string,
  named: NamedEngine,
  settings: ModelServerSettings,
): Promise<Finding> {
  const { model, ...server } = configuredModel(prefix, settings, named);
  const api = createModelApi({ ...server, timeoutMs: askMs }, named.engine);
  const models = await api.models(AbortSignal.timeout(askMs));
  if (models.includes(model) || models.includes(`${model}:latest`))
    return fine(check, `${named.engine}: the server has ${model}`);
  const there = models.slice(0, mostModels).join(', ') || 'none';
  return broken(
    check,
    'I_ENGINE_REQUEST',
    `the server has no model ${model}; there is: ${there}`,
    `set ${prefix}_MODEL to one of these, or load ${model} on the server`,
  );
}
