/** Whole mails, Outlook messages and archives through their readers: what becomes text, what becomes a child, what is said. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { deflateRawSync } from 'node:zlib';
import { expect } from 'chai';
import { ZipFile } from 'yazl';
import type { FoundChild } from '../../queues/stage.ts';
import { type ReadDocument, readDocument } from '../../services/ocr-service/readers/document.ts';
import { marksOf } from '../../shared/domain/structure.ts';
import { defaultLimits } from '../../shared/limits.ts';
import { cleanText, segmentSeparator } from '../../shared/text/clean.ts';
import { msgOf } from '../support/msg.ts';
import { hasSharedSamples, sharedSamplesFolder } from '../support/shared-samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'mail-files-'));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Options {
  mediaType?: string;
  depth?: number;
  maxChildren?: number;
  maxFileBytes?: number;
}

async function read(bytes: Buffer | string, options: Options = {}): Promise<ReadDocument> {
  const { mediaType = 'message/rfc822', depth = 0, ...limits } = options;
  const inside = mkdtempSync(join(folder, 'inside-'));
  const path = join(inside, 'original');
  writeFileSync(path, bytes);
  return readDocument({ path, mediaType, folder: inside, limits: { ...defaultLimits, ...limits }, depth });
}

const lines = (...text: string[]) => text.join('\r\n');
const textOf = (document: ReadDocument) => document.segments.map(({ text }) => text).join(segmentSeparator);
const mailOf = ({ properties }: ReadDocument) => properties.mail as Record<string, unknown>;
const codesOf = ({ warnings }: ReadDocument) => warnings.map(({ code }) => code);
const missingOf = ({ warnings }: ReadDocument) => warnings.filter(({ missing }) => missing).map(({ code }) => code);
const bytesOf = ({ path = '' }: FoundChild) => readFileSync(path);
const listed = ({ children }: ReadDocument) =>
  children.map(child => [child.partPath, child.fileName, child.error?.code ?? bytesOf(child).toString()]);

const head = lines('From: Jane Doe <jane@firm.com>', 'To: bob@x.com', 'Subject: Lease', 'MIME-Version: 1.0', '');
const multipart = (type: string, ...parts: string[]) =>
  lines(
    `${head}Content-Type: multipart/${type}; boundary="b"`,
    '',
    ...parts.flatMap(part => ['--b', part]),
    '--b--',
    '',
  );
const plain = lines('Content-Type: text/plain', '', 'The lease ends.');

/** The shared samples are not on every machine: without them these are no tests. */
const itWithSamples = (title: string, test: () => Promise<void>): void => {
  if (hasSharedSamples) it(title, test).timeout(120_000);
};

