/** The stages of all services in this process, with the engines the settings name. */
import { pipeline } from '../../queues/pipeline.ts';
import type { Stage } from '../../queues/stage.ts';
import { createAsrStage } from '../../services/asr-service/stage.ts';
import { createRulesEngine as createLlmRules } from '../../services/llm-service/engines/rules/rules-engine.ts';
import { createLlmStage } from '../../services/llm-service/stage.ts';
import { createRulesEngine as createNerRules } from '../../services/ner-service/engines/rules/engine.ts';
import { createNerStage } from '../../services/ner-service/stage.ts';
import { createOcrDeps } from '../../services/ocr-service/deps.ts';
import { createOcrStage } from '../../services/ocr-service/stage.ts';
import { createRelationshipStage } from '../../services/relationship-service/stage.ts';
import { loadSettings } from '../../shared/config/load.ts';
import { pickEngine } from '../../shared/config/pick-engines.ts';
import type { StageName } from '../../shared/domain/stage.ts';

export interface Stages {
  stages: Record<StageName, Stage>;
  /** Parts that run side by side. */
  concurrency: number;
  /** Ends the processes the stages keep. */
  close(): Promise<void>;
}

/** Throws `X_CONFIG` for an engine there is not, as the services do. */
export function createStages(): Stages {
  const settings = loadSettings(['OCR_CONCURRENCY', 'OCR_ENGINES', 'ASR_ENGINES', 'NER_ENGINES', 'LLM_ENGINES']);
  const concurrency = settings.OCR_CONCURRENCY;
  const createDeps = pickEngine('OCR_ENGINES', settings.OCR_ENGINES, { 'tesseract.js': () => createOcrDeps });
  const stages: Stages['stages'] = {
    // Before ocr, which holds a folder: what is wrong with the settings of the others is found first.
    asr: createAsrStage({ engines: settings.ASR_ENGINES }),
    ner: createNerStage({ engine: pickEngine('NER_ENGINES', settings.NER_ENGINES, { rules: createNerRules }) }),
    llm: createLlmStage({ engine: pickEngine('LLM_ENGINES', settings.LLM_ENGINES, { rules: createLlmRules }) }),
    relationship: createRelationshipStage(),
    ocr: createOcrStage(createDeps({ concurrency, partSize: pipeline.ocr.partSize })),
  };
  const close = async () => {
    for (const stage of Object.values(stages)) await stage.close?.();
  };
  return { stages, concurrency, close };
}
