/** Looks at the engines of the stages: what is configured, what is missing, whether a model server answers and has the model. */
import { createRequire } from 'node:module';
import { loadModelServers, loadSettings } from '../../shared/config/load.ts';
import { configuredModel, type ModelServerSettings, refuseUnused } from '../../shared/config/model-server.ts';
import { toPipelineError } from '../../shared/errors.ts';
import { findProgram } from '../../shared/find-program.ts';
import { createModelApi } from '../../shared/model-api/client.ts';
import { broken, type Finding, fine, thrownFinding, warning } from './finding.ts';

type Environment = Record<string, string | undefined>;

const askMs = 5_000;
const mostModels = 10;
const require = createRequire(import.meta.url);

export async function engineFindings(environment: Environment): Promise<Finding[]> {
  const names = ['OCR_ENGINES', 'ASR_ENGINES', 'NER_ENGINES', 'LLM_ENGINES', 'EMBED_ENGINES'] as const;
  const engines = loadSettings(names, environment);
  const servers = loadModelServers(environment);
  return [
    ocrFinding(engines.OCR_ENGINES),
    await serverFinding('ASR', engines.ASR_ENGINES, servers.asr),
    fine('engine ner', engines.NER_ENGINES.join(', ')),
    await serverFinding('LLM', engines.LLM_ENGINES, servers.llm),
    await serverFinding('EMBED', engines.EMBED_ENGINES, servers.embed),
    decoderFinding(environment.PATH ?? ''),
  ];
}

function ocrFinding(engines: readonly string[]): Finding {
  const packages = ['tesseract.js', '@tesseract.js-data/eng', '@tesseract.js-data/osd'];
  const missing = engines.includes('tesseract.js') ? packages.filter(name => !isInstalled(name)) : [];
  if (missing.length === 0) return fine('engine ocr', engines.join(', '));
  return broken('engine ocr', 'I_ENGINE_MISSING', `not installed: ${missing.join(', ')}`, 'npm ci');
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

/** `prefix`: that of its settings. */
async function serverFinding(
  prefix: 'ASR' | 'LLM' | 'EMBED',
  engines: readonly string[],
  server: ModelServerSettings,
): Promise<Finding> {
  const check = `engine ${prefix.toLowerCase()}`;
  try {
    refuseUnused(prefix, engines, server);
    if (!engines.includes('openai')) {
      return fine(check, engines.join(', ') || withoutEngine[prefix]);
    }
    return await modelFinding(check, prefix, server);
  } catch (thrown) {
    const { code } = toPipelineError(thrown);
    if (code === 'X_CONFIG')
      return thrownFinding(
        check,
        thrown,
        `set ${prefix}_ENGINES, ${prefix}_BASE_URL and ${prefix}_MODEL to one another (.env.example), and restart`,
      );
    if (code === 'I_ENGINE_ACCESS')
      return thrownFinding(
        check,
        thrown,
        `set ${prefix}_API_KEY to a key with the right to use the model, and restart`,
      );
    if (code === 'I_ENGINE_REQUEST')
      return warning(
        check,
        'the server lists no models, so nobody can say whether it has ours',
        `see that ${prefix}_BASE_URL ends with the version, such as /v1`,
      );
    return thrownFinding(check, thrown, `start the server of ${prefix}_BASE_URL, or set the right address and restart`);
  }
}

async function modelFinding(check: string, prefix: string, settings: ModelServerSettings): Promise<Finding> {
  const { model, ...server } = configuredModel(prefix, settings);
  const api = createModelApi({ ...server, timeoutMs: askMs }, 'openai');
  const models = await api.models(AbortSignal.timeout(askMs));
  if (models.includes(model) || models.includes(`${model}:latest`))
    return fine(check, `openai: the server has ${model}`);
  const there = models.slice(0, mostModels).join(', ') || 'none';
  return broken(
    check,
    'I_ENGINE_REQUEST',
    `the server has no model ${model}; there is: ${there}`,
    `set ${prefix}_MODEL to one of these, or load ${model} on the server`,
  );
}
