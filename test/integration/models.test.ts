/** `npm run models` against a host on this machine: what is fetched, continued, refused, checked and taken over. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { importModel } from '../../cli/models/import.ts';
import { listModels } from '../../cli/models/list.ts';
import type { Manifest } from '../../cli/models/manifest.ts';
import { pull } from '../../cli/models/pull.ts';
import { verifyModels } from '../../cli/models/verify.ts';
import { UsageError } from '../../shared/command.ts';
import { type PipelineError, toPipelineError } from '../../shared/errors.ts';
import type { Catalogue, CatalogueModel } from '../../shared/models/catalogue.ts';
import { createPortPicker } from '../../stack/ports.ts';
import { type ModelHost, sha256, startModelHost } from '../support/model-host.ts';
import { eventually } from '../support/wait.ts';

const weights = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
const config = Buffer.from('{"labels": 9}');

describe('models', () => {
  let host: ModelHost;
  let folder: string;
  let modelsDir: string;
  let said: string[];

  const modelOf = (over: Partial<CatalogueModel> = {}): CatalogueModel => ({
    name: 'tiny',
    about: 'a test',
    engine: { setting: 'NER_ENGINES', name: 'rules' },
    setting: 'NER_BERT_MODEL',
    page: 'https://example.org',
    licence: 'MIT',
    base: `${host.origin}/r1/`,
    files: [
      { path: 'config.json', bytes: config.length, sha256: sha256(config) },
      { path: 'onnx/model.onnx', bytes: weights.length, sha256: sha256(weights) },
    ],
    ...over,
  });
  const withoutHashes = (): CatalogueModel =>
    modelOf({ files: modelOf().files.map(({ path }) => ({ path, bytes: 1_000, sha256: null })) });
  const catalogueOf = (model: CatalogueModel = modelOf()): Catalogue => ({ origins: [host.origin], models: [model] });
  const pullOf = (catalogue: Catalogue = catalogueOf()) =>
    pull('tiny', { catalogue, modelsDir, signal: new AbortController().signal, say: line => said.push(line) });
  const read = (...path: string[]) => readFileSync(join(modelsDir, ...path));
  const manifest = (): Manifest => JSON.parse(read('tiny', 'manifest.json').toString());
  const thrownBy = async (work: Promise<unknown>): Promise<PipelineError> => {
    const thrown = await work.then(() => undefined).catch((error: unknown) => error);
    expect(thrown).to.be.instanceOf(Error).and.not.instanceOf(UsageError);
    return toPipelineError(thrown);
  };
  const fileOf = (path: string) => {
    const file = host.files.get(path);
    if (!file) throw new Error(`no ${path}`);
    return file;
  };

  /** Breaks so many answers, each when its bytes are in the partial file. */
  const cutAfter = (bytes: number, times: number) => {
    const partial = join(modelsDir, '.incoming', 'tiny', 'onnx', 'model.onnx.partial');
    let arrived = 0;
    const seen = () => {
      arrived += bytes;
      return eventually(
        'the bytes are written',
        () => statSync(partial, { throwIfNoEntry: false })?.size === arrived || undefined,
      );
    };
    fileOf('r1/onnx/model.onnx').cut = { after: bytes, times, seen };
  };

  before(async () => {
    host = await startModelHost();
  });
  after(() => host?.close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'models-'));
    modelsDir = join(folder, 'models');
    said = [];
    host.asked.length = 0;
    host.files.clear();
    host.files.set('r1/config.json', { content: config });
    host.files.set('r1/onnx/model.onnx', { content: weights });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  describe('pull', () => {
    it('fetches every file, and says how to use the model', async () => {
      const { text } = await pullOf();
      expect(read('tiny', 'onnx', 'model.onnx').equals(weights)).to.equal(true);
      expect(read('tiny', 'config.json').equals(config)).to.equal(true);
      expect(manifest().files.map(({ path, checked }) => [path, checked])).to.deep.equal([
        ['config.json', 'catalogue'],
        ['onnx/model.onnx', 'catalogue'],
      ]);
      expect(text).to.contain(`NER_BERT_MODEL=${join(modelsDir, 'tiny')}`);
      expect(readdirSync(join(modelsDir, '.incoming'))).to.deep.equal([]);
    });

    it('asks nobody when the model is there and whole, and fetches it anew when it is not', async () => {
      await pullOf();
      host.asked.length = 0;
      await pullOf();
      expect(host.asked).to.deep.equal([]);
      writeFileSync(join(modelsDir, 'tiny', 'onnx', 'model.onnx'), 'damaged');
      await pullOf();
      expect(host.asked).to.deep.equal(['r1/config.json', 'r1/onnx/model.onnx']);
      expect(read('tiny', 'onnx', 'model.onnx').equals(weights)).to.equal(true);
    });

    it('goes on where a connection broke, without fetching anything twice', async () => {
      cutAfter(100_000, 2);
      await pullOf();
      expect(host.asked).to.deep.equal([
        'r1/config.json',
        'r1/onnx/model.onnx',
        'r1/onnx/model.onnx bytes=100000-',
        'r1/onnx/model.onnx bytes=200000-',
      ]);
      expect(read('tiny', 'onnx', 'model.onnx').equals(weights)).to.equal(true);
    });

    it('gives up after some attempts; the next run goes on there', async () => {
      cutAfter(60_000, 3);
      const { code, message } = await thrownBy(pullOf());
      expect(code).to.equal('X_MODEL_SOURCE');
      expect(message).to.contain('180000 bytes');
      expect(existsSync(join(modelsDir, 'tiny')), 'nothing is visible').to.equal(false);
      host.asked.length = 0;
      await pullOf();
      expect(host.asked).to.deep.equal(['r1/onnx/model.onnx bytes=180000-']);
      expect(read('tiny', 'onnx', 'model.onnx').equals(weights)).to.equal(true);
    });

    it('begins anew when the host has another version by then, or cannot say', async () => {
      for (const tag of ['"second"', null]) {
        rmSync(modelsDir, { recursive: true, force: true });
        Object.assign(fileOf('r1/onnx/model.onnx'), { tag: tag && '"first"', cut: { after: 60_000, times: 3 } });
        await thrownBy(pullOf());
        fileOf('r1/onnx/model.onnx').tag = tag;
        fileOf('r1/onnx/model.onnx').cut = { after: 0, times: 0 };
        await pullOf();
        expect(read('tiny', 'onnx', 'model.onnx').equals(weights), String(tag)).to.equal(true);
      }
    });

    it('refuses other bytes than those of the catalogue, and keeps none of them', async () => {
      fileOf('r1/onnx/model.onnx').content = Buffer.from(weights.map(byte => byte ^ 1));
      const { code, message } = await thrownBy(pullOf());
      expect(code).to.equal('S_MODEL_CHANGED');
      expect(message).to.contain('onnx/model.onnx').and.contain(sha256(weights));
      expect(existsSync(join(modelsDir, 'tiny'))).to.equal(false);
      expect(readdirSync(join(modelsDir, '.incoming', 'tiny', 'onnx'))).to.deep.equal([]);
    });

    it('stops when more comes than the file has', async () => {
      fileOf('r1/onnx/model.onnx').content = Buffer.concat([weights, weights]);
      const { code, message } = await thrownBy(pullOf());
      expect([code, message]).to.deep.equal(['S_MODEL_CHANGED', 'more comes than the file has']);
    });

    it('records what came where the catalogue has no hash, and holds it against what the host says', async () => {
      fileOf('r1/onnx/model.onnx').published = sha256(weights);
      const { text } = await pullOf(catalogueOf(withoutHashes()));
      expect(text).to.contain('no hash for config.json, onnx/model.onnx');
      expect(manifest().files).to.deep.equal([
        { path: 'config.json', bytes: config.length, sha256: sha256(config), checked: 'nothing' },
        { path: 'onnx/model.onnx', bytes: weights.length, sha256: sha256(weights), checked: 'host' },
      ]);
      rmSync(modelsDir, { recursive: true });
      fileOf('r1/onnx/model.onnx').published = sha256('something else');
      expect((await thrownBy(pullOf(catalogueOf(withoutHashes())))).code).to.equal('S_MODEL_CHANGED');
    });

    it('follows redirects within the places of the catalogue, and no others', async () => {
      host.files.set('cdn/model', { content: weights });
      fileOf('r1/onnx/model.onnx').redirect = '/cdn/model';
      await pullOf();
      expect(host.asked).to.include('cdn/model');
      const other = await startModelHost();
      try {
        rmSync(modelsDir, { recursive: true });
        fileOf('r1/onnx/model.onnx').redirect = `${other.origin}/cdn/model`;
        const { code, message } = await thrownBy(pullOf());
        expect(code).to.equal('X_MODEL_SOURCE');
        expect(message).to.contain('not a place of the catalogue');
        expect(other.asked).to.deep.equal([]);
      } finally {
        await other.close();
      }
    });

    it('says when there is no network, and when the host has no such file', async () => {
      const nowhere = `http://127.0.0.1:${await createPortPicker().pick('nobody')}`;
      const away = { origins: [nowhere], models: [modelOf({ base: `${nowhere}/` })] };
      const { code, message } = await thrownBy(pullOf(away));
      expect(code).to.equal('X_MODEL_SOURCE');
      expect(message).to.contain('ECONNREFUSED').and.contain('is there a network?');
      fileOf('r1/onnx/model.onnx').status = 403;
      expect((await thrownBy(pullOf())).message).to.contain('status 403');
    });

    it('tells of a full disk, and goes on when there is room', async () => {
      // The device that is always full; Linux has it.
      if (!existsSync('/dev/full')) expect.fail('this test needs /dev/full');
      const incoming = join(modelsDir, '.incoming', 'tiny', 'onnx');
      mkdirSync(incoming, { recursive: true });
      symlinkSync('/dev/full', join(incoming, 'model.onnx.partial'));
      const { code, message } = await thrownBy(pullOf());
      expect([code, message]).to.deep.equal(['X_DISK', 'local disk: ENOSPC']);
      rmSync(join(incoming, 'model.onnx.partial'));
      await pullOf();
      expect(read('tiny', 'onnx', 'model.onnx').equals(weights)).to.equal(true);
    });

    it('knows no other names than those of the catalogue, and waits for no other process', async () => {
      const options = { catalogue: catalogueOf(), modelsDir, signal: new AbortController().signal, say: () => {} };
      for (const name of ['huge', '../tiny']) {
        const thrown = await pull(name, options).catch((error: unknown) => error);
        expect(thrown).to.be.instanceOf(UsageError).with.property('message').that.contains('there is tiny');
      }
      mkdirSync(join(modelsDir, '.incoming'), { recursive: true });
      writeFileSync(join(modelsDir, '.incoming', 'tiny.pid'), String(process.ppid));
      expect(await pullOf().catch((error: unknown) => error)).to.be.instanceOf(UsageError);
      // Of a process that is gone.
      writeFileSync(join(modelsDir, '.incoming', 'tiny.pid'), '999999999');
      await pullOf();
    });
  });

  describe('verify', () => {
    const verify = (catalogue = catalogueOf()) => verifyModels({ catalogue, modelsDir });

    it('finds nothing in what was pulled, and nothing where nothing is', async () => {
      expect(await verify()).to.include({ exit: 'ok' });
      await pullOf();
      expect(await verify()).to.include({ exit: 'ok', text: 'tiny: 2 files, as the manifest says' });
    });

    it('finds a byte that changed, a file that is gone, one too many, and a folder without manifest', async () => {
      await pullOf();
      const changed = Buffer.from(weights);
      changed[7] = 0;
      writeFileSync(join(modelsDir, 'tiny', 'onnx', 'model.onnx'), changed);
      rmSync(join(modelsDir, 'tiny', 'config.json'));
      writeFileSync(join(modelsDir, 'tiny', 'extra.bin'), 'x');
      mkdirSync(join(modelsDir, 'other'));
      const { exit, text } = await verify();
      expect(exit).to.equal('error');
      expect(text.split('\n')).to.deep.equal([
        'other: manifest.json: is missing or cannot be read',
        'tiny: config.json: missing',
        'tiny: onnx/model.onnx: changed',
        'tiny: extra.bin: not in the manifest',
      ]);
    });

    it('finds a model whose manifest was rewritten with it, where the catalogue has the hash', async () => {
      await pullOf();
      const forged = { ...manifest() };
      forged.files = forged.files.map(file =>
        file.path === 'config.json' ? { ...file, bytes: 2, sha256: sha256('{}') } : file,
      );
      writeFileSync(join(modelsDir, 'tiny', 'manifest.json'), JSON.stringify(forged));
      writeFileSync(join(modelsDir, 'tiny', 'config.json'), '{}');
      expect((await verify()).text).to.equal('tiny: config.json: not that of the catalogue');
    });
  });

  describe('import', () => {
    let usb: string;
    const importFrom = (catalogue = catalogueOf()) => importModel(usb, { catalogue, modelsDir });
    beforeEach(async () => {
      usb = join(folder, 'usb');
      await pullOf();
      cpSync(join(modelsDir, 'tiny'), usb, { recursive: true });
      rmSync(modelsDir, { recursive: true });
      host.asked.length = 0;
    });

    it('takes over what pull left on another machine, without a network', async () => {
      const { text } = await importFrom();
      expect(text).to.contain('2 files, all as its manifest says').and.contain('NER_BERT_MODEL=');
      expect(host.asked).to.deep.equal([]);
      expect((await verifyModels({ catalogue: catalogueOf(), modelsDir })).exit).to.equal('ok');
    });

    it('refuses a folder with a file missing or changed, names it, and leaves the model that was there', async () => {
      await importFrom();
      const good = manifest();
      rmSync(join(usb, 'config.json'));
      const damaged = readFileSync(join(usb, 'onnx', 'model.onnx'));
      damaged[0] = 99;
      writeFileSync(join(usb, 'onnx', 'model.onnx'), damaged);
      const { code, message } = await thrownBy(importFrom());
      expect(code).to.equal('S_MODEL_CHANGED');
      expect(message).to.equal('tiny is not taken over: config.json: missing; onnx/model.onnx: changed');
      expect(manifest()).to.deep.equal(good);
      expect(readdirSync(join(modelsDir, '.incoming'))).to.deep.equal([]);
    });

    it('refuses a manifest that was written for other bytes than those of the catalogue', async () => {
      const forged = JSON.parse(readFileSync(join(usb, 'manifest.json'), 'utf8')) as Manifest;
      writeFileSync(join(usb, 'config.json'), '{}');
      const files = forged.files.map(file =>
        file.path === 'config.json' ? { ...file, bytes: 2, sha256: sha256('{}') } : file,
      );
      writeFileSync(join(usb, 'manifest.json'), JSON.stringify({ ...forged, files }));
      expect((await thrownBy(importFrom())).message).to.contain('config.json: not that of the catalogue');
    });

    it('takes over a model that the catalogue does not know, and none that would leave its folder', async () => {
      const own = { name: 'own', files: [{ path: 'config.json', bytes: config.length, sha256: sha256(config) }] };
      writeFileSync(join(usb, 'manifest.json'), JSON.stringify(own));
      expect((await importFrom()).text).to.contain('not in the catalogue');
      expect(read('own', 'config.json').equals(config)).to.equal(true);
      for (const bad of [
        { ...own, name: '../own' },
        { ...own, name: '.incoming' },
        { ...own, files: [{ ...own.files[0], path: '../config.json' }] },
        { ...own, files: [{ ...own.files[0], path: '/etc/passwd' }] },
      ]) {
        writeFileSync(join(usb, 'manifest.json'), JSON.stringify(bad));
        expect(await importFrom().catch((error: unknown) => error)).to.be.instanceOf(UsageError);
      }
    });

    it('refuses a folder without a manifest', async () => {
      rmSync(join(usb, 'manifest.json'));
      expect(await importFrom().catch((error: unknown) => error)).to.be.instanceOf(UsageError);
    });
  });

  describe('list', () => {
    const list = (environment: Record<string, string> = {}) =>
      listModels({ catalogue: catalogueOf(), modelsDir, environment });

    it('says what is there, what is not of the catalogue, and what it takes', async () => {
      expect((await list({ NER_ENGINES: 'other' })).text).to.match(/tiny +no +1 MB|tiny +no +301 kB/);
      await pullOf();
      mkdirSync(join(modelsDir, 'own'));
      const { text, exit } = await list({ NER_ENGINES: 'other' });
      expect(text)
        .to.match(/tiny +yes/)
        .and.contain('own: in')
        .and.contain('No configured engine lacks a model');
      expect(exit).to.equal('ok');
    });

    it('says which configured engine lacks its model, and how to get it', async () => {
      const { text, exit } = await list();
      expect(exit).to.equal('incomplete');
      expect(text).to.contain('NER_ENGINES names rules, but NER_BERT_MODEL is not set: npm run models -- pull tiny');
      const elsewhere = await list({ NER_BERT_MODEL: join(folder, 'nowhere') });
      expect(elsewhere.text).to.contain('NER_BERT_MODEL names a folder that is not there');
      expect((await list({ NER_BERT_MODEL: folder })).exit).to.equal('ok');
      const optional = { catalogue: catalogueOf(modelOf({ optional: true })), modelsDir };
      expect((await listModels({ ...optional, environment: {} })).exit).to.equal('ok');
    });
  });
});
