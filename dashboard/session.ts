/** Sessions of the board: a signed cookie that says who logged in and until when. Pure but for the key it makes. */
import { createHmac, randomBytes } from 'node:crypto';
import { isSameSecret } from '../shared/same-secret.ts';

/** A working day; then one logs in again. */
export const sessionMs = 12 * 3_600_000;
export const sessionCookie = 'lp_board';

export interface Sessions {
  /** A cookie value for this user, good for twelve hours. */
  issue(user: string): string;
  /** The user of a cookie value; null if it was not issued here, was changed, or is over. */
  verify(value: string): string | null;
}

/**
 * Sessions are signed with a key made at start and kept nowhere: a restart logs everybody out, and a stolen cookie says
 * nothing about the password.
 */
export function createSessions(now: () => number = Date.now): Sessions {
  const key = randomBytes(32);
  const signatureOf = (payload: string) => createHmac('sha256', key).update(payload).digest('base64url');
  return {
    issue(user) {
      const payload = `${Buffer.from(user).toString('base64url')}.${now() + sessionMs}`;
      return `${payload}.${signatureOf(payload)}`;
    },
    verify(value) {
      const [user, until, signature, ...rest] = value.split('.');
      if (!user || !until || !signature || rest.length > 0) return null;
      if (!isSameSecret(signature, signatureOf(`${user}.${until}`)) || now() >= Number(until)) return null;
      return Buffer.from(user, 'base64url').toString();
    },
  };
}

/** The value of a cookie in a `Cookie` header, or ''. */
export function cookieIn(header: string | undefined, name: string): string {
  const pair = header?.split(';').find(part => part.trim().startsWith(`${name}=`));
  return pair ? pair.trim().slice(name.length + 1) : '';
}
