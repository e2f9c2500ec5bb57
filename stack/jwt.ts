/** Signs the tokens that Supabase calls keys: JSON Web Tokens with HS256 (RFC 7519, RFC 7515). */
import { createHmac } from 'node:crypto';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const tenYearsS = 10 * 365 * 24 * 3600;

/** A token for these claims, valid for ten years unless they hold an `exp` of their own. */
export function signJwt(claims: Record<string, unknown>, secret: string, now = new Date()): string {
  const issuedAt = Math.floor(now.getTime() / 1000);
  const head = encode({ alg: 'HS256', typ: 'JWT' });
  const body = encode({ iss: 'supabase', iat: issuedAt, exp: issuedAt + tenYearsS, ...claims });
  const signature = createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url');
  return `${head}.${body}.${signature}`;
}

/** A token as Supabase Auth gives it to a signed-in user. */
export const signUserJwt = (userId: string, secret: string): string =>
  signJwt({ role: 'authenticated', aud: 'authenticated', sub: userId }, secret);
