import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { temporaryFolder } from '../../test/support/launcher.ts';
import { PipelineError } from '../errors.ts';
import { withSecretFiles } from './secret-files.ts';

describe('secret files', () => {
  const folder = temporaryFolder();
  after(() => folder.remove());
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder.path, name), text);
    return join(folder.path, name);
  };

  it('hold the values of settings, without the line end an editor leaves', () => {
    const environment = { LLM_API_KEY_FILE: file('key', 'sk-1\n'), LLM_MODEL: 'm', PATH: '/bin' };
    expect(withSecretFiles(environment)).to.deep.equal({ LLM_API_KEY: 'sk-1', LLM_MODEL: 'm', PATH: '/bin' });
  });

  it('that are empty, or named by an empty variable, count as absent', () => {
    const found = withSecretFiles({ LLM_API_KEY_FILE: file('none', '\n'), ASR_API_KEY_FILE: ' ', LLM_API_KEY: 'sk-2' });
    expect(found).to.deep.equal({ LLM_API_KEY: 'sk-2' });
  });

  it('are refused all at once when they cannot be read or stand beside the setting itself', () => {
    const refused = () =>
      withSecretFiles({
        LLM_API_KEY_FILE: join(folder.path, 'missing'),
        REDIS_URL: 'redis://:secret@a',
        REDIS_URL_FILE: file('url', 'redis://:hidden@b'),
      });
    expect(refused)
      .to.throw(PipelineError, /LLM_API_KEY_FILE: .*missing cannot be read \(ENOENT\)/)
      .with.property('message')
      .that.includes('REDIS_URL and REDIS_URL_FILE are both set')
      .and.does.not.match(/secret|hidden/);
  });

  it('are for settings only', () => {
    expect(withSecretFiles({ SOME_FILE: '/nowhere' })).to.deep.equal({ SOME_FILE: '/nowhere' });
  });
});
