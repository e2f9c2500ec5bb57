import { expect } from 'chai';
import { createLoginLimit } from './login-limit.ts';

describe('login limit', () => {
  it('shuts an address out after five wrong logins, and lets it in again after a quarter of an hour', () => {
    let time = 0;
    const limit = createLoginLimit(() => time);
    for (let attempt = 0; attempt < 5; attempt++) {
      expect(limit.waitMs('a')).to.equal(0);
      limit.failed('a');
    }
    expect(limit.waitMs('a')).to.equal(15 * 60_000);
    expect(limit.waitMs('b')).to.equal(0);
    time = 15 * 60_000;
    expect(limit.waitMs('a')).to.equal(0);
  });

  it('forgets wrong logins after a right one', () => {
    const limit = createLoginLimit(() => 0);
    for (let attempt = 0; attempt < 4; attempt++) limit.failed('a');
    limit.succeeded('a');
    limit.failed('a');
    expect(limit.waitMs('a')).to.equal(0);
  });

  it('remembers a bounded number of addresses, the last to fail longest', () => {
    const limit = createLoginLimit(() => 0);
    for (let attempt = 0; attempt < 5; attempt++) limit.failed('first');
    for (let address = 0; address < 10_000; address++) limit.failed(String(address));
    expect(limit.waitMs('first')).to.equal(0);
  });
});
