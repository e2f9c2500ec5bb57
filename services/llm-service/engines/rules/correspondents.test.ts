import { expect } from 'chai';
import { letterCorrespondents, mailCorrespondents } from './correspondents.ts';

const said = (found: ReturnType<typeof mailCorrespondents>) => found.map(({ name, role }) => `${role}: ${name}`);

describe('correspondents', () => {
  it('of a mail are its sender and recipients, by name or else by address', () => {
    const text =
      'From: "Lind, Olaf" <olaf@lind.example>\nTo: Marta Holm <m@holm.example>, june@falk.example\nCc: Ann Roe <ann@roe.example>;\n "Poe, Bob" <bob@poe.example>\nSubject: To: nobody\n\nFrom: Old Sender <old@x.example>\n';
    const found = mailCorrespondents(text);
    expect(said(found)).to.deep.equal([
      'Sender: Lind, Olaf',
      'Recipient: Marta Holm',
      'Recipient: june@falk.example',
      'Recipient: Ann Roe',
      'Recipient: Poe, Bob',
    ]);
    for (const { name, nameSpan, quote } of found) {
      expect(text.slice(nameSpan.start, nameSpan.end)).to.equal(name);
      expect(text.slice(quote.start, quote.end)).to.include(name);
    }
    expect(text.slice(found[0]?.quote.start, found[0]?.quote.end)).to.equal('From: "Lind, Olaf" <olaf@lind.example>');
  });

  it('of a mail to many are all of them', () => {
    const to = Array.from({ length: 150 }, (_, at) => `p${at}@lind.example`);
    expect(mailCorrespondents(`From: a@lind.example\nTo: ${to.join(', ')}\nSubject: x\n\n`)).to.have.length(151);
  });

  it('of a letter are its signer and the addressee above the salutation', () => {
    const text =
      'LIND & HOLM LLP\n1 Main Street, Bath, ME 04530\n\nMay 4, 2021\n\nMs. June Falk\nHarbor Widgets, LLC\n22 Wharf Road\nBath, Maine 04530\n\nRe: Lind v. Holm\n\nDear Ms. Falk:\n\nWe dispute it.\n\nVery truly yours,\n\n/s/ Olaf K. Lind\nOlaf K. Lind\n';
    expect(said(letterCorrespondents(text))).to.deep.equal(['Sender: Olaf K. Lind', 'Recipient: June Falk']);
  });

  it('are nobody where there is no head and no closing', () => {
    expect(mailCorrespondents('He wrote from: home.\nNothing else.')).to.deep.equal([]);
    expect(letterCorrespondents('The parties agree.\n\nOlaf Lind')).to.deep.equal([]);
  });
});