describe('mails', () => {
  it('are a header block and their words', async () => {
    const document = await read(
      lines(
        'Received: from x by y; Mon, 4 Mar 2024 14:05:01 +0000',
        'From: =?utf-8?Q?J=C3=A4ne?= <jane@firm.com>',
        'To: Bob <bob@x.com>',
        ' , al@x.com',
        'Cc: Carl <c@x.com>',
        'Bcc: d@x.com',
        'Reply-To: office@firm.com',
        'Date: Mon, 4 Mar 2024 09:05:00 -0500',
        'Subject: Re: Lease',
        'Message-ID: <2@firm.com>',
        'In-Reply-To: <1@x.com>',
        'References: <0@x.com> <1@x.com>',
        '',
        'Yes.',
        '',
        '> Shall we?',
      ),
    );
    expect(document.segments.map(({ text }) => text)).to.deep.equal([
      'From: Jäne <jane@firm.com>\nTo: Bob <bob@x.com>; al@x.com\nCc: Carl <c@x.com>\nBcc: d@x.com\nReply-To: office@firm.com\nDate: Mon, 4 Mar 2024 09:05:00 -0500\nSubject: Re: Lease',
      'Yes.\n\n> Shall we?',
    ]);
    expect(document.segments.map(({ properties }) => properties?.marks)).to.deep.equal([
      [{ kind: 'headers', start: 0, end: 170 }],
      [{ kind: 'quoted', start: 6, end: 17 }],
    ]);
    expect(mailOf(document)).to.deep.include({
      messageId: '2@firm.com',
      inReplyTo: '1@x.com',
      references: ['0@x.com', '1@x.com'],
      thread: '0@x.com',
      subject: 'Re: Lease',
      date: '2024-03-04T09:05:00-05:00',
      from: [{ name: 'Jäne', address: 'jane@firm.com' }],
      replyTo: [{ name: '', address: 'office@firm.com' }],
      body: 'text',
      attachments: 0,
    });
    expect(document.warnings).to.deep.equal([]);
  });

  it('give attachments as children with their exact bytes and decoded names', async () => {
    const inner = lines('From: eve@x.com', 'Subject: Inner', '', 'a\tb  ', '', 'end');
    const document = await read(
      multipart(
        'mixed',
        plain,
        lines(
          "Content-Type: application/pdf; name*=utf-8''Vertrag%20%C3%A4.pdf",
          "Content-Disposition: attachment; filename*0*=utf-8''..%2FVertrag%20%C3%A4; filename*1=.pdf",
          'Content-Transfer-Encoding: base64',
          '',
          'AAEC',
        ),
        lines('Content-Type: message/rfc822', '', inner),
        lines('Content-Type: application/octet-stream', '', 'raw'),
        lines('Content-Type: text/plain; name="notes.txt"', 'Content-Disposition: inline', '', 'Notes.'),
        lines('Content-Type: application/x; name="none"', '', ''),
      ),
    );
    expect(listed(document)).to.deep.equal([
      ['2', 'Vertrag ä.pdf', '\0\u0001\u0002'],
      ['3', 'message-1.eml', inner],
      ['4', 'attachment-2.bin', 'raw'],
      ['5', 'notes.txt', 'Notes.'],
      ['6', 'none', 'I_EMPTY_FILE'],
    ]);
    expect(document.children[0]?.properties).to.deep.equal({
      contentType: 'application/pdf',
      contentDisposition: 'attachment',
      inline: false,
    });
    expect(mailOf(document).attachments).to.equal(5);
    expect(textOf(document)).to.match(/The lease ends\.$/);
  });

  it('take one of the alternatives, and pictures that the HTML shows as inline children', async () => {
    const page =
      '<p>The lease ends.<img src="cid:pic@x"></p><table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>';
    const related = lines(
      'Content-Type: multipart/related; boundary=r',
      '',
      '--r',
      lines('Content-Type: text/html', '', page),
      '--r',
      lines('Content-Type: image/png', 'Content-ID: <pic@x>', '', 'PNG'),
      '--r--',
    );
    const both = await read(multipart('alternative', plain, lines('Content-Type: text/watch-html', '', 'w'), related));
    expect(textOf(both).endsWith('Subject: Lease\n\nThe lease ends.')).to.equal(true);
    expect(both.children[0]?.properties).to.include({ contentId: 'pic@x', inline: true });
    expect(mailOf(both)).to.deep.include({ body: 'text', parts: [{ partPath: '2', contentType: 'text/watch-html' }] });
    expect(codesOf(both)).to.deep.equal(['mail.alternative']);
    const only = await read(multipart('mixed', related));
    expect(textOf(only).endsWith('The lease ends.\n\na\tb\nc\td')).to.equal(true);
    expect(mailOf(only).body).to.equal('html');
  });

  it('join the texts between attachments and leave none out', async () => {
    const picture = lines('Content-Type: image/png', '', 'PNG');
    const document = await read(
      multipart('mixed', plain, picture, lines('Content-Type: text/html', '', '<b>And more.</b>')),
    );
    expect(textOf(document).endsWith('The lease ends.\n\nAnd more.')).to.equal(true);
  });

  it('name what is signed, encrypted, a report or an appointment', async () => {
    const signed = await read(
      multipart('signed; protocol=x', plain, lines('Content-Type: application/pkcs7-signature', '', 'sig')),
    );
    expect([codesOf(signed), missingOf(signed), signed.children]).to.deep.equal([['mail.signed'], [], []]);
    expect(textOf(signed)).to.contain('The lease ends.');
    const sealed = await read(
      `${head}Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n\r\nxyz`,
    );
    expect([missingOf(sealed), textOf(sealed)]).to.deep.equal([
      ['mail.encrypted'],
      'From: Jane Doe <jane@firm.com>\nTo: bob@x.com\nSubject: Lease',
    ]);
    const opaque = await read(`${head}Content-Type: application/pkcs7-mime; smime-type=signed-data\r\n\r\nxyz`);
    expect(missingOf(opaque)).to.deep.equal(['mail.signedOpaque']);
    const armored = await read(`${head}\r\n-----BEGIN PGP MESSAGE-----\r\nxyz\r\n-----END PGP MESSAGE-----`);
    expect(missingOf(armored)).to.deep.equal(['mail.encrypted']);
    const packed = await read(
      multipart('mixed', plain, lines('Content-Type: application/ms-tnef; name="winmail.dat"', '', 'x')),
    );
    expect([missingOf(packed), listed(packed)]).to.deep.equal([['mail.packed'], [['2', 'winmail.dat', 'x']]]);
    const report = await read(
      multipart(
        'report',
        plain,
        lines('Content-Type: message/delivery-status', '', 'Action: failed'),
        lines('Content-Type: text/rfc822-headers', '', 'Subject: Gone'),
      ),
    );
    expect(textOf(report)).to.match(/The lease ends\.\n\nAction: failed$/);
    expect(listed(report)).to.deep.equal([['3', 'message-1.eml', 'Subject: Gone']]);
    const meeting = await read(
      `${head}Content-Type: text/calendar; method=REQUEST\r\n\r\n${lines('BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'SUMMARY:Closing\\, part', '  two', 'DTSTART;TZID="America/New_York":20240304T090500', 'LOCATION:Room 2', 'ATTENDEE;CN="Bob":mailto:bob@x.com', 'END:VEVENT', 'END:VCALENDAR')}`,
    );
    expect(textOf(meeting)).to.match(
      /\n\nSubject: Closing, part two\nStart: 2024-03-04 09:05 America\/New_York\nLocation: Room 2\nAttendee: Bob <bob@x\.com>$/,
    );
  });

  it('keep to the limits of the project', async () => {
    const part = (name: string) => lines(`Content-Type: x/y; name=${name}`, '', name.repeat(10));
    const many = await read(multipart('mixed', plain, ...['a', 'b', 'c', 'd'].map(part)), { maxChildren: 2 });
    expect(listed(many).map(([path]) => path)).to.deep.equal(['2', '3']);
    expect(many.warnings).to.deep.equal([{ code: 'children.tooMany', count: 2, missing: true }]);
    const large = await read(multipart('mixed', plain, part('a'), part('bb')), { maxFileBytes: 15 });
    expect(listed(large)).to.deep.equal([
      ['2', 'a', 'a'.repeat(10)],
      ['3', 'bb', 'L_FILE_TOO_LARGE'],
    ]);
    expect(listed(await read(multipart('mixed', plain, part('a')), { depth: 5 }))).to.deep.equal([
      ['2', 'a', 'L_TOO_DEEP'],
    ]);
  });

  it('come out of a folder of mails one by one', async () => {
    const mail = (name: string) =>
      `From ${name}@x.com Mon Mar  4 09:05:00 2024\nFrom: ${name}@x.com\nSubject: ${name}\n\nWords.\n>From here.\n\n`;
    const document = await read(`${mail('a')}${mail('b')}From there on it is text.\n`);
    expect(document.children.map(child => bytesOf(child).toString())).to.deep.equal([
      mail('a'),
      `${mail('b')}From there on it is text.\n`,
    ]);
    expect(document).to.deep.include({ segments: [], isContainer: true, properties: { mbox: { messages: 2 } } });
  });

  it('are read as far as they go when damaged', async () => {
    const truncated = await read(
      multipart(
        'mixed',
        plain,
        lines('Content-Type: x/y; name=a', 'Content-Transfer-Encoding: base64', '', 'QUJDRA'),
      ).replace('\r\n--b--\r\n', ''),
    );
    expect(listed(truncated)).to.deep.equal([['2', 'a', 'ABCD']]);
    expect(codesOf(truncated)).to.deep.equal(['mail.damaged']);
    expect(textOf(await read(lines('Subject: Lease', 'From: a@b.org', 'no header', 'words')))).to.match(
      /no header\nwords$/,
    );
    const huge = await read(`Subject: Lease\r\n${'X-Long: y\r\n'.repeat(100_000)}\r\nwords`);
    expect(codesOf(huge)).to.include('mail.headersCut');
    expect(textOf(huge)).to.match(/words$/);
  });

  it('hold for long lines, many parts and deep nesting', async () => {
    const started = performance.now();
    const long = await read(`${head}\r\n${'word '.repeat(2_000_000)}`);
    expect(long.segments.every(({ text }) => text.length <= 250_000)).to.equal(true);
    const many = await read(
      multipart(
        'mixed',
        plain,
        ...Array.from({ length: 10_500 }, (_, at) => lines(`Content-Type: x/y; name=${at}`, '', 'z')),
      ),
    );
    expect(many.children).to.have.length(200);
    expect(missingOf(many)).to.include.members(['children.tooMany', 'mail.tooManyParts']);
    let deep = 'Content-Type: text/plain\r\n\r\nend';
    for (let level = 0; level < 100; level++)
      deep = `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n${deep}\r\n--b${level}--`;
    expect(missingOf(await read(`${head}${deep}`))).to.deep.equal(['mail.tooManyParts']);
    expect(performance.now() - started).to.be.lessThan(30_000);
  }).timeout(60_000);
});

