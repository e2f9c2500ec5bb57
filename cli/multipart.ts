/** Writes a multipart form (RFC 7578) as a stream: a file goes through piece by piece, however large. */
import { randomUUID } from 'node:crypto';

export interface Form {
  contentType: string;
  body: AsyncIterable<Buffer>;
}

/** Fields first, then the file. Names are in UTF-8; what would end them is written as browsers do. */
export function multipart(
  fields: Record<string, string | undefined>,
  file: { field: string; name: string; bytes: AsyncIterable<Buffer> },
): Form {
  const boundary = `form-${randomUUID()}`;
  const begin = (name: string, more = '') =>
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${escaped(name)}"${more}\r\n\r\n`);
  async function* body() {
    for (const [name, value] of Object.entries(fields)) {
      if (value === undefined) continue;
      yield begin(name);
      yield Buffer.from(`${value}\r\n`);
    }
    yield begin(file.field, `; filename="${escaped(file.name)}"\r\nContent-Type: application/octet-stream`);
    yield* file.bytes;
    yield Buffer.from(`\r\n--${boundary}--\r\n`);
  }
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: body() };
}

/** https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data */
const escaped = (name: string): string => name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
