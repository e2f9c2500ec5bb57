/** Writes ZIP files without compression, the same bytes every time. */
import { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';

const signatures = { local: 'PK\x03\x04', central: 'PK\x01\x02\x14\x00', end: 'PK\x05\x06' };

/** General purpose bit 11: the name is UTF-8 (APPNOTE 4.4.4). */
const utf8Name = 0x0800;

/** What local header and central directory have in common. */
function commonHeader(name: Buffer, data: Buffer): Buffer {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(20, 0);
  header.writeUInt16LE(name.some(byte => byte > 127) ? utf8Name : 0, 2);
  header.writeUInt16LE(0x21, 8);
  header.writeUInt32LE(crc32(data), 10);
  header.writeUInt32LE(data.length, 14);
  header.writeUInt32LE(data.length, 18);
  header.writeUInt16LE(name.length, 22);
  return header;
}

/** A ZIP of stored entries, dated 1980-01-01 (APPNOTE 4.3: local headers, central directory, end record). */
export function encodeZip(entries: Record<string, string | Buffer>): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of Object.entries(entries)) {
    const [name, data] = [Buffer.from(path), Buffer.from(content)];
    const common = commonHeader(name, data);
    const position = Buffer.alloc(14);
    position.writeUInt32LE(offset, 10);
    const entry = Buffer.concat([Buffer.from(signatures.local), common, name, data]);
    central.push(Buffer.from(signatures.central), common, position, name);
    local.push(entry);
    offset += entry.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(entries).length, 4);
  end.writeUInt16LE(Object.keys(entries).length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, directory, Buffer.from(signatures.end), end]);
}