describe('Outlook messages', () => {
  const sample = join(sharedSamplesFolder, 'eml/outlook-attachment.msg');

  itWithSamples('give the same as the mail they came from', async () => {
    const message = await read(readFileSync(sample), { mediaType: 'application/vnd.ms-outlook' });
    const mail = await read(readFileSync(join(sharedSamplesFolder, 'eml/text-attachment.eml')));
    const { messageClass, ...properties } = mailOf(message);
    expect(messageClass).to.equal('IPM.Note');
    expect(properties).to.deep.equal(mailOf(mail));
    const shape = ({ segments }: ReadDocument) => segments.map(({ text, properties }) => ({ text, properties }));
    expect(shape(message)).to.deep.equal(shape(mail));
    expect(listed(message)).to.deep.equal([['1', 'fake-attachment.txt', 'Hey this is a fake attachment!']]);
  });

  /** Rich text as it is stored, not compressed (MS-OXRTFCP). */
  function stored(rtf: string): Buffer {
    const head = Buffer.alloc(16);
    head.writeUInt32LE(rtf.length + 12, 0);
    head.writeUInt32LE(rtf.length, 4);
    head.write('MELA', 8, 'latin1');
    return Buffer.concat([head, Buffer.from(rtf, 'latin1')]);
  }

  it('that were never sent by mail are read from their properties, with messages inside as children', async () => {
    const inner = {
      strings: { '001A': 'IPM.Note', '0037': 'Inner: a/b', '1000': 'Inner words.', '1042': '<9@x.com>' },
    };
    const bytes = msgOf({
      strings: {
        '001A': 'IPM.Note',
        '0037': 'RE: Lease',
        '0C1A': 'Doe, Jane',
        '0C1E': 'EX',
        '0C1F': '/O=FIRM/OU=X/CN=JANE',
        '5D01': 'jane@firm.com',
        '1000': 'Yes.\r\n\r\nFrom: Bob\r\nSent: Monday, March 4, 2024\r\nTo: Jane\r\nSubject: Lease\r\n\r\nShall we?',
        '1035': '<2@firm.com>',
        '1042': '<1@x.com>',
        '1039': '<0@x.com> <1@x.com>',
      },
      numbers: { '0017': 2 },
      recipients: [
        { strings: { '3001': 'Bob', '3003': '/O=X', '39FE': 'bob@x.com' }, numbers: { '0C15': 1 } },
        { strings: { '3001': 'al@x.com', '3003': 'al@x.com' }, numbers: { '0C15': 2 } },
      ],
      attachments: [
        { strings: { '3707': 'a.pdf', '370E': 'application/pdf' }, binaries: { '3701': Buffer.from('%PDF') } },
        { strings: { '3001': 'Inner' }, message: inner },
        { strings: { '3707': 'gone.xls' } },
      ],
    });
    const document = await read(bytes, { mediaType: 'application/vnd.ms-outlook' });
    expect(mailOf(document)).to.deep.include({
      from: [{ name: 'Doe, Jane', address: 'jane@firm.com' }],
      to: [{ name: 'Bob', address: 'bob@x.com' }],
      cc: [{ name: '', address: 'al@x.com' }],
      messageId: '2@firm.com',
      inReplyTo: '1@x.com',
      references: ['0@x.com', '1@x.com'],
      thread: '0@x.com',
      importance: 'high',
    });
    expect(document.segments[1]?.properties?.marks).to.deep.equal([{ kind: 'quoted', start: 6, end: 78 }]);
    expect(document.children.map(child => [child.partPath, child.fileName, child.error?.code])).to.deep.equal([
      ['1', 'a.pdf', undefined],
      ['2', 'Inner- a-b.msg', undefined],
      ['3', 'gone.xls', 'I_DAMAGED'],
    ]);
    expect(bytesOf(document.children[0] as FoundChild).toString()).to.equal('%PDF');
    const nested = await read(bytesOf(document.children[1] as FoundChild), { mediaType: 'application/vnd.ms-outlook' });
    expect(mailOf(nested)).to.include({ subject: 'Inner: a/b', inReplyTo: '9@x.com' });
    expect(textOf(nested)).to.match(/Inner words\.$/);
  });

  it('that have rich text only are read from what is wrapped in it, or say that they are not', async () => {
    const message = (rtf: string) =>
      msgOf({ strings: { '001A': 'IPM.Note', '0037': 'Lease' }, binaries: { '1009': stored(rtf) } });
    const wrapped = await read(
      message(
        "{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 {\\*\\htmltag64 <p>}M\\'fcller \\htmlrtf x\\htmlrtf0 signs.{\\*\\htmltag72 </p>}}",
      ),
      { mediaType: 'application/vnd.ms-outlook' },
    );
    expect([textOf(wrapped), mailOf(wrapped).body]).to.deep.equal(['Subject: Lease\n\nMüller signs.', 'html']);
    const own = await read(message('{\\rtf1\\ansi Words.}'), { mediaType: 'application/vnd.ms-outlook' });
    expect(missingOf(own)).to.deep.equal(['mail.richTextOnly']);
  });

  const codeOf = (bytes: Buffer) =>
    read(bytes, { mediaType: 'application/x-cfb' }).then(
      () => 'read',
      (error: { code?: string; name: string }) => error.code ?? error.name,
    );

  it('end with a code when they are no message', async () => {
    expect(await codeOf(Buffer.from('nothing'))).to.equal('I_UNSUPPORTED_TYPE');
  });

  itWithSamples('end with a code when they are damaged', async () => {
    const bytes = readFileSync(sample);
    for (let round = 0; round < 60; round++) {
      const damaged = Buffer.from(bytes.subarray(0, round % 3 ? bytes.length : 2_048 + ((round * 997) % 12_000)));
      for (let hit = 0; hit < 20; hit++)
        damaged[(round * 7_919 + hit * 104_729) % damaged.length] = (round * 31 + hit) % 256;
      expect(await codeOf(damaged), String(round)).to.be.oneOf([
        'read',
        'I_DAMAGED',
        'I_UNSUPPORTED_TYPE',
        'RangeError',
      ]);
    }
  });
});

