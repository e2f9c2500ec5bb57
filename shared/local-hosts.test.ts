import { expect } from 'chai';
import { isLocalHost, loopbackHosts } from './local-hosts.ts';

describe('hosts of one’s own', () => {
  it('are those of the list, whatever the port and the case', () => {
    for (const host of ['localhost', 'LOCALHOST:8000', '127.0.0.1:1', '[::1]', '[::1]:8000'])
      expect(isLocalHost(host, loopbackHosts), host).to.equal(true);
    expect(isLocalHost('gpu.lan:8000', ['GPU.lan'])).to.equal(true);
  });

  it('are no others that look like them', () => {
    for (const host of [
      'api.openai.com',
      'localhost.evil.com',
      '127.0.0.1.nip.io',
      'notlocalhost',
      '127.0.0.2',
      '[::2]:1',
    ])
      expect(isLocalHost(host, loopbackHosts), host).to.equal(false);
  });

  it('may be one port of a host', () => {
    expect(isLocalHost('gpu:8000', ['gpu:8000'])).to.equal(true);
    expect(isLocalHost('gpu:8001', ['gpu:8000'])).to.equal(false);
    expect(isLocalHost('gpu', ['gpu:8000'])).to.equal(false);
  });
});
