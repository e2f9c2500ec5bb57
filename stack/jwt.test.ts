import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import { signJwt, signUserJwt } from './jwt.ts';

const decode = (part: string | undefined) => JSON.parse(Buffer.from(part ?? '', 'base64url').toString());

describe('keys', () => {
  it('are HS256 tokens whose signature covers head and body', () => {
    const [head, body, signature] = signJwt({ role: 'anon' }, 'secret').split('.');
    expect(decode(head)).to.deep.equal({ alg: 'HS256', typ: 'JWT' });
    expect(signature).to.equal(createHmac('sha256', 'secret').update(`${head}.${body}`).digest('base64url'));
  });

  it('hold the role and are valid for years from the time given', () => {
    const claims = decode(signJwt({ role: 'service_role' }, 'secret', new Date('2026-01-01T00:00:00Z')).split('.')[1]);
    expect(claims).to.include({ role: 'service_role', iat: 1_767_225_600 });
    expect(claims.exp - claims.iat).to.be.greaterThan(9 * 365 * 86_400);
  });

  it('of users name the user', () => {
    expect(decode(signUserJwt('u-1', 'secret').split('.')[1])).to.include({ role: 'authenticated', sub: 'u-1' });
  });
});
