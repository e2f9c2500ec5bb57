import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { takeLock } from '../stack/lock.ts';
import { notedSettings } from '../stack/noted-settings.ts';
import { loadSecrets } from '../stack/secrets.ts';
import { apiConnection, installation, recordConnection } from './connection.ts';

const nothingRuns = { DATA_DIR: 'no/such/folder' };

describe('connection', () => {
  it('takes options before the environment', () => {
    const environment = { LP_URL: 'https://one.example', LP_API_KEY: 'lp_one' };
    expect(apiConnection({}, environment)).to.deep.equal({ url: 'https://one.example', key: 'lp_one' });
    expect(apiConnection({ url: 'https://two.example/', key: 'lp_two' }, environment)).to.deep.equal({
      url: 'https://two.example',
      key: 'lp_two',
    });
  });

  it('sends no server a key that was not given for it', () => {
    expect(() => apiConnection({ url: 'https://one.example' }, nothingRuns)).to.throw(
      'no API key for https://one.example',
    );
  });

  it('says how to start when nothing runs', () => {
    expect(() => apiConnection({}, nothingRuns))
      .to.throw('npm start')
      .with.property('code', 'X_CONFIG');
    expect(() => recordConnection(nothingRuns))
      .to.throw('npm start')
      .with.property('code', 'X_CONFIG');
  });

  it('takes a configured Supabase, but not half of it', () => {
    const configured = { SUPABASE_URL: 'https://x.example', SUPABASE_SERVICE_ROLE_KEY: 'secret' };
    expect(recordConnection(configured)).to.deep.equal({ url: 'https://x.example', serviceKey: 'secret' });
    expect(() => recordConnection({ SUPABASE_URL: 'https://x.example' })).to.throw('SUPABASE_SERVICE_ROLE_KEY');
  });

  describe('of a running stack', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'connection-'));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it('knows all its parts, and opens them with the keys of its folder', () => {
      const settings = {
        SUPABASE_URL: 'http://127.0.0.1:1',
        REDIS_URL: 'redis://127.0.0.1:2/0',
        FILES_URL: 'file:///f',
      };
      const lock = takeLock(folder);
      lock.announce({ board: 'http://127.0.0.1:3' }, settings);
      const { serviceRoleKey, redisPassword } = loadSecrets(folder);
      const { environment, board } = installation({ DATA_DIR: folder, LLM_MODEL: 'ours' });
      expect(board).to.equal('http://127.0.0.1:3');
      expect(environment).to.deep.include({
        ...settings,
        REDIS_URL: `redis://:${redisPassword}@127.0.0.1:2/0`,
        SUPABASE_SERVICE_ROLE_KEY: serviceRoleKey,
        LLM_MODEL: 'ours',
      });
      const elsewhere = installation({ DATA_DIR: folder, SUPABASE_URL: 'https://x.example' }).environment;
      expect(elsewhere.SUPABASE_SERVICE_ROLE_KEY).to.equal(undefined);
      lock.release();
      expect(installation({ DATA_DIR: folder })).to.deep.equal({
        environment: { DATA_DIR: folder },
        isRunning: false,
        board: undefined,
      });
    });

    it('keeps keys and passwords out of the note, and other people’s servers', () => {
      const environment = {
        SUPABASE_URL: 'u',
        REDIS_URL: 'redis://:pw@h/0',
        LLM_BASE_URL: 'https://me:pw@h/v1',
        LLM_API_KEY: 'k',
      };
      expect(notedSettings(environment, {})).to.deep.equal({
        SUPABASE_URL: 'u',
        REDIS_URL: 'redis://h/0',
        LLM_BASE_URL: 'https://h/v1',
      });
      expect(notedSettings(environment, environment)).to.deep.equal({ LLM_BASE_URL: 'https://h/v1' });
    });
  });
});
