import { expect } from 'chai';
import iconv from 'iconv-lite';
import { decodedBytes, decodedText, decodeHeaders, unflow } from './decode-part.ts';
import { mailHeaders, messageIds } from './mail-headers.ts';
import { parseMime } from './mime-tree.ts';

const textOf = (message: Buffer | string) => {
  const bytes = Buffer.from(message);
  return decodedText(bytes, parseMime(bytes).root);
};

describe('decodedText', () => {
  const sentence = 'Müller § 4 – “Vertrag” naïve';

  it('reads the character sets that mails name', async () => {
    for (const [charset, text] of [
      ['iso-8859-1', 'Müller § 4 naïve'],
      ['iso-8859-15', 'Müller 5 €'],
      ['windows-1252', sentence],
      ['windows-1251', 'Договор займа'],
      ['koi8-r', 'Договор займа'],
      ['gb18030', '合同第一条'],
      ['shift_jis', '契約書'],
      ['utf-7', 'Müller'],
      ['utf-16le', 'plain'],
    ] as const) {
      const head = `Content-Type: text/plain; charset=${charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n`;
      const body = iconv.encode(text, charset).toString('base64');
      expect(await textOf(head + body), charset).to.deep.equal({ text, assumed: false });
    }
  });

  it('takes valid UTF-8 for what it is, whatever the label says', async () => {
    for (const label of ['', '; charset=us-ascii', '; charset=iso-8859-1', '; charset=utf-8']) {
      const message = `Content-Type: text/plain${label}\r\n\r\n${sentence}`;
      expect(await textOf(message), label).to.deep.equal({ text: sentence, assumed: false });
    }
  });

  it('reads bytes without a usable label as Windows-1252 and says so', async () => {
    const body = iconv.encode(sentence, 'windows-1252');
    for (const label of ['', '; charset=us-ascii', '; charset=utf-8', '; charset=unknown-8bit']) {
      const bytes = Buffer.concat([Buffer.from(`Content-Type: text/plain${label}\n\n`), body]);
      expect(await textOf(bytes), label).to.deep.equal({ text: sentence, assumed: true });
    }
  });

  it('decodes quoted-printable, also damaged', async () => {
    const head = 'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n';
    expect((await textOf(`${head}M=C3=BCller =\ngeht = weg =3D`)).text).to.equal('Müller geht = weg =');
  });
});

describe('decodedBytes', () => {
  it('gives the exact bytes, also of base64 with line noise', async () => {
    const content = Buffer.from(Array.from({ length: 3_000 }, (_, at) => (at * 7) % 256));
    const noisy = content.toString('base64').replace(/(.{60})/g, '$1 \r\n!');
    const bytes = Buffer.from(`Content-Type: x/y\nContent-Transfer-Encoding: BASE64\n\n${noisy}`);
    const pieces = [];
    for await (const piece of decodedBytes(bytes, parseMime(bytes).root)) pieces.push(piece);
    expect(Buffer.concat(pieces).equals(content)).to.equal(true);
  });
});

describe('unflow', () => {
  it('joins soft breaks within one depth of quotes and keeps the signature mark', () => {
    expect(unflow('one \ntwo\n> a \n> b\n>> c \nd\n-- \nJane', false)).to.equal('one two\n> a b\n>> c \nd\n-- \nJane');
    expect(unflow('Donau \ndampf', true)).to.equal('Donaudampf');
    expect(unflow(' From me\n >not quoted', false)).to.equal('From me\n>not quoted');
  });
});

describe('mailHeaders', () => {
  const headersOf = async (block: string | Buffer) => mailHeaders(await decodeHeaders(Buffer.from(block)));

  it('decodes names, groups, folded lines and repeated fields', async () => {
    const headers = await headersOf(
      [
        'From: =?utf-8?Q?J=C3=BCrgen_M=C3=BCller?= <j@x.de>',
        'To: "Doe, Jane" <jane@x.com>, Team: a@x.com, b@x.com;',
        'To: third@x.com',
        'Subject: =?iso-8859-1?Q?Vertr=E4ge?=',
        ' =?iso-8859-1?Q?_und_mehr?=',
        'Message-ID: <1@x>',
        'In-Reply-To: Your message of Monday <0@x>',
        'References: <r@x>',
        '\t<0@x> <r@x>',
        'Importance: High',
      ].join('\r\n'),
    );
    expect(headers.from).to.deep.equal([{ name: 'Jürgen Müller', address: 'j@x.de' }]);
    expect(headers.to.map(({ address }) => address)).to.deep.equal(['jane@x.com', 'a@x.com', 'b@x.com', 'third@x.com']);
    expect(headers.to[0]?.name).to.equal('Doe, Jane');
    expect(headers).to.include({ subject: 'Verträge und mehr', messageId: '1@x', inReplyTo: '0@x' });
    expect(headers.references).to.deep.equal(['r@x', '0@x']);
    expect(headers.more).to.include({ importance: 'High' });
  });

  it('reads raw bytes beyond ASCII', async () => {
    expect((await headersOf('Subject: Verträge')).subject).to.equal('Verträge');
    expect((await headersOf(Buffer.from('Subject: Verträge', 'latin1'))).subject).to.equal('Verträge');
  });

  it('takes ids without brackets', () => {
    expect(messageIds('a@b c@d')).to.deep.equal(['a@b', 'c@d']);
    expect(messageIds('no id')).to.deep.equal([]);
  });
});
