import { expect } from 'chai';
import { catalogue } from './catalogue.ts';

describe('the catalogue of models', () => {
  const files = catalogue.models.flatMap(({ name, base, files: own }) => own.map(file => ({ name, base, ...file })));

  it('asks for nothing but over https, from the places it names', () => {
    for (const origin of catalogue.origins) expect(origin).to.match(/^https:\/\//);
    for (const { base, path } of files) expect(catalogue.origins).to.include(new URL(path, base).origin);
  });

  it('names each model, and each file of it, once', () => {
    const names = catalogue.models.map(({ name }) => name);
    expect(new Set(names).size).to.equal(names.length);
    const paths = files.map(({ name, path }) => `${name} ${path}`);
    expect(new Set(paths).size).to.equal(paths.length);
  });

  it('pins a revision or a release of each, so that what is fetched does not change', () => {
    for (const { name, base } of catalogue.models) expect(base, name).to.match(/\/([0-9a-f]{40}|\d+\.\d+\.\d+)\/$/);
  });

  it('has hashes that are hashes', () => {
    for (const { path, sha256 } of files) if (sha256 !== null) expect(sha256, path).to.match(/^[0-9a-f]{64}$/);
  });
});
