import { expect } from 'chai';
import fc from 'fast-check';
import { bodyText } from './choose-body.ts';
import { emptyHeaders, type MailBody, type MailHeaders } from './message.ts';

const sender = { name: 'Jane Q. Doe', address: 'jane@firm.com' };
const headers: MailHeaders = { ...emptyHeaders(), subject: 'Lease', from: [sender] };
const reply = { ...headers, subject: 'RE: Lease' };
const forward = { ...headers, subject: 'FW: Lease' };

/** The text with its marks written into it: `[q:…]` quoted, `[s:…]` signature, `[t:…]` table, `[h:…]` its head. */
function shown(body: MailBody | string, of: MailHeaders = headers): string {
  const read = bodyText(typeof body === 'string' ? { plain: body } : body, of);
  if (!read) return '';
  const letters: Record<string, string> = { quoted: 'q', signature: 's', table: 't', 'table-head': 'h' };
  const events = read.marks.toReversed().flatMap(({ kind, start, end }) => [
    { at: start, order: 1, sign: `[${letters[kind]}:` },
    { at: end, order: 0, sign: ']' },
  ]);
  events.sort((a, b) => b.at - a.at || b.order - a.order);
  let text = read.text;
  for (const { at, sign } of events) text = text.slice(0, at) + sign + text.slice(at);
  return text;
}

const html = (source: string, of: MailHeaders = headers) => shown({ html: source }, of);

