/** The gateway in front of a real PostgREST: who gets in, as whom, and that what passes stays as it was. */
import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import { createRecordClient } from '../../shared/record/client.ts';
import { connect } from '../../stack/postgres.ts';
import { createTestEnvironment, type TestEnvironment } from '../support/stack.ts';

describe('gateway', function () {
  this.timeout(60_000);
  let test: TestEnvironment;
  let url: string;
  let anonKey: string;
  let serviceKey: string;

  before(async () => {
    test = await createTestEnvironment();
    url = `${test.environment.SUPABASE_URL}/rest/v1`;
    anonKey = test.environment.SUPABASE_ANON_KEY;
    serviceKey = test.environment.SUPABASE_SERVICE_ROLE_KEY;
    const owner = await connect(test.environment.DATABASE_URL);
    await owner.query(`
      create function public.whoami() returns json language sql stable as
        $$ select json_build_object('role', current_user, 'sub', auth.uid()) $$;
      create function public.echo(value text) returns text language sql immutable as $$ select value $$;
      grant execute on all functions in schema public to anon, authenticated, service_role;
      notify pgrst, 'reload schema'`);
    await owner.end();
    await untilFound(`${url}/rpc/whoami`, serviceKey);
  });
  after(() => test.stop());

  const whoami = async (headers: Record<string, string>) => {
    const answer = await fetch(`${url}/rpc/whoami`, { headers });
    return { status: answer.status, body: (await answer.json()) as { role?: string; sub?: string; message?: string } };
  };

  it('refuses a call without a key, with JSON', async () => {
    expect(await whoami({})).to.deep.equal({ status: 401, body: { message: 'No API key found in request' } });
  });

  it('refuses an unknown apikey even beside a valid token', async () => {
    const answer = await whoami({ apikey: 'guess', authorization: `Bearer ${serviceKey}` });
    expect(answer).to.deep.equal({ status: 401, body: { message: 'Invalid API key' } });
  });

  it('gives the keys the roles anon and service_role', async () => {
    expect((await whoami({ apikey: anonKey })).body.role).to.equal('anon');
    expect((await whoami({ apikey: serviceKey })).body.role).to.equal('service_role');
    expect((await whoami({ authorization: `Bearer ${serviceKey}` })).body.role).to.equal('service_role');
  });

  it('passes the token of a signed-in user through', async () => {
    const userId = '0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a';
    const answer = await whoami({ apikey: anonKey, authorization: `Bearer ${test.userToken(userId)}` });
    expect(answer.body).to.deep.equal({ role: 'authenticated', sub: userId });
  });

  it('refuses a token signed with another secret, and one that claims to need no signature', async () => {
    const [head, body] = serviceKey.split('.');
    const forged = createHmac('sha256', 'another secret').update(`${head}.${body}`).digest('base64url');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
    for (const token of [`${head}.${body}.${forged}`, unsigned]) {
      expect((await whoami({ apikey: anonKey, authorization: `Bearer ${token}` })).status).to.equal(401);
      expect((await whoami({ authorization: `Bearer ${token}` })).status).to.equal(401);
    }
  });

  it('serves nothing outside /rest/v1', async () => {
    for (const path of ['/', '/rest/v10/', '/auth/v1/user', '/rest']) {
      const answer = await fetch(`${test.environment.SUPABASE_URL}${path}`, { headers: { apikey: serviceKey } });
      expect(answer.status, path).to.equal(404);
      await answer.body?.cancel();
    }
  });

  it('passes large bodies in both directions unchanged', async () => {
    const value = 'ß€𝒜 '.repeat(500_000);
    const answer = await fetch(`${url}/rpc/echo`, {
      method: 'POST',
      headers: { apikey: serviceKey, 'content-type': 'application/json' },
      body: JSON.stringify({ value }),
    });
    expect(answer.status).to.equal(200);
    expect((await answer.json()) === value).to.equal(true);
  });

  it('lets browsers ask first without a key', async () => {
    const answer = await fetch(`${url}/rpc/echo`, {
      method: 'OPTIONS',
      headers: { origin: 'http://localhost', 'access-control-request-method': 'POST' },
    });
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('access-control-allow-origin')).to.be.a('string');
    await answer.body?.cancel();
  });

  it('is indistinguishable from Supabase for supabase-js', async () => {
    const record = createRecordClient({ url: test.environment.SUPABASE_URL, serviceKey });
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => record.rpc<string>('echo', { value: `call ${index}` })),
    );
    record.close();
    expect(answers).to.deep.equal(answers.map((_, index) => `call ${index}`));
  });
});

/** PostgREST reads the schema anew in its own time. */
async function untilFound(url: string, apikey: string): Promise<void> {
  const giveUpAt = Date.now() + 10_000;
  for (;;) {
    const answer = await fetch(url, { headers: { apikey } });
    await answer.body?.cancel();
    if (answer.status === 200) return;
    if (Date.now() > giveUpAt) throw new Error(`${url} still answers ${answer.status}`);
  }
}
