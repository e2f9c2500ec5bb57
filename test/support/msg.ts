/** Writes Outlook messages (MS-OXMSG) for tests, with the writer of compound files that msgreader brings along. */
import burner from '@kenjiuno/msgreader/lib/Burner.js';

export interface TestMessage {
  /** Strings by the first half of their tag in hexadecimal: `0037` is the subject. */
  strings: Record<string, string>;
  binaries?: Record<string, Buffer>;
  /** 32-bit numbers by the first half of their tag. */
  numbers?: Record<string, number>;
  recipients?: Pick<TestMessage, 'strings' | 'numbers'>[];
  attachments?: (Pick<TestMessage, 'strings' | 'binaries'> & { message?: TestMessage })[];
}

type Entry = Parameters<typeof burner.burn>[0][number];
const [directory, stream, root] = [1, 2, 5] as const;

/** The bytes of a message. */
export function msgOf(message: TestMessage): Buffer {
  const entries: Entry[] = [{ name: 'Root Entry', type: root, length: 0, children: [] }];
  addMessage(entries, 0, message, 32);
  return Buffer.from(burner.burn(entries));
}

/** The writer takes the whole buffer behind a view, so each content gets one of its own. */
function add(entries: Entry[], parent: number, name: string, content?: Buffer): number {
  const index = entries.length;
  entries[parent]?.children?.push(index);
  entries.push(
    content
      ? { name, type: stream, length: content.length, binaryProvider: () => Uint8Array.from(content) }
      : { name, type: directory, length: 0, children: [] },
  );
  return index;
}

/** The property stream begins with 32 bytes in a message, 24 in one inside another, 8 elsewhere (MS-OXMSG, 2.4.1). */
function addMessage(entries: Entry[], at: number, message: TestMessage, headBytes: number): void {
  addProperties(entries, at, message, headBytes);
  for (const [index, recipient] of (message.recipients ?? []).entries()) {
    addProperties(entries, add(entries, at, `__recip_version1.0_#0000000${index}`), recipient, 8);
  }
  for (const [index, attachment] of (message.attachments ?? []).entries()) {
    const folder = add(entries, at, `__attach_version1.0_#0000000${index}`);
    addProperties(entries, folder, attachment, 8);
    if (attachment.message) {
      addMessage(entries, add(entries, folder, '__substg1.0_3701000D'), attachment.message, 24);
    }
  }
}

function addProperties(
  entries: Entry[],
  at: number,
  { strings, binaries = {}, numbers = {} }: Pick<TestMessage, 'strings' | 'binaries' | 'numbers'>,
  headBytes: number,
): void {
  const rows = [Buffer.alloc(headBytes)];
  const row = (tag: string, value: number) => {
    const bytes = Buffer.alloc(16);
    bytes.writeUInt32LE(Number.parseInt(tag, 16), 0);
    bytes.writeUInt32LE(value, 8);
    rows.push(bytes);
  };
  for (const [tag, text] of Object.entries(strings)) {
    const content = Buffer.from(text, 'utf16le');
    add(entries, at, `__substg1.0_${tag}001F`, content);
    row(`${tag}001f`, content.length + 2);
  }
  for (const [tag, content] of Object.entries(binaries)) {
    add(entries, at, `__substg1.0_${tag}0102`, content);
    row(`${tag}0102`, content.length);
  }
  for (const [tag, value] of Object.entries(numbers)) row(`${tag}0003`, value);
  add(entries, at, '__properties_version1.0', Buffer.concat(rows));
}