describe('bodyText', () => {
  describe('quotes in plain text', () => {
    it('marks lines with > and the attribution above them', () => {
      expect(
        shown('Yes.\n\nOn Mon, Mar 4, 2024 at 9:05 AM Bob <bob@x.com>\nwrote:\n\n> Shall we?\n>\n> Bob\n'),
      ).to.equal('Yes.\n\n[q:On Mon, Mar 4, 2024 at 9:05 AM Bob <bob@x.com>\nwrote:\n\n> Shall we?\n>\n> Bob]');
    });

    it('marks only the quoted lines when answers stand between them', () => {
      expect(shown('> First?\nYes.\n\n> Second?\n> Third?\nNo.')).to.equal(
        '[q:> First?]\nYes.\n\n[q:> Second?\n> Third?]\nNo.',
      );
    });

    it('marks what stands below an Outlook separator or header block', () => {
      for (const block of [
        '-----Original Message-----\nFrom: Bob\nSent: Monday\nTo: Jane\nSubject: Lease\n\nShall we?',
        '________________________________\nFrom: Bob <bob@x.com>\nSent: Monday, March 4, 2024 9:05 AM\nTo: Jane\nSubject: Lease\n\nShall we?',
        'From: Bob <bob@x.com>\nDate: Monday, March 4, 2024 at 9:05 AM\nTo: Jane\nCc: Al;\n Ed\nSubject: Lease\n\nShall we?',
        '*From:* Bob\n*Sent:* Monday, March 4, 2024\n*To:* Jane\n\nShall we?',
        'Von: Bob\nGesendet: Montag, 4. März 2024 09:05\nAn: Jane\nBetreff: Miete\n\nWollen wir?',
        'De : Bob\nEnvoyé : lundi 4 mars 2024 09:05\nÀ : Jane\nObjet : Bail\n\nOn y va ?',
        'Bob Roe@FIRM\n03/04/2024 09:05 AM\nTo: Jane/FIRM\ncc:\nSubject: Lease\n\nShall we?',
        '"Bob Roe" <bob@x.com> on 03/04/2024 09:05:00 AM\nTo: Jane\ncc:\nSubject: Lease\n\nShall we?',
        '-----Ursprüngliche Nachricht-----\nVon: Bob\n\nWollen wir?',
      ]) {
        expect(shown(`Yes.\n\n${block}\n`, reply), block).to.equal(`Yes.\n\n[q:${block}]`);
      }
    });

    it('marks attributions in other languages', () => {
      for (const line of [
        'Am 04.03.2024 um 09:05 schrieb Bob <bob@x.com>:',
        'Le lun. 4 mars 2024 à 09:05, Bob <bob@x.com> a écrit :',
        'El lun, 4 mar 2024 a las 9:05, Bob (<bob@x.com>) escribió:',
        'Il giorno lun 4 mar 2024 alle ore 09:05 Bob <bob@x.com> ha scritto:',
        'Op ma 4 mrt 2024 om 09:05 schreef Bob <bob@x.com>:',
        'Em seg., 4 de mar. de 2024 às 09:05, Bob <bob@x.com> escreveu:',
        '2024-03-04 9:05 GMT-05:00 Bob <bob@x.com>:\n> x\n\nOn Mar 4, 2024, at 9:05 AM, Bob wrote:',
      ]) {
        expect(shown(`Ja.\n\n${line}\n\n> ?`).endsWith('> ?]'), line).to.equal(true);
        expect(shown(`Ja.\n\n${line}\n\n> ?`).startsWith('Ja.\n\n'), line).to.equal(true);
      }
      expect(shown('Ja.\n\nAm 04.03.2024 um 09:05 schrieb Bob:\n> ?')).to.equal(
        'Ja.\n\n[q:Am 04.03.2024 um 09:05 schrieb Bob:\n> ?]',
      );
    });

    it('leaves forwarded mail, also with marks before its lines, but not what it quotes itself', () => {
      const gmail =
        '---------- Forwarded message ---------\nFrom: Bob <bob@x.com>\nDate: Mon, Mar 4, 2024\nSubject: Lease\nTo: Jane\n\nShall we?\n\nOn Mar 3, 2024, Al wrote:\n> Hm.';
      expect(shown(`See below.\n\n${gmail}`)).to.equal(
        `See below.\n\n${gmail.replace('On Mar 3, 2024, Al wrote:\n> Hm.', '[q:On Mar 3, 2024, Al wrote:\n> Hm.]')}`,
      );
      const apple =
        'Begin forwarded message:\n\n> From: Bob\n> Date: March 4, 2024\n> Subject: Lease\n>\n> Shall we?\n>> Hm.';
      expect(shown(`See below.\n\n${apple}`)).to.equal(`See below.\n\n${apple.replace('>> Hm.', '[q:>> Hm.]')}`);
      const outlook = 'From: Bob\nSent: Monday, March 4, 2024\nTo: Jane\nSubject: Lease\n\nShall we?';
      expect(shown(`See below.\n\n${outlook}`, forward)).to.equal(`See below.\n\n${outlook}`);
      expect(shown(`See below.\n\n-----Original Message-----\n${outlook}`, forward)).to.not.contain('[q:');
    });

    it('leaves a memo, a sentence with wrote and an escaped From', () => {
      for (const text of [
        'From: Counsel\nDate: March 4, 2024\nTo: File\nSubject: Lease\n\nThe lease ends.',
        'On Monday I wrote:\nthe lease ends in 2024. Then he called.',
        'We met.\n>From there we went on.\nThen home.',
        'From: my point of view the date is clear.\nTo: be sure, ask.',
        'Is 5 > 3?\nYes, and 3 > 1.',
      ]) {
        expect(shown(text), text).to.equal(text);
      }
    });
  });

  describe('quotes in HTML', () => {
    it('marks what mail programs put around quoted mails', () => {
      const attribution = 'On Mon, Mar 4, 2024 at 9:05 AM Bob &lt;bob@x.com&gt; wrote:';
      const written = attribution.replace('&lt;', '<').replace('&gt;', '>');
      expect(
        html(
          `<div>Yes.</div><div class="gmail_quote"><div class="gmail_attr">${attribution}<br></div><blockquote class="gmail_quote"><div>Shall we?</div></blockquote></div>`,
        ),
      ).to.equal(`Yes.\n[q:${written}\n\nShall we?]`);
      expect(html(`<p>Yes.</p><p>${attribution}</p><blockquote>Shall we?</blockquote>`)).to.equal(
        `Yes.\n\n[q:${written}\n\nShall we?]`,
      );
      expect(
        html('<div>Yes.</div><blockquote type="cite"><div>Shall we?</div></blockquote><div>And no.</div>'),
      ).to.equal('Yes.\n[q:Shall we?]\nAnd no.');
      expect(
        html('<div>Yes.</div><div class="yahoo_quoted"><div>On Monday, Bob wrote:</div><div>Shall we?</div></div>'),
      ).to.equal('Yes.\n[q:On Monday, Bob wrote:\nShall we?]');
    });

    it('leaves forwarded mail and indented passages', () => {
      expect(
        html(
          '<div>FYI</div><div class="gmail_quote">---------- Forwarded message ---------<br>From: Bob<br>Date: Monday<br>Subject: x<br><br>Shall we?</div>',
        ),
      ).to.not.contain('[q:');
      expect(
        html(
          '<div>FYI</div><blockquote type="cite"><div>Begin forwarded message:</div><div>From: Bob</div><div>Shall we?</div></blockquote>',
        ),
      ).to.not.contain('[q:');
      expect(html('<p>The statute says:</p><blockquote>No person shall.</blockquote><p>So no.</p>')).to.equal(
        'The statute says:\n\nNo person shall.\n\nSo no.',
      );
    });

    it('marks an Outlook header block', () => {
      expect(
        html(
          '<p>Yes.</p><div style="border-top:solid"><p><b>From:</b> Bob<br><b>Sent:</b> Monday, March 4, 2024<br><b>To:</b> Jane<br><b>Subject:</b> Lease</p></div><p>Shall we?</p>',
          reply,
        ),
      ).to.equal('Yes.\n\n[q:From: Bob\nSent: Monday, March 4, 2024\nTo: Jane\nSubject: Lease\n\nShall we?]');
    });
  });

  describe('signatures', () => {
    it('marks what stands below a delimiter', () => {
      expect(shown('The lease ends.\n\n-- \nJane\nPartner')).to.equal('The lease ends.\n\n[s:-- \nJane\nPartner]');
      expect(shown('The lease ends.\n--\nJane\n(555) 555-0100')).to.equal(
        'The lease ends.\n[s:--\nJane\n(555) 555-0100]',
      );
    });

    it('marks the greeting above a delimiter with it', () => {
      const block = 'Best regards,\nJane\n\n--\nJane Doe\nPartner\n\nSent from my iPhone';
      expect(shown(`Thanks for your help!\n\n${block}`)).to.equal(`Thanks for your help!\n\n[s:${block}]`);
    });

    it('marks a greeting with the name and office below it', () => {
      const block =
        'Best regards,\n\nJane Q. Doe\nPartner | Doe & Roe LLP\n100 Main Street, Suite 200\nSpringfield, IL 62701\nT: (555) 555-0100\njane@firm.com';
      expect(shown(`The lease ends in May. Please confirm.\n\n${block}`)).to.equal(
        `The lease ends in May. Please confirm.\n\n[s:${block}]`,
      );
      expect(shown('It ends.\n\nThanks, Jane')).to.equal('It ends.\n\n[s:Thanks, Jane]');
      expect(shown('Es endet.\n\nMit freundlichen Grüßen\nJane Doe')).to.equal(
        'Es endet.\n\n[s:Mit freundlichen Grüßen\nJane Doe]',
      );
    });

    it('marks a block that begins with the name of the sender', () => {
      expect(shown('The lease ends in May.\n\nJane Q. Doe\nPartner\nDoe & Roe LLP\n555-0100')).to.equal(
        'The lease ends in May.\n\n[s:Jane Q. Doe\nPartner\nDoe & Roe LLP\n555-0100]',
      );
      expect(shown('The lease ends in May.\n\nJane\n\nSent from my iPhone')).to.equal(
        'The lease ends in May.\n\n[s:Jane\n\nSent from my iPhone]',
      );
    });

    it('marks a disclaimer, and one that follows a signature with it', () => {
      const disclaimer =
        'CONFIDENTIALITY NOTICE: This e-mail is intended only for the use of the addressee. If you are not the intended recipient, delete it.';
      expect(shown(`The lease ends in May.\n\n${disclaimer}`)).to.equal(`The lease ends in May.\n\n[s:${disclaimer}]`);
      expect(shown(`It ends.\n\nRegards,\nJane\n\n${disclaimer}`)).to.equal(
        `It ends.\n\n[s:Regards,\nJane\n\n${disclaimer}]`,
      );
    });

    it('tells a disclaimer from the words right above it, and knows an office on one long line', () => {
      const notice = 'This e-mail is intended only for the addressee and may be read by nobody else.';
      expect(
        shown(`Dear Bob,\n\nPlease see the lease, which ends in May and was never\nsigned by the tenant.\n${notice}`),
      ).to.contain(`the tenant.\n[s:${notice}]`);
      const office = `Jane Doe | Partner | Doe & Roe LLP | 100 Main Street, Suite 200, Springfield, Illinois 62701, United States | T: 555-555-0100 | jane@firm.com`;
      expect(shown(`It ends.\n\nBest,\n\n${office}`)).to.equal(`It ends.\n\n[s:Best,\n\n${office}]`);
      const bare = { ...headers, from: [{ name: '', address: 'jane.doe@firm.com' }] };
      expect(shown('It ends in May.\n\nJane Doe\nPartner', bare)).to.equal('It ends in May.\n\n[s:Jane Doe\nPartner]');
    });

    it('marks the one above a quote, and the element that a program names so', () => {
      expect(shown('It ends.\n\nThanks,\nJane\n\nOn Mar 4, 2024, Bob wrote:\n> Thanks,\n> Bob')).to.equal(
        'It ends.\n\n[s:Thanks,\nJane]\n\n[q:On Mar 4, 2024, Bob wrote:\n> Thanks,\n> Bob]',
      );
      expect(html('<div>It ends.</div><div class="gmail_signature"><div>Jane</div><div>Partner</div></div>')).to.equal(
        'It ends.\n[s:Jane\nPartner]',
      );
    });

    it('leaves words of the mail', () => {
      for (const text of [
        'Thanks,\nJane',
        'Thank you for the lease.\n\nIt ends in May, as we agreed when we met last.',
        'Please send:\n- the lease\n- the deed\n\nBest is the signed one, which we need by Friday at noon.',
        'Jane will call you.\nShe needs the lease that you signed in May and the deed.',
        'Regards,\nJane\n\nP.S. The lease that you sent last week is not signed, please send it again.',
        'It is confidential.\n\nThe parties agree that this email is the whole agreement between them.',
        'Terms:\n---\nRent is due on the first of each month and is late after the fifth.',
      ]) {
        expect(shown(text), text).to.equal(text);
      }
    });
  });

  describe('the choice between plain text and HTML', () => {
    const page = '<p>The lease of the premises at Main Street ends on the first of May of this year.</p>';

    it('takes plain text unless it is a stub', () => {
      const plain = 'The lease of the premises at Main Street ends on the first of May of this year.';
      expect(bodyText({ plain, html: page }, headers)).to.include({ form: 'text', text: plain });
      for (const stub of ['', ' \n ', 'Your mail program does not support HTML.', 'View this email in your browser']) {
        expect(bodyText({ plain: stub, html: page }, headers), stub).to.include({ form: 'html', text: plain });
      }
      expect(bodyText({ plain: 'x', html: '<img src="a.png">' }, headers)).to.include({ form: 'text', text: 'x' });
      expect(bodyText({ plain: ' ', html: '<p></p>' }, headers)).to.equal(undefined);
    });

    it('keeps the targets of links and nothing that is not seen', () => {
      const read = bodyText(
        {
          html: `<style>p{}</style><div style="display:none">preview</div><img src="https://t.example/p.gif" width="1" height="1"><p style="font-size:0">x</p><p>See <a href="https://court.example/doc1?x=1&amp;y=2">document 1</a> <a href="#top">top</a><a href="javascript:x()">z</a>.</p><span hidden>h</span>`,
        },
        headers,
      );
      expect(read).to.deep.include({
        text: 'See document 1 topz.',
        hidden: 3,
        links: ['https://court.example/doc1?x=1&y=2'],
      });
    });

    it('reads what gateways write behind the end of the page', () => {
      expect(html('<html><body><p>It ends.</p></body></html><p>External sender</p>')).to.equal(
        'It ends.\n\nExternal sender',
      );
    });

    it('writes tables row by row, and layout as blocks', () => {
      expect(
        html(
          '<table><thead><tr><th>Name</th><th>Sum</th></tr></thead><tr><td>Al<br>B.</td><td>$5</td></tr><tr><td></td><td>$6</td></tr></table>',
        ),
      ).to.equal('[t:[h:Name\tSum]\nAl B.\t$5\n\t$6]');
      expect(
        html(
          '<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td><td><p>One.</p><p>Two.</p></td></tr></table>',
        ),
      ).to.equal('a\tb\n\nOne.\n\nTwo.');
      expect(html('<table><caption>Sums</caption><tr><td>a</td><td>b</td></tr></table>')).to.equal('Sums\na\nb');
      expect(
        html('<table><tr style="display:none"><td>x</td><td>y</td></tr><tr><td>a</td><td>b</td></tr></table>'),
      ).to.equal('a\tb');
      expect(html('<ol><li>One</li><li>Two<ul><li>Sub</li></ul></li></ol>')).to.match(/1\. One\n *2\. Two\n[ ]*- Sub/);
    });
  });

  it('gives marks in order, inside the text and on printed characters, whatever the mail', () => {
    const piece = fc.constantFrom(
      'On Mar 4, 2024, Bob wrote:',
      '> a',
      '>> b',
      '',
      'From: Bob',
      'Sent: Mon 9:00',
      'To: Jane',
      '-- ',
      'Jane',
      'Thanks,',
      '-----Original Message-----',
      'Begin forwarded message:',
      'words of the mail',
      '<blockquote type="cite">',
      '</blockquote>',
      '<table><tr><td>a<td>b',
      '</table>',
      '<div class="gmail_signature">',
      '</div>',
      '\ufdd0',
      '\ufdd1',
      '&#xfdd6;',
    );
    const of = fc.constantFrom(headers, reply, forward);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), of, fc.boolean(), (pieces, from, isHtml) => {
        const source = pieces.join(isHtml ? '<br>' : '\n');
        const read = bodyText(isHtml ? { html: source } : { plain: source }, from);
        let at = 0;
        for (const { kind, start, end } of read?.marks ?? []) {
          expect(start).to.be.lessThan(end);
          expect(end).to.be.at.most(read?.text.length ?? 0);
          expect(read?.text.slice(start, end)).to.match(/^\S(?:[\s\S]*\S)?$/);
          if (kind !== 'table-head') expect(start).to.be.at.least(at);
          if (kind !== 'table-head') at = end;
        }
        if (isHtml) expect(read?.text ?? '').to.not.match(/[\ufdd0-\ufdef]/);
      }),
    );
  });

  // Quadratic time would take minutes; the bounds leave room for a machine that has other work.
  it('reads a megabyte of hostile text in time', () => {
    const million = 1_000_000;
    for (const text of [
      '>'.repeat(million),
      '> \n'.repeat(million / 3),
      `${'> a\nb\n'.repeat(million / 12)}${'c\n'.repeat(million / 4)}`,
      ' '.repeat(million),
      'On '.repeat(million / 3),
      'On a\n'.repeat(million / 5),
      'From: a\nTo: b\n'.repeat(million / 14),
      '-'.repeat(million),
      '_____\n'.repeat(million / 6),
      'Thanks,\n'.repeat(million / 8),
      `${'a, '.repeat(million / 3)}wrote:`,
    ]) {
      const started = performance.now();
      bodyText({ plain: `x\n${text}` }, reply);
      expect(performance.now() - started, text.slice(0, 20)).to.be.lessThan(15_000);
    }
  }).timeout(60_000);

  it('reads a megabyte of hostile HTML in time', () => {
    const million = 1_000_000;
    for (const source of [
      '<div>'.repeat(million / 5),
      '<table><tr><td>'.repeat(million / 15),
      '<blockquote type="cite">x'.repeat(million / 25),
      '<'.repeat(million),
      `<p style="${'a:b;'.repeat(million / 4)}">x`,
      '<br>'.repeat(million / 4),
      `<table>${'<tr><td>a<td>b'.repeat(million / 14)}</table>`,
      '&nbsp;'.repeat(million / 6),
      '<blockquote type="cite">x</blockquote>y'.repeat(million / 40),
    ]) {
      const started = performance.now();
      bodyText({ html: source }, reply);
      expect(performance.now() - started, source.slice(0, 20)).to.be.lessThan(15_000);
    }
  }).timeout(60_000);
});
