import { expect } from 'chai';
import { isMessageHead } from './message-head.ts';

describe('isMessageHead', () => {
  it('knows a mail by a field that only mail programs write, wherever it stands in the head', () => {
    for (const first of [
      'Return-Path: <a@b.org>',
      'Received: from x by y',
      'X-Gm-Spam: 0\nX-Mailer: z',
      'Delivered-To: a@b.org',
      'From - Tue Mar  5 10:00:00 2024\nX-Mozilla-Status: 0001\nX-Mozilla-Keys:',
      'From a@b.org Tue Mar  5 10:00:00 2024\nReturn-Path: <a@b.org>',
      '\n\r\n\ufeffReceived: from x',
      'From: Jane\r\nContent-Type: text/plain\r\n',
      'Subject: a\n folded\n\tagain\nMessage-Id:<1@x>',
    ]) {
      expect(isMessageHead(`${first}\n`), first).to.equal(true);
    }
  });

  it('knows a bare mail by an address and a time of day', () => {
    expect(isMessageHead('From: eve@example.com\nTo: al@example.com\nSubject: First\n\nText')).to.equal(true);
    expect(isMessageHead('Date: Tue, 5 Mar 2024 10:00\nFrom: E <eve@example.com>\nTo: Al\n\nText')).to.equal(true);
  });

  it('leaves memos, letters and lists of words', () => {
    for (const text of [
      'From: Counsel\nTo: File\nDate: 3 March 2024\nSubject: Lease\n\nText',
      'From: jane@firm.com\nTo: bob@client.com\nDate: March 3, 2024\nSubject: Lease\n\nText',
      'From: jane@firm.com\nTo: bob@client.com\nRe: Lease\n\nText',
      'From: Jane <jane@firm.com>\nSent: Monday, March 4, 2024 9:00 AM\nTo: Bob\n\nText',
      'X-Ray: of the chest\n\nText',
      'Note: this\nWarning: that\n\nText',
      'Dear Sir:\nThank you.\n',
      '',
    ]) {
      expect(isMessageHead(text), text).to.equal(false);
    }
  });
});
