import { Buffer } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import MsgReader from '@kenjiuno/msgreader';
import { expect } from 'chai';
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import mammoth from 'mammoth';
import yauzl from 'yauzl';
import { flat } from './compare.ts';
import { matter } from './make/matter.ts';
import { workOutFile } from './make/work-out.ts';
import { readTruth, sampleFile, type TruthFile } from './truth.ts';

const read = (name: string) => readFile(sampleFile(name));

describe('the files of an office in the sample matter', () => {
  const files = new Map<string, TruthFile>();
  before(async () => {
    for (const file of (await readTruth()).files) files.set(file.name, file);
  });
  const truthOf = (name: string): TruthFile => {
    const file = files.get(name);
    if (!file) throw new Error(`no truth of ${name}`);
    return file;
  };

  it('are remade with the same bytes and the same truth', async () => {
    for (const name of [...files.keys()].filter(name => /^(2[1-9]|3\d)-/.test(name))) {
      const made = await matter[name]?.();
      expect(made?.bytes.equals(await read(name)), name).to.equal(true);
      expect(made && workOutFile(name, made), name).to.deep.equal(truthOf(name));
    }
  });

  it('have word-processor files whose current text, changes and remarks another reader finds', async () => {
    for (const name of ['23-amendment-no-1.docx', '24-response-to-rejection.docx']) {
      const { word, content } = truthOf(name);
      const { value } = await mammoth.extractRawText({ path: fileURLToPath(sampleFile(name)) });
      const found = flat(value);
      for (const { text } of word?.paragraphs ?? []) expect(found, name).to.include(text);
      for (const row of word?.tables.flat() ?? []) for (const cell of row) expect(found, name).to.include(cell);
      for (const text of word?.boxes ?? []) expect(found, name).to.include(text);
      for (const { kind, text } of word?.changes ?? [])
        expect(found.includes(text), `${kind} ${text}`).to.equal(kind === 'insertion');
      expect(found).to.include(content?.title);
    }
    const beside = await mammoth.convertToHtml(
      { path: fileURLToPath(sampleFile('23-amendment-no-1.docx')) },
      { styleMap: ['comment-reference => sup'] },
    );
    const { word } = truthOf('23-amendment-no-1.docx');
    for (const text of [word?.comments[0]?.text, word?.notes[0]]) expect(beside.value).to.include(text);
  });

  it('number every list item as the word processor nests it', async () => {
    const { value } = await mammoth.convertToHtml({ path: fileURLToPath(sampleFile('23-amendment-no-1.docx')) });
    expect(value).to.match(/<ol><li>Lot 1.*<\/li><li>Lot 2.*<\/li><li>Lot 3.*<ol><li>each lot.*<\/li><li>no lot/s);
  });

  it('have mails whose head, body and parts another reader finds', async () => {
    for (const file of [...files.values()].filter(({ name }) => name.endsWith('.eml'))) {
      const parsed = await simpleParser(await read(file.name), { skipHtmlToText: true });
      expect(headOf(parsed), file.name).to.deep.equal({
        from: addressOf(file.mail?.from),
        to: file.mail?.to.map(addressOf),
        cc: file.mail?.cc.map(addressOf),
        subject: file.mail?.subject,
        date: new Date(file.mail?.date ?? '').toISOString(),
        messageId: file.mail?.messageId,
        inReplyTo: file.mail?.inReplyTo,
        references: file.mail?.references,
      });
      for (const part of [file.mail?.body, file.mail?.signature, file.mail?.quoted]) {
        expect(flat(parsed.text ?? ''), file.name).to.include(flat(part ?? ''));
      }
      expect(parsed.html).to.be.a('string');
      const named = parsed.attachments.flatMap(({ filename }) => filename ?? []);
      for (const name of named) expect(file.children.map(child => child.name)).to.include(name);
    }
  });

  it('have a message inside a message', async () => {
    const [nested] = (await simpleParser(await read('27-fwd-panels-overdue.eml'), { skipHtmlToText: true }))
      .attachments;
    const inner = await simpleParser(nested?.content ?? Buffer.alloc(0));
    expect(inner.subject).to.equal('Oven 3 logs');
    expect(inner.text).to.include(truthOf('27-fwd-panels-overdue.eml').children[0]?.holds);
  });

  it('have a message of Outlook that another reader opens', async () => {
    const { mail, children } = truthOf('28-inspection-of-crates.msg');
    const bytes = await read('28-inspection-of-crates.msg');
    // The module is CommonJS: its default export is a member of what is imported.
    const reader = new MsgReader.default(new Uint8Array(bytes).buffer);
    const data = reader.getFileData();
    expect(`${data.senderName} <${data.senderEmail}>`).to.equal(mail?.from);
    expect(data.recipients?.map(({ name, smtpAddress }) => `${name} <${smtpAddress}>`)).to.deep.equal(mail?.to);
    expect(data.subject).to.equal(mail?.subject);
    expect(flat(data.body ?? '')).to.equal(flat(`${mail?.body} ${mail?.signature}`));
    expect(new Date(data.clientSubmitTime ?? '').toISOString()).to.equal(new Date(mail?.date ?? '').toISOString());
    const { fileName, content } = reader.getAttachment(0);
    expect(fileName).to.equal(children[0]?.name);
    expect(Buffer.from(content).toString()).to.include(children[0]?.holds);
  });

  it('have an archive whose members another reader finds', async () => {
    const archive = await yauzl.fromBufferPromise(await read('29-second-production.zip'), { lazyEntries: true });
    const names = [];
    for await (const entry of archive.eachEntry()) names.push(entry.fileName);
    expect(names).to.deep.equal(truthOf('29-second-production.zip').children.map(child => child.partPath));
  });
});

/** `"Name" <user@host>` as name and address. */
const addressOf = (printed = ''): string => printed.replaceAll('"', '');

const listed = (addresses: AddressObject | AddressObject[] | undefined): string[] =>
  [addresses ?? []]
    .flat()
    .flatMap(({ value }) => value.map(({ name, address }) => (name ? `${name} <${address}>` : `${address}`)));

const bare = (id: string | undefined): string | null => id?.replace(/^<|>$/g, '') ?? null;

const headOf = ({ from, to, cc, subject, date, messageId, inReplyTo, references }: ParsedMail) => ({
  from: listed(from)[0],
  to: listed(to),
  cc: listed(cc),
  subject,
  date: date?.toISOString(),
  messageId: bare(messageId),
  inReplyTo: bare(inReplyTo),
  references: [references ?? []].flat().map(bare),
});
