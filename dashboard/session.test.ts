import { expect } from 'chai';
import { cookieIn, createSessions, sessionMs } from './session.ts';

describe('sessions', () => {
  let time = 1_000;
  const sessions = createSessions(() => time);

  it('know the user they were issued to', () => {
    expect(sessions.verify(sessions.issue('ops.team@example.org'))).to.equal('ops.team@example.org');
  });

  it('end after twelve hours', () => {
    const value = sessions.issue('ops');
    time += sessionMs - 1;
    expect(sessions.verify(value)).to.equal('ops');
    time += 1;
    expect(sessions.verify(value)).to.equal(null);
  });

  it('are refused when anything in them was changed, or when another process issued them', () => {
    const [user, until, signature] = sessions.issue('ops').split('.') as [string, string, string];
    const other = Buffer.from('root').toString('base64url');
    expect(sessions.verify(`${other}.${until}.${signature}`)).to.equal(null);
    expect(sessions.verify(`${user}.${Number(until) + 1}.${signature}`)).to.equal(null);
    expect(sessions.verify(`${user}.${until}.${signature}.x`)).to.equal(null);
    expect(sessions.verify('')).to.equal(null);
    expect(createSessions(() => time).verify(`${user}.${until}.${signature}`)).to.equal(null);
  });
});

describe('cookies', () => {
  it('are found by their whole name', () => {
    expect(cookieIn('a=1; lp_board=x.y; b=2', 'lp_board')).to.equal('x.y');
    expect(cookieIn('xlp_board=1', 'lp_board')).to.equal('');
    expect(cookieIn(undefined, 'lp_board')).to.equal('');
  });
});
