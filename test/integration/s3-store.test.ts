/** What is particular to the store in a bucket: what it asks of a server, what a server may refuse, and what becomes of it. */
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { loadFileStore } from '../../shared/config/load.ts';
import { PipelineError, toPipelineError } from '../../shared/errors.ts';
import { openFileStore } from '../../shared/files/open-store.ts';
import { createS3Store, partBytes } from '../../shared/files/s3-store.ts';
import { type FileStore, storeMarker } from '../../shared/files/store.ts';
import { isOutage } from '../../shared/outage.ts';
import { bucket, keys, region, type S3Server, startS3Server } from '../support/s3-server.ts';

const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');
async function* pieces(...list: (string | Buffer)[]) {
  for (const piece of list) yield Buffer.from(piece);
}
const twoParts = () => pieces(Buffer.alloc(partBytes), 'x');
const thrownBy = async (promise: Promise<unknown>): Promise<PipelineError> =>
  promise.then(() => expect.fail('nothing was thrown'), toPipelineError);

describe('S3 store and its server', () => {
  let server: S3Server;
  let store: FileStore;
  const settings = () => ({ endpoint: server.endpoint, region, keys, checksums: 'sha256' as const });
  const open = (over: object = {}, deadlines = {}) =>
    createS3Store(`s3://${bucket}`, { ...settings(), ...over }, deadlines);
  const asked = (call: RegExp) => server.calls.filter(line => call.test(line)).length;

  beforeEach(async () => {
    server = await startS3Server();
    store = open();
    await store.prepare(async () => true);
  });
  afterEach(() => server.close());

  /** Waited for, not counted against a document, and told without a secret. */
  const expectOutage = (error: PipelineError, said: RegExp) => {
    expect(error.code, error.message).to.equal('X_STORE');
    expect(error.message).to.match(said);
    expect(isOutage(error)).to.equal(true);
    expect(error.message).not.to.contain(keys.secretAccessKey);
  };

  describe('who may', () => {
    const refused: [string, object, RegExp][] = [
      ['a wrong secret', { keys: { ...keys, secretAccessKey: 'another' } }, /SignatureDoesNotMatch, the secret key/],
      ['an unknown key', { keys: { ...keys, accessKeyId: 'AKIAOTHER' } }, /InvalidAccessKeyId/],
      ['a wrong region', { region: 'us-west-2' }, /AuthorizationHeaderMalformed, the bucket is in another region/],
    ];
    for (const [what, over, said] of refused) {
      it(`refuses ${what}, and says so at every call`, async () => {
        const other = open(over);
        expectOutage(await thrownBy(other.prepare(async () => true)), said);
        expectOutage(await thrownBy(other.check()), said);
        expectOutage(await thrownBy(other.put('p/d', pieces('x'))), said);
        expectOutage(await thrownBy(other.get('p/d')), said);
      });
    }

    it('says that there is no such bucket', async () => {
      const other = createS3Store('s3://nowhere', settings());
      expectOutage(await thrownBy(other.prepare(async () => true)), /404, NoSuchBucket, there is no such bucket/);
    });

    it('is not taken in by who does not sign', async () => {
      const url = `${server.endpoint}/${bucket}/${storeMarker}`;
      expect((await fetch(url)).status).to.equal(403);
      expect((await fetch(url, { method: 'PUT', body: 'x' })).status).to.equal(403);
    });

    it('is not taken in by bytes that are not those of the signature, or of the checksum', async () => {
      const command = (checksum: object = {}) =>
        new PutObjectCommand({ Bucket: bucket, Key: 'p/x', Body: Buffer.from('right'), ...checksum });
      const client = () => new S3Client({ ...settings(), credentials: keys, forcePathStyle: true, maxAttempts: 1 });
      const altering = client();
      altering.middlewareStack.add(
        next => args => {
          Object.assign(args.request as object, { body: Buffer.from('wrong') });
          return next(args);
        },
        { step: 'deserialize', priority: 'low' },
      );
      const nameOf = (sent: Promise<unknown>) =>
        sent.then(
          () => 'no error',
          (error: Error) => error.name,
        );
      expect(await nameOf(altering.send(command()))).to.equal('XAmzContentSHA256Mismatch');
      const ChecksumSHA256 = Buffer.from(sha256('wrong'), 'hex').toString('base64');
      expect(await nameOf(client().send(command({ ChecksumSHA256 })))).to.equal('BadDigest');
      expect(await nameOf(client().send(command()))).to.equal('no error');
    });

    it('finds a key that may not list: with it, what is missing would look forbidden', async () => {
      server.fail(/^GET object \.incoming/, { status: 403, code: 'AccessDenied' });
      expectOutage(await thrownBy(store.check()), /s3:ListBucket/);
    });

    it('asks AWS who this machine is when there are no keys', async () => {
      let askedForKeys = 0;
      const identity = createServer((_, response) => {
        askedForKeys += 1;
        const Expiration = new Date(Date.now() + 3_600_000).toISOString();
        response.end(
          JSON.stringify({
            AccessKeyId: keys.accessKeyId,
            SecretAccessKey: keys.secretAccessKey,
            Token: 't',
            Expiration,
          }),
        );
      });
      await new Promise<void>(resolve => identity.listen(0, '127.0.0.1', resolve));
      const { port } = identity.address() as AddressInfo;
      process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI = `http://127.0.0.1:${port}/`;
      try {
        await open({ keys: undefined }).check();
        expect(askedForKeys).to.equal(1);
      } finally {
        delete process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI;
        identity.close();
        identity.closeAllConnections();
      }
    });
  });

  describe('when the server is at fault', () => {
    it('asks once, and hands on how long to wait', async () => {
      server.fail(/^PUT object p/, { status: 503, code: 'SlowDown', headers: { 'retry-after': '7' } });
      const error = await thrownBy(store.put('p/d', pieces('x')));
      expectOutage(error, /write: 503, SlowDown, too many requests/);
      expect(error.retryAfterMs).to.equal(7_000);
      expect(asked(/^PUT object p/)).to.equal(1);
    });

    for (const [status, code] of [
      [403, 'AccessDenied'],
      [403, 'RequestTimeTooSkewed'],
      [400, 'BadDigest'],
      [400, 'XAmzContentSHA256Mismatch'],
      [500, 'InternalError'],
    ] as const) {
      it(`tells of ${code}`, async () => {
        server.fail(/ p\/d$/, { status, code });
        expectOutage(await thrownBy(store.put('p/d', pieces('x'))), new RegExp(`${status}, ${code}`));
        expectOutage(await thrownBy(store.get('p/d')), new RegExp(`${status}, ${code}`));
        expectOutage(await thrownBy(store.remove('p/d')), new RegExp(`${status}, ${code}`));
      });
    }

    it('tells of one that is not there', async () => {
      await server.close();
      expectOutage(await thrownBy(open().check()), /ECONNREFUSED/);
    });

    it('does not wait for ever for an answer', async () => {
      server.fail(/ p\/d$/, 'hang');
      const hasty = open({}, { callMs: 50, tidyMs: 50 });
      expectOutage(await thrownBy(hasty.get('p/d')), /no answer in time/);
      expectOutage(await thrownBy(hasty.put('p/d', pieces('x'))), /no answer in time/);
    });

    it('tells of an original that breaks off', async () => {
      await store.put('p/d', pieces(Buffer.alloc(3_000_000, 'text')));
      server.fail(/^GET object p\/d$/, 'cut');
      expectOutage(await thrownBy(text(await store.get('p/d'))), /read: /);
    });

    it('asks again on a connection that was dead', async () => {
      server.fail(/^PUT object p/, 'drop', 1);
      await store.put('p/d', pieces('abc'));
      expect(await text(await store.get('p/d'))).to.equal('abc');
      expect(asked(/^PUT object p/)).to.equal(2);
    });
  });

  describe('when a file cannot be kept', () => {
    const failing: [string, RegExp][] = [
      ['it begins', /^POST uploads/],
      ['its second part is written', /^PUT part/],
      ['it is put together', /^POST upload p/],
      ['it is looked at', /^HEAD/],
    ];
    for (const [when, call] of failing) {
      it(`leaves nothing of a large one when ${when}`, async () => {
        const half = async function* () {
          yield Buffer.alloc(partBytes + 1);
          server.fail(call, { status: 500, code: 'InternalError' });
          yield Buffer.alloc(partBytes);
        };
        const content = when === 'it begins' ? twoParts() : half();
        if (when === 'it begins') server.fail(call, { status: 500, code: 'InternalError' });
        await thrownBy(store.put('p/d', content));
        expect(asked(call)).to.be.above(0);
        expect([...server.uploads.keys()]).to.deep.equal([]);
        expect([...server.objects.keys()]).to.deep.equal([storeMarker]);
      });
    }

    it('believes an error that comes with status 200', async () => {
      server.fail(/^POST upload p/, 'errorIn200');
      expectOutage(await thrownBy(store.put('p/d', twoParts())), /InternalError/);
      expect([...server.uploads.keys()]).to.deep.equal([]);
    });

    it('removes what was written but never answered for', async () => {
      server.fail(/^PUT object p/, 'lostAnswer');
      await thrownBy(store.put('p/d', pieces('x')));
      expect([...server.objects.keys()]).to.deep.equal([storeMarker]);
    });

    it('tells the first error, also when it cannot tidy up', async () => {
      server.fail(/^PUT part/, { status: 503, code: 'SlowDown' });
      server.fail(/^DELETE/, { status: 500, code: 'InternalError' });
      expectOutage(await thrownBy(store.put('p/d', twoParts())), /SlowDown/);
      server.heal();
      expect(await store.removePartials(new Date(Date.now() + 1_000))).to.equal(1);
      expect([...server.uploads.keys()]).to.deep.equal([]);
    });

    it('finds that fewer bytes were stored than written', async () => {
      server.fail(/^POST upload p/, 'lostBytes');
      const error = await thrownBy(store.put('p/d', twoParts()));
      expect(error.message).to.equal('file store: 8388608 bytes of 8388609 were stored');
      expect([...server.objects.keys()]).to.deep.equal([storeMarker]);
    });
  });

  describe('what is kept with a file', () => {
    it('is its SHA-256, and the server compares it', async () => {
      await store.put('p/d', pieces('abc'));
      expect(server.objects.get('p/d')?.metadata).to.deep.equal({ 'x-amz-meta-sha256': sha256('abc') });
      expect(server.checksums.get('PUT object p/d')).to.equal(Buffer.from(sha256('abc'), 'hex').toString('base64'));
    });

    it('is no checksum where the server refuses them', async () => {
      const plain = open({ checksums: 'none' });
      const content = randomBytes(partBytes + 5);
      await plain.put('p/small', pieces('abc'));
      await plain.put('p/large', pieces(content));
      expect(server.checksums.get('PUT object p/small')).to.equal(undefined);
      expect([...server.checksums.keys()].filter(call => / p\//.test(call))).to.deep.equal([]);
    });
  });

  it('keeps to its prefix', async () => {
    const inside = createS3Store(`s3://${bucket}/a/b/`, settings());
    await inside.prepare(async () => true);
    await inside.put('p/d', pieces('abc'));
    await store.put('p/e', pieces('abc'));
    expect([...server.objects.keys()].sort()).to.deep.equal(
      [storeMarker, 'p/e', `a/b/${storeMarker}`, 'a/b/p/d'].sort(),
    );
    const listed = [];
    for await (const { key } of inside.list()) listed.push(key);
    expect(listed).to.deep.equal(['p/d']);
    server.uploads.set('other', { key: 'p/x', begunAt: new Date(0), hasChecksums: false, parts: new Map() });
    expect(await inside.removePartials(new Date())).to.equal(0);
  });
});

describe('openFileStore', () => {
  const opened = (environment: Record<string, string>) => {
    try {
      return openFileStore(loadFileStore(environment));
    } catch (error) {
      return error;
    }
  };
  const s3 = { FILES_URL: 's3://matters/originals' };

  it('opens what is named', () => {
    expect(opened({ FILES_URL: 'file:///tmp/x' })).to.have.property('put');
    expect(opened(s3)).to.have.property('put');
    const access = { FILES_S3_ACCESS_KEY_ID: 'a', FILES_S3_SECRET_ACCESS_KEY: 'b' };
    expect(opened({ ...s3, ...access, FILES_S3_ENDPOINT: 'https://minio.example.org' })).to.have.property('put');
  });

  const refused: [string, Record<string, string>, RegExp][] = [
    ['half a key', { ...s3, FILES_S3_ACCESS_KEY_ID: 'a' }, /FILES_S3_SECRET_ACCESS_KEY must be/],
    ['a server of its own without keys', { ...s3, FILES_S3_ENDPOINT: 'http://minio' }, /KEY_ID and .* must be/],
    ['keys of no bucket', { FILES_URL: 'file:///tmp/x', FILES_S3_ACCESS_KEY_ID: 'a' }, /names no bucket/],
    ['an address that is none', { FILES_URL: 's3://' }, /FILES_URL: not usable/],
    ['keys within the address', { FILES_URL: 's3://key:secret@matters' }, /FILES_URL: not usable/],
  ];
  for (const [what, environment, said] of refused) {
    it(`refuses ${what}`, () => {
      const error = opened(environment) as PipelineError;
      expect(error).to.be.instanceOf(PipelineError).with.property('code', 'X_CONFIG');
      expect(error.message).to.match(said).and.not.contain('secret@');
    });
  }
});