describe('archives', () => {
  type Member = [name: string, content: string, options?: { mode?: number }];
  const readZip = (bytes: Buffer, options: Options = {}) => read(bytes, { mediaType: 'application/zip', ...options });

  async function zipOf(...members: Member[]): Promise<Buffer> {
    const zip = new ZipFile();
    for (const [name, content, options] of members) zip.addBuffer(Buffer.from(content), name, options);
    zip.end();
    return buffer(zip.outputStream);
  }

  /** Replaces a name by another of the same length, which the writer would refuse. */
  const renamed = (bytes: Buffer, from: string, to: string) =>
    Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');

  it('give their members as children, litter aside, and have no text', async () => {
    const document = await readZip(
      await zipOf(
        ['letters/a.txt', 'A'],
        ['letters/b ä.txt', 'B'],
        ['__MACOSX/letters/._a.txt', 'x'],
        ['letters/.DS_Store', 'x'],
        ['Thumbs.db', 'x'],
      ),
    );
    expect(listed(document)).to.deep.equal([
      ['letters/a.txt', 'a.txt', 'A'],
      ['letters/b ä.txt', 'b ä.txt', 'B'],
    ]);
    expect(document).to.deep.include({
      segments: [],
      isContainer: true,
      properties: { zip: { members: 2, directories: 0, bytes: 2 } },
    });
    expect(document.warnings).to.deep.equal([{ code: 'zip.litter', count: 3 }]);
  });

  it('lead nowhere outside, and keep members of one name apart', async () => {
    const bytes = renamed(
      await zipOf(['aa/bb/cc.txt', '1'], ['xx/bb/cc.txt', '2'], ['C_/dd.txt', '3']),
      'aa/bb',
      '../..',
    );
    expect(listed(await readZip(renamed(renamed(bytes, 'xx/bb', '/../.'), 'C_/dd', 'C:/dd')))).to.deep.equal([
      ['cc.txt', 'cc.txt', '1'],
      ['cc.txt (2)', 'cc.txt', '2'],
      ['dd.txt', 'dd.txt', '3'],
    ]);
  });

  it('keep tens of thousands of members of one name apart in time', async function () {
    this.timeout(10_000);
    const record = Buffer.alloc(46 + 1);
    record.writeUInt32LE(0x02014b50);
    record.writeUInt16LE(1, 28);
    record.write('a', 46);
    const count = 20_000;
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50);
    end.writeUInt16LE(count, 8);
    end.writeUInt16LE(count, 10);
    end.writeUInt32LE(count * record.length, 12);
    const { children, properties } = await readZip(Buffer.concat([...Array(count).fill(record), end]));
    expect(properties.zip).to.deep.include({ members: count });
    expect(new Set(children.map(({ partPath }) => partPath)).size).to.equal(200);
  });

  it('refuse links, encrypted members, unknown packing and wrong checksums one by one', async () => {
    const bytes = await zipOf(
      ['link', '/etc/passwd', { mode: 0o120777 }],
      ['good', 'ok'],
      ['sum', 'packed'],
      ['lock', 'x'],
      ['odd', 'y'],
    );
    const central = (name: string) => bytes.lastIndexOf(name) - 46;
    bytes.writeUInt32LE(1, central('sum') + 16);
    bytes.writeUInt16LE(bytes.readUInt16LE(central('lock') + 8) | 1, central('lock') + 8);
    bytes.writeUInt16LE(93, central('odd') + 10);
    expect(listed(await readZip(bytes)).map(([path, , found]) => [path, found])).to.deep.equal([
      ['link', 'I_UNSUPPORTED_TYPE'],
      ['good', 'ok'],
      ['sum', 'I_DAMAGED'],
      ['lock', 'I_PASSWORD'],
      ['odd', 'I_UNSUPPORTED_TYPE'],
    ]);
  });

  it('do not unpack bombs, and keep to the limits', async () => {
    const bytes = await zipOf(['bomb', 'x'.repeat(1_000)], ['good', 'ok']);
    const at = bytes.lastIndexOf('bomb') - 46;
    bytes.writeUInt32LE(300 * 1024 ** 2, at + 24);
    expect(listed(await readZip(bytes)).map(([, , found]) => found)).to.deep.equal(['L_RATIO', 'ok']);
    // One that lies about its size is stopped where the lie ends.
    bytes.writeUInt32LE(10, at + 24);
    expect(listed(await readZip(bytes)).map(([, , found]) => found)).to.deep.equal(['I_DAMAGED', 'ok']);
    const small = await zipOf(
      ['a', 'x'.repeat(100)],
      ['b', 'y'.repeat(60)],
      ['c', 'z'.repeat(60)],
      ['d', 'w'.repeat(60)],
    );
    expect(listed(await readZip(small, { maxFileBytes: 80 })).map(([, , found]) => found?.slice(0, 6))).to.deep.equal([
      'L_FILE',
      'yyyyyy',
      'zzzzzz',
      'L_FILE',
    ]);
    // Nothing of what was not kept is left on the disk.
    const lies = await zipOf(['a', 'x'.repeat(100)], ['b', 'y'.repeat(60)]);
    lies.writeUInt32LE(70, lies.indexOf('PK\u0001\u0002') + 24);
    const { children } = await readZip(lies, { maxFileBytes: 80 });
    expect(children.map(({ error }) => error?.code)).to.deep.equal(['I_DAMAGED', undefined]);
    expect(readdirSync(dirname(children[1]?.path ?? '')).sort()).to.deep.equal(['1', 'original']);
    expect((await readZip(small, { maxChildren: 3 })).warnings).to.deep.equal([
      { code: 'children.tooMany', count: 1, missing: true },
    ]);
  });

  it('are named when empty, and end with a code when broken', async () => {
    expect((await readZip(await zipOf())).warnings).to.deep.equal([{ code: 'zip.empty' }]);
    const code = async (bytes: Buffer) =>
      readZip(bytes).then(
        () => 'read',
        (error: { code: string }) => error.code,
      );
    const bytes = await zipOf(['a.txt', 'A'.repeat(500)], ['b.txt', 'B']);
    expect(await code(bytes.subarray(0, bytes.length - 30))).to.equal('I_DAMAGED');
    expect(await code(deflateRawSync('x'))).to.equal('I_DAMAGED');
    for (let round = 0; round < 200; round++) {
      const damaged = Buffer.from(bytes);
      for (let hit = 0; hit < 4; hit++)
        damaged[(round * 7_919 + hit * 104_729) % damaged.length] = (round * 31 + hit * 7) % 256;
      expect(await code(damaged), String(round)).to.be.oneOf(['read', 'I_DAMAGED', 'I_PASSWORD']);
    }
  });
});

