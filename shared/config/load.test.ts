import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { PipelineError } from '../errors.ts';
import { exampleEnvironment } from './example.ts';
import { bareEnvironment, loadConfig, loadSettings } from './load.ts';

const complete = {
  SUPABASE_URL: 'http://127.0.0.1:1',
  SUPABASE_SERVICE_ROLE_KEY: 'key',
  REDIS_URL: 'redis://127.0.0.1:2',
  FILES_URL: 'file:///tmp/files',
  CACHE_DIR: '/tmp/cache',
};

describe('configuration', () => {
  it('takes empty as absent and fills in defaults', () => {
    const config = loadConfig({ ...complete, INGEST_PORT: ' ', OCR_ENGINES: 'a, b' });
    expect(config.ingest).to.deep.equal({ host: '127.0.0.1', port: 8700, publicUrl: 'http://127.0.0.1:8700' });
    expect(config.engines).to.deep.include({ ocr: ['a', 'b'], asr: [], ner: ['rules'] });
  });

  it('reports all problems at once, with what each setting is for and never its value', () => {
    const thrown = (() => {
      try {
        return loadConfig({ ...complete, REDIS_URL: 'secret-nonsense', SUPABASE_URL: undefined, LEASE_MS: '5' });
      } catch (error) {
        return error;
      }
    })();
    expect(thrown).to.be.instanceOf(PipelineError).with.property('code', 'X_CONFIG');
    const { message } = thrown as Error;
    expect(message)
      .to.contain('SUPABASE_URL: missing')
      .and.contain('REDIS_URL: not usable')
      .and.contain('LEASE_MS: not usable');
    expect(message).not.to.contain('secret-nonsense');
  });

  it('is frozen all the way down', () => {
    const config = loadConfig(complete);
    expect(Object.isFrozen(config.engines.ner)).to.equal(true);
  });

  it('reads some settings without asking for the rest', () => {
    expect(loadSettings(['DATA_DIR'], {})).to.deep.equal({ DATA_DIR: '.data' });
  });

  it('gives child processes no keys and no addresses', () => {
    expect(Object.keys(bareEnvironment({ ...complete, PATH: '/bin' }))).not.to.include.members(Object.keys(complete));
  });

  it('holds the limits of every engine that is called, under its stage and name', () => {
    const paces = ['OCR_MISTRAL', 'OCR_VISION', 'ASR', 'LLM', 'EMBED'].flatMap((prefix, at): [string, string][] => [
      [`${prefix}_REQUESTS_PER_MINUTE`, `${at + 1}`],
      [`${prefix}_TOKENS_PER_MINUTE`, `${at + 1}000`],
    ]);
    expect(loadConfig({ ...complete, ...Object.fromEntries(paces) }).calls.rates).to.deep.equal({
      'ocr/mistral': { requestsPerMinute: 1 },
      'ocr/vision': { requestsPerMinute: 2, tokensPerMinute: 2_000 },
      'asr/openai': { requestsPerMinute: 3 },
      'llm/openai': { requestsPerMinute: 4, tokensPerMinute: 4_000 },
      'llm/openai-embeddings': { requestsPerMinute: 5, tokensPerMinute: 5_000 },
    });
  });

  it('is what .env.example shows', () => {
    const file = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    expect(file, 'run `npm run generate`').to.equal(exampleEnvironment());
  });
});
