import { expect } from 'chai';
import { decodeHeaders } from './decode-part.ts';
import { mailHeaders, messageIds } from './mail-headers.ts';

describe('messageIds', () => {
  it('reads ids with and without brackets, each once', () => {
    expect(messageIds('<a@x.org> (comment) <b@x.org> <a@x.org>')).to.deep.equal(['a@x.org', 'b@x.org']);
    expect(messageIds('a@x.org, b@x.org')).to.deep.equal(['a@x.org', 'b@x.org']);
    expect(messageIds(undefined)).to.deep.equal([]);
  });

  it('takes nothing for an id that the index of ids has no room for', () => {
    expect(messageIds(`<${'語'.repeat(900)}@x.org> <b@x.org>`)).to.deep.equal(['b@x.org']);
    expect(messageIds(`${'a'.repeat(3_000)}@x.org`)).to.deep.equal([]);
  });
});

describe('mailHeaders', () => {
  it('keeps the chain of a long thread up to the mail that is answered', async () => {
    const ids = Array.from({ length: 200 }, (_, index) => `${index}.${'x'.repeat(60)}@mail.example.org`);
    const block = `References: ${ids.map(id => `<${id}>`).join('\r\n ')}\r\n`;
    expect(mailHeaders(await decodeHeaders(Buffer.from(block))).references).to.deep.equal(ids);
  });
});