describe('samples of mails', () => {
  const samples = [
    'bounce-delivery-status',
    'court-notice-ca11-nda',
    'court-notice-jpml-nef',
    'encrypted-pgp',
    'nested-digest',
    'text-attachment',
    'unicode-attachments',
  ];
  const sampleBytes = (name: string) => readFileSync(join(sharedSamplesFolder, 'eml', `${name}.eml`));

  /** What must hold for every document: clean text, marks inside it, on printed characters. */
  function checkDocument(document: ReadDocument, name: string): void {
    let at = 0;
    const placed = document.segments.map(segment => {
      const charStart = at;
      at += segment.text.length + segmentSeparator.length;
      return { ...segment, charStart };
    });
    const text = textOf(document);
    expect(cleanText(text), name).to.equal(text);
    for (const { start, end } of marksOf(placed)) expect(text.slice(start, end), name).to.match(/^\S(?:[\s\S]*\S)?$/);
    expect(new Set(document.children.map(child => child.partPath)).size, name).to.equal(document.children.length);
    expect(document.segments.length + document.warnings.length, name).to.be.greaterThan(0);
  }

  itWithSamples('are read, also damaged at random, with clean text and sound marks', async () => {
    for (const name of samples) {
      const bytes = sampleBytes(name);
      checkDocument(await read(bytes), name);
      for (let round = 0; round < 15; round++) {
        const damaged = Buffer.from(
          bytes.subarray(0, round % 4 ? bytes.length : Math.floor(bytes.length * (round / 15))),
        );
        if (damaged.length === 0) continue;
        for (let hit = 0; hit < 30; hit++)
          damaged[(round * 7_919 + hit * 104_729) % damaged.length] = (round * 31 + hit * 13) % 256;
        const document = await read(damaged).catch(
          (error: { code: string }) => expect(error.code).to.equal('I_DAMAGED') && undefined,
        );
        if (document) checkDocument(document, `${name} ${round}`);
      }
    }
  });

  itWithSamples('give the facts of the manifest', async () => {
    const notice = await read(sampleBytes('court-notice-jpml-nef'));
    expect(mailOf(notice)).to.deep.include({
      subject:
        'Activity in Case MDL No. 2967 IN RE: Clearview AI, Inc., Consumer Privacy Litigation Notice of Change of Address',
      date: '2022-10-09T15:14:08-04:00',
      attachments: 0,
    });
    expect(textOf(notice)).to.contain('Scott R Drury').and.to.contain('CAC/2:21-cv-04360');
    expect(mailOf(await read(sampleBytes('court-notice-ca11-nda'))).subject).to.match(
      /^22-11299-JJ Marjorie Taylor Greene v\. Secretary of State for the State of Georgia/,
    );
    const digest = await read(sampleBytes('nested-digest'));
    expect(mailOf(digest).bcc).to.deep.equal([{ name: '', address: 'dave@example.com' }]);
    const subjects = [];
    for (const child of digest.children) subjects.push(mailOf(await read(bytesOf(child))).subject);
    expect(subjects).to.deep.equal(['First Message', 'Second Message', 'Third Message']);
    const bounce = await read(sampleBytes('bounce-delivery-status'));
    expect(mailOf(await read(bytesOf(bounce.children[0] as FoundChild))).subject).to.equal('Example Subject');
    const unicode = await read(sampleBytes('unicode-attachments'));
    expect(unicode.children.map(child => child.fileName)).to.deep.equal(['image.png', 'nyan cat ✔.gif', 'notes.txt']);
    expect(missingOf(await read(sampleBytes('encrypted-pgp')))).to.deep.equal(['mail.encrypted']);
  });
});
