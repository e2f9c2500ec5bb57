import { expect } from 'chai';
import { movedPorts } from './introduce.ts';
import { services } from './services.ts';

const elsewhere = 'http://127.0.0.1:23393';
const urls = Object.fromEntries(
  services.map(({ name, usualPort }) => [name, `http://127.0.0.1:${usualPort ?? 21_000}`]),
);
const all = { ...urls, 'ingest-service': elsewhere };

describe('ports that moved', () => {
  it('are named, with what listens where', () => {
    expect(movedPorts({ urls: all, environment: {} })).to.deep.equal(['8700 is in use; the API listens on 23393']);
  });

  it('are no news when somebody chose them', () => {
    expect(movedPorts({ urls: all, environment: { INGEST_PORT: '23393' } })).to.deep.equal([]);
  });
});
