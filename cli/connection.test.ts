import { expect } from 'chai';
import { apiConnection, recordConnection } from './connection.ts';

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
});
