/** The stages of all services in this process, with the engines the settings name. */
import type { Stage } from '../../queues/stage.ts';
import { configuredAsrStage } from '../../services/asr-service/configured.ts';
import { configuredLlmStage } from '../../services/llm-service/configured.ts';
import { configuredNerStage } from '../../services/ner-service/configured.ts';
import { configuredOcrStage } from '../../services/ocr-service/configured.ts';
import { createRelationshipStage } from '../../services/relationship-service/stage.ts';
import { loadBertModel, loadModelServers, loadSettings } from '../../shared/config/load.ts';
import type { StageName } from '../../shared/domain/stage.ts';
import { configuredEmbeddings } from '../../shared/embeddings/configured.ts';

export interface Stages {
  stages: Record<StageName, Stage>;
  /** Parts that run side by side. */
  concurrency: number;
  /** Ends the processes the stages keep. */
  close(): Promise<void>;
}

/** Throws `X_CONFIG` for an engine there is not, as the services do. */
export function createStages(): Stages {
  const names = ['OCR_ENGINES', 'ASR_ENGINES', 'NER_ENGINES', 'LLM_ENGINES', 'EMBED_ENGINES'] as const;
  const settings = loadSettings(['OCR_PROCESSES', ...names]);
  const servers = loadModelServers();
  const concurrency = settings.OCR_PROCESSES;
  const stages: Stages['stages'] = {
    // Before ocr and asr, which hold folders: what is wrong with the settings of the others is found first.
    ner: configuredNerStage(settings.NER_ENGINES, loadBertModel()),
    llm: configuredLlmStage(
      settings.LLM_ENGINES,
      servers.llm,
      configuredEmbeddings(settings.EMBED_ENGINES, servers.embed),
    ),
    relationship: createRelationshipStage(),
    asr: configuredAsrStage(settings.ASR_ENGINES, servers.asr, concurrency),
    ocr: configuredOcrStage(settings.OCR_ENGINES, servers.ocr, concurrency),
  };
  const close = async () => {
    for (const stage of Object.values(stages)) await stage.close?.();
  };
  return { stages, concurrency, close };
}
