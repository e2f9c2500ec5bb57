/** The text of `.env.example`, from the schema; `npm run generate` writes it, a test compares. */
import { type Setting, settings } from './schema.ts';

/** Every setting: a comment line on what it does, then the variable, commented out unless it must be set by hand. */
export function exampleEnvironment(): string {
  const lines = Object.entries(settings as Record<string, Setting>).map(
    ([name, { about, example }]) => `# ${about}\n# ${name}=${example}\n`,
  );
  return [
    '# Every setting. Copy to .env and uncomment what you need; without any, `npm start` runs the embedded stack.\n' +
      '# Each may be read from a file instead: LLM_API_KEY_FILE=/run/secrets/llm_api_key.\n',
    ...lines,
  ].join('\n');
}
