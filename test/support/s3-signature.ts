/** Checks the signature of a request as AWS does (Signature Version 4, in the Authorization header, the payload signed as a whole). */
import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
}

const mostSkewMs = 15 * 60_000;

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest();

/** What is wrong with it, as a code of S3; undefined for a request that was signed with these keys, just now, over this body. */
export function signatureFault(request: IncomingMessage, body: Buffer, keys: Keys, region: string): string | undefined {
  const header = (name: string) => String(request.headers[name] ?? '');
  const form =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;
  const [, accessKeyId, day = '', usedRegion, signed = '', signature] = form.exec(header('authorization')) ?? [];
  if (accessKeyId === undefined) return 'AccessDenied';
  if (accessKeyId !== keys.accessKeyId) return 'InvalidAccessKeyId';
  if (usedRegion !== region) return 'AuthorizationHeaderMalformed';
  const date = header('x-amz-date');
  const at = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(Math.abs(at - Date.now()) < mostSkewMs) || !date.startsWith(day)) return 'RequestTimeTooSkewed';
  const names = signed.split(';');
  if (['host', 'x-amz-date', 'x-amz-content-sha256'].some(name => !names.includes(name))) return 'AccessDenied';
  const payload = header('x-amz-content-sha256');
  // Whoever does not sign what is sent, or signs it piece by piece, does what some servers do not take.
  if (!/^[0-9a-f]{64}$/.test(payload)) return 'NotImplemented';
  const scope = `${day}/${region}/s3/aws4_request`;
  const canonical = [
    ...[request.method, new URL(request.url ?? '', 'http://s3').pathname, canonicalQuery(request.url ?? '')],
    ...[...names.map(name => `${name}:${header(name).trim()}`), '', signed, payload],
  ].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer | string>(hmac, `AWS4${keys.secretAccessKey}`);
  const wanted = hmac(key, ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n')).toString('hex');
  if (wanted !== signature) return 'SignatureDoesNotMatch';
  return payload === sha256(body) ? undefined : 'XAmzContentSHA256Mismatch';
}

function canonicalQuery(url: string): string {
  const [, query = ''] = url.split('?');
  const pairs = query.split('&').filter(Boolean);
  return pairs
    .map(pair => (pair.includes('=') ? pair : `${pair}=`))
    .sort()
    .join('&');
}
