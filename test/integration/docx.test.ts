/** The reader of DOCX over files made here: what a lawyer sees on the page is in the text, and what is not stands beside it. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ReadDocument } from '../../services/ocr-service/readers/document.ts';
import { readDocx } from '../../services/ocr-service/readers/docx.ts';
import type { Mark } from '../../shared/domain/structure.ts';
import { PipelineError } from '../../shared/errors.ts';
import { wordMediaTypes } from '../../shared/files/office.ts';
import { defaultLimits, type Limits } from '../../shared/limits.ts';
import { cleanText } from '../../shared/text/clean.ts';
import {
  type DocxParts,
  docxFiles,
  inList,
  inStyle,
  lists,
  makeDocx,
  paragraph,
  run,
  table,
  zip,
} from '../support/docx.ts';

describe('readDocx', function () {
  this.timeout(20_000);
  const scratch = mkdtempSync(join(tmpdir(), 'docx-'));
  let made = 0;
  after(() => rmSync(scratch, { recursive: true }));

  const readBytes = (bytes: Buffer, limits: Partial<Limits> = {}, depth = 0): Promise<ReadDocument> => {
    const folder = join(scratch, String(made++));
    mkdirSync(folder);
    const path = join(folder, 'file');
    writeFileSync(path, bytes);
    return readDocx({ path, mediaType: wordMediaTypes[0], folder, limits: { ...defaultLimits, ...limits }, depth });
  };
  const read = async (parts: DocxParts | string) =>
    readBytes(await makeDocx(typeof parts === 'string' ? { body: parts } : parts));
  const textOf = async (parts: DocxParts | string) => (await read(parts)).segments.map(({ text }) => text).join('\n\n');
  const codeOf = (reading: Promise<unknown>) =>
    reading.then(
      () => 'read',
      thrown => (thrown instanceof PipelineError ? thrown.code : String(thrown)),
    );
  /** Items of one layer with the words they speak of. */
  const layer = ({ segments }: ReadDocument, name: string) =>
    segments.flatMap(({ text, properties }) =>
      ((properties?.[name] ?? []) as (Mark & { text?: string })[]).map(({ start, end, ...item }) => ({
        ...item,
        words: text.slice(start, end),
      })),
    );

  describe('lists', () => {
    it('prints the labels and cites them with those they stand under', async () => {
      const numbering = lists([
        ['upperRoman', 'Article %1'],
        ['decimalZero', 'Section %1.%2', '<w:isLgl/>'],
        ['lowerLetter', '(%3)'],
        ['lowerRoman', '(%4)'],
      ]);
      const body = [0, 1, 1, 2, 2, 3, 3, 2, 0, 1, 2].map(level => paragraph('Text.', inList(1, level))).join('');
      const result = await read({ body, numbering });
      expect(result.segments[0]?.text.split('\n\n')).to.deep.equal([
        'Article I Text.',
        'Section 1.1 Text.',
        'Section 1.2 Text.',
        '(a) Text.',
        '(b) Text.',
        '(i) Text.',
        '(ii) Text.',
        '(c) Text.',
        'Article II Text.',
        'Section 2.1 Text.',
        '(a) Text.',
      ]);
      const marks = layer(result, 'marks');
      expect(marks[5]).to.deep.equal({
        kind: 'list-item',
        level: 4,
        label: 'Section 1.2(b)(i)',
        printed: '(i)',
        words: '(i) Text.',
      });
      expect(marks.at(-1)?.label).to.equal('Section 2.1(a)');
    });

    it('counts on between lists of one kind, and starts over where a list says so', async () => {
      const numbering =
        lists([['decimal', '%1.']]) +
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>' +
        '<w:num w:numId="8"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>';
      const body = [1, 1, 7, 8, 8, 1].map(id => paragraph('x', inList(id))).join('');
      expect((await textOf({ body, numbering })).split('\n\n')).to.deep.equal([
        '1. x',
        '2. x',
        '3. x',
        '5. x',
        '6. x',
        '7. x',
      ]);
    });

    it('takes the level from the style of a paragraph and from styles it is based on', async () => {
      const numbering = lists([
        ['decimal', '%1.', '<w:pStyle w:val="H1"/>'],
        ['decimal', '%1.%2', '<w:pStyle w:val="H2"/>'],
      ]);
      const styles =
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>' +
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>' +
        '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="H2"/></w:style>';
      const body = ['H1', 'H2', 'Mine'].map(id => paragraph('Term', inStyle(id))).join('');
      const result = await read({ body: body + paragraph('Free', `${inStyle('H1')}${inList(0)}`), numbering, styles });
      expect(layer(result, 'marks')).to.deep.equal([
        { kind: 'heading', level: 1, label: '1', printed: '1.', words: '1. Term' },
        { kind: 'heading', level: 2, label: '1.1', printed: '1.1', words: '1.1 Term' },
        { kind: 'heading', level: 2, label: '1.2', printed: '1.2', words: '1.2 Term' },
        { kind: 'heading', level: 1, words: 'Free' },
      ]);
    });

    it('follows a link to a numbering style', async () => {
      const numbering =
        '<w:abstractNum w:abstractNumId="4"><w:numStyleLink w:val="Legal"/></w:abstractNum>' +
        '<w:abstractNum w:abstractNumId="5"><w:styleLink w:val="Legal"/><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="ordinalText"/><w:lvlText w:val="%1:"/></w:lvl></w:abstractNum>' +
        '<w:num w:numId="1"><w:abstractNumId w:val="4"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="5"/></w:num>';
      const styles =
        '<w:style w:type="numbering" w:styleId="Legal"><w:name w:val="Legal"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>';
      const body = paragraph('x', inList(1)) + paragraph('x', inList(2));
      expect(await textOf({ body, numbering, styles })).to.equal('Third: x\n\nFourth: x');
    });

    it('goes on where a level says that it never starts over, and shows levels that were jumped over', async () => {
      const numbering = lists([
        ['decimal', '%1.'],
        ['decimal', '%1.%2', '<w:lvlRestart w:val="0"/>'],
      ]);
      const body = [1, 0, 1, 0, 1].map(level => paragraph('x', inList(1, level))).join('');
      expect((await textOf({ body, numbering })).split('\n\n')).to.deep.equal([
        '1.1 x',
        '2. x',
        '2.2 x',
        '3. x',
        '3.3 x',
      ]);
    });

    it('puts a lettered list of its own under the clause before it, but not past a heading without number', async () => {
      const numbering = lists([['decimal', '%1.']], [['lowerLetter', '(%1)']]);
      const styles = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>';
      const body =
        paragraph('x', inList(1)) +
        paragraph('y', inList(2)) +
        paragraph('Exhibit', inStyle('H')) +
        paragraph('z', inList(2));
      const labels = layer(await read({ body, numbering, styles }), 'marks').map(mark => mark.label);
      expect(labels).to.deep.equal(['1', '1(a)', undefined, '(b)']);
    });

    it('puts lists of their own into each other by their kind, and under a label that was typed', async () => {
      const numbering = lists([['lowerLetter', '(%1)']], [['lowerRoman', '(%1)']], [['lowerLetter', '(%1)']]);
      const styles = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>';
      const body = [paragraph('5.2 Fees', inStyle('H')), ...[1, 2, 2, 1, 3].map(id => paragraph('x', inList(id)))];
      const labels = layer(await read({ body: body.join(''), numbering, styles }), 'marks').map(mark => mark.label);
      expect(labels).to.deep.equal([undefined, '5.2(a)', '5.2(a)(i)', '5.2(a)(ii)', '5.2(b)', '5.2(a)']);
    });

    it('shows bullets as dots whatever their font', async () => {
      const numbering = lists([['bullet', '\uf0b7']], [['bullet', '–']], [['bullet', 'o']]);
      const body = [1, 2, 3].map(id => paragraph('x', inList(id))).join('');
      expect(await textOf({ body, numbering })).to.equal('• x\n\n– x\n\n• x');
    });

    it('does not count a paragraph that was deleted whole', async () => {
      const gone = '<w:rPr><w:del w:id="1" w:author="A"/></w:rPr>';
      const deleted = `<w:del w:id="2" w:author="A"><w:r><w:delText>old</w:delText></w:r></w:del>`;
      const body = paragraph('a', inList(1)) + paragraph(deleted, inList(1) + gone) + paragraph('c', inList(1));
      const result = await read({ body, numbering: lists([['decimal', '%1.']]) });
      expect(result.segments[0]?.text).to.equal('1. a\n\n2. c');
      expect(layer(result, 'changes')).to.deep.equal([{ kind: 'deletion', author: 'A', text: 'old', words: '' }]);
    });
  });

  describe('paragraphs', () => {
    it('joins a run-in heading with the text behind its style separator', async () => {
      const styles =
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>';
      const separator = '<w:rPr><w:vanish/><w:specVanish/></w:rPr>';
      const body = paragraph('Notices.', inStyle('H2') + separator) + paragraph('All notices shall be in writing.');
      const result = await read({ body, styles, numbering: lists([['decimal', '%1.']]) });
      expect(result.segments[0]?.text).to.equal('1. Notices. All notices shall be in writing.');
      expect(layer(result, 'marks')).to.deep.equal([
        { kind: 'heading', level: 2, label: '1', printed: '1.', words: '1. Notices.' },
      ]);
    });

    it('does not take a clause in a heading style for a heading', async () => {
      const styles = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>';
      const body = paragraph(`${'The Borrower shall pay the Lender on demand '.repeat(5)}.`, inStyle('H'));
      expect(layer(await read({ body, styles }), 'marks')).to.deep.equal([]);
    });

    it('reads tabs, breaks, hyphens and symbols', async () => {
      const body = paragraph(
        `<w:pPr><w:tabs><w:tab w:val="left" w:pos="1"/></w:tabs></w:pPr>${run('a')}<w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/><w:t>e</w:t>` +
          '<w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Symbol" w:char="F0B0"/><w:sym w:font="Arial" w:char="00A7"/></w:r>',
      );
      expect(await textOf(body)).to.equal('a\tb\nc-de🗹°§');
    });

    it('keeps the results of fields and not their instructions', async () => {
      const mark = (type: string) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
      const code = (text: string) => `<w:r><w:instrText>${text}</w:instrText></w:r>`;
      const inner = mark('begin') + code('MERGEFIELD x') + mark('separate') + run('HIDDEN') + mark('end');
      const outer = mark('begin') + code('IF ') + inner + code('= 1') + mark('separate') + run('shown') + mark('end');
      const box = `<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>${code('FORMCHECKBOX')}${mark('end')}`;
      const list = `<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:default w:val="0"/><w:listEntry w:val="Army"/><w:listEntry w:val="Navy"/></w:ddList></w:ffData></w:fldChar></w:r>${code('FORMDROPDOWN')}${mark('separate')}${mark('end')}`;
      const simple = `<w:fldSimple w:instr="REF a">${run('5.2')}</w:fldSimple>`;
      expect(
        await textOf(paragraph(`${outer}${run(' ')}${box}${run(' ')}${list}${run(' Section ')}${simple}`)),
      ).to.equal('shown ☒ Navy Section 5.2');
      expect(await textOf(paragraph(mark('begin') + run('never closed')))).to.equal('never closed');
    });

    it('reads controls, links, smart tags and formulas, and a box only once', async () => {
      const box = (text: string) => `<w:txbxContent>${paragraph(text)}</w:txbxContent>`;
      const both = `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>${box('in the box')}</w:drawing></mc:Choice><mc:Fallback><w:pict>${box('in the box')}</w:pict></mc:Fallback></mc:AlternateContent></w:r>`;
      const only = `<w:r><mc:AlternateContent><mc:Choice Requires="x"/><mc:Fallback><w:pict>${box('old box')}</w:pict></mc:Fallback></mc:AlternateContent></w:r>`;
      const body = `<w:sdt><w:sdtPr><w:alias w:val="no"/></w:sdtPr><w:sdtContent>${paragraph(`<w:hyperlink>${run('a ')}</w:hyperlink><w:smartTag>${run('b')}</w:smartTag>${both}${only}`)}</w:sdtContent></w:sdt>`;
      const result = await read(body);
      expect(result.segments.map(({ text }) => text)).to.deep.equal(['a b', 'in the box\n\nold box']);
      expect(layer(result, 'marks').map(mark => mark.kind)).to.deep.equal(['text-box', 'text-box']);
    });

    it('keeps hidden text, says where it is, and counts it', async () => {
      const result = await read(paragraph(`${run('seen ')}${run('not seen', '<w:vanish/>')}`));
      expect(layer(result, 'hidden')).to.deep.equal([{ words: 'not seen' }]);
      expect(result.warnings).to.deep.equal([{ code: 'docx.hiddenText', count: 8 }]);
    });

    it('counts places in the composed text when accents come apart', async () => {
      const changed = (text: string) => `<w:ins w:id="1" w:author="A">${run(text)}</w:ins>`;
      const body = `${run('re\u0301sume\u0301 ')}${changed('cafe\u0301')}${run(' and ')}${changed('cafe')}${run('\u0301.')}`;
      const result = await read(paragraph(body));
      const text = result.segments[0]?.text ?? '';
      expect(text).to.equal(cleanText(text));
      expect(layer(result, 'changes').map(({ words }) => words)).to.deep.equal(['café', 'caf']);
    });
  });

  describe('tables', () => {
    it('writes a line a row, keeps places of merged cells, and flattens what is nested', async () => {
      const nested =
        table([
          ['e', 'f'],
          ['g', 'h'],
        ]) + paragraph('');
      const body = table([
        [
          ['a', '<w:vMerge w:val="restart"/>'],
          ['b', '<w:gridSpan w:val="2"/>'],
        ],
        [['<w:p/>', '<w:vMerge/>'], 'c', 'd'],
        [nested, `${paragraph('one')}${paragraph('two')}`, 'i'],
      ]);
      const result = await read(paragraph('Before') + body + paragraph('After'));
      expect(result.segments[0]?.text).to.equal('Before\n\na\tb\n\tc\td\ne f g h\tone two\ti\n\nAfter');
      expect(layer(result, 'marks')).to.deep.equal([{ kind: 'table', words: 'a\tb\n\tc\td\ne f g h\tone two\ti' }]);
    });

    it('marks heads that repeat, that are bold, and that stand above figures', async () => {
      const bold = (text: string) => paragraph(run(text, '<w:b/>'));
      const rows = [
        ['Year', 'Fee'],
        ['2023', '$ 5.00'],
        ['2024', '6'],
      ];
      const heads = async (body: string) =>
        layer(await read(body), 'marks')
          .filter(({ kind }) => kind === 'table-head')
          .map(({ words }) => words);
      expect(await heads(table(rows, ['<w:tblHeader/>', '<w:tblHeader/>']))).to.deep.equal(['Year\tFee\n2023\t$ 5.00']);
      expect(await heads(table(rows))).to.deep.equal(['Year\tFee']);
      expect(
        await heads(
          table([
            [bold('Name'), bold('Role')],
            ['A', 'B'],
          ]),
        ),
      ).to.deep.equal(['Name\tRole']);
      expect(
        await heads(
          table([
            ['Name', 'A'],
            ['Role', 'B'],
          ]),
        ),
      ).to.deep.equal([]);
      expect(
        await heads(
          table([
            [bold('Name:'), bold('Role:')],
            ['A', 'B'],
          ]),
        ),
      ).to.deep.equal([]);
    });

    it('takes a table of one column for a frame', async () => {
      const body = table([[`${paragraph('First.')}${table([['x', 'y']])}${paragraph('Second.')}`]]);
      expect(await textOf(body)).to.equal('First.\n\nx\ty\n\nSecond.');
    });

    it('reads the columns of a caption or a signature page one after the other', async () => {
      const lines = (...texts: string[]) => texts.map(text => paragraph(text)).join('');
      const parties = lines('JOHN DOE,', 'Plaintiff,', 'v.', 'ACME CORP.,', 'Defendant.');
      const body = table([[parties, lines(')', ')', ')', ')'), 'Case No. 1:24-cv-7']]);
      const expected = ['JOHN DOE,', 'Plaintiff,', 'v.', 'ACME CORP.,', 'Defendant.', ') ) ) )', 'Case No. 1:24-cv-7'];
      const result = await read(body);
      expect(result.segments[0]?.text.split('\n\n')).to.deep.equal(expected);
      expect(layer(result, 'marks')).to.deep.equal([]);
      // Of more rows, it is a table whose cells are long.
      const rows = await textOf(
        table([
          [lines('a', 'b', 'c', 'd'), 'e'],
          ['f', 'g'],
          ['h', 'i'],
        ]),
      );
      expect(rows).to.equal('a b c d\te\nf\tg\nh\ti');
    });

    it('cuts a long table between rows', async () => {
      const result = await read(table(Array.from({ length: 3_000 }, (_, at) => [`row ${at}`, 'x'.repeat(20)])));
      const marks = layer(result, 'marks');
      expect(marks.length).to.be.greaterThan(1);
      expect(marks.every(({ words }) => words.length < 40_000 && words.startsWith('row '))).to.equal(true);
      expect(marks.flatMap(({ words }) => words.split('\n'))).to.have.length(3_000);
    });
  });

  describe('beside the text', () => {
    it('keeps changes with author and date, and leaves the text as it is now', async () => {
      const by = 'w:author="Ann" w:date="2024-03-03T09:00:00Z"';
      const body = paragraph(
        run('Pay ') +
          `<w:del w:id="1" ${by}><w:r><w:delText>ten</w:delText></w:r><w:r><w:delText> days</w:delText></w:r></w:del>` +
          `<w:ins w:id="2" ${by}>${run('twenty')}<w:del w:id="3" w:author="Bob"><w:r><w:delText>x</w:delText></w:r></w:del>${run(' days')}</w:ins>` +
          `<w:moveFrom w:id="4" ${by}>${run('moved')}</w:moveFrom>${run(' to ')}<w:moveTo w:id="5" ${by}>${run('moved')}</w:moveTo>` +
          run('.', '<w:rPrChange w:id="6" w:author="Ann"><w:rPr><w:b/></w:rPr></w:rPrChange>'),
      );
      const result = await read(body);
      expect(result.segments[0]?.text).to.equal('Pay twenty days to moved.');
      const ann = { author: 'Ann', date: '2024-03-03T09:00:00Z' };
      expect(layer(result, 'changes')).to.deep.equal([
        { kind: 'deletion', ...ann, text: 'ten days', words: '' },
        { kind: 'insertion', ...ann, words: 'twenty days' },
        { kind: 'deletion', author: 'Bob', text: 'x', words: '' },
        { kind: 'move-from', ...ann, text: 'moved', words: '' },
        { kind: 'move-to', ...ann, words: 'moved' },
      ]);
      const { trackedChanges } = result.properties.docx as { trackedChanges: unknown };
      expect(trackedChanges).to.deep.equal({ insertions: 1, deletions: 2, moves: 1, formatting: 1, deletedNotes: 0 });
    });

    it('joins paragraphs whose mark is deleted and leaves deleted rows out', async () => {
      const gone = '<w:rPr><w:del w:id="1" w:author="A"/></w:rPr>';
      const body =
        paragraph('One ', gone) +
        paragraph('two.') +
        table(
          [
            ['a', 'b'],
            ['c', 'd'],
            ['e', 'f'],
          ],
          ['', '<w:del w:id="2" w:author="A"/>'],
        );
      const result = await read(body);
      expect(result.segments[0]?.text).to.equal('One two.\n\na\tb\ne\tf');
      expect(layer(result, 'changes').map(({ text }) => text)).to.deep.equal(['c', 'd']);
    });

    it('keeps comments on their words, with answers and whether they are settled', async () => {
      const comment = (id: number, author: string, text: string) =>
        `<w:comment w:id="${id}" w:author="${author}" w:initials="X"><w:p w14:paraId="0000000${id}"><w:r><w:t>${text}</w:t></w:r></w:p></w:comment>`;
      const body =
        paragraph(`${run('The ')}<w:commentRangeStart w:id="0"/><w:commentRangeStart w:id="1"/>${run('Term')}`) +
        paragraph(
          `${run('ends')}<w:commentRangeEnd w:id="0"/><w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="0"/></w:r>${run(' here')}`,
        ) +
        paragraph(`${run('x')}<w:r><w:commentReference w:id="2"/></w:r>`);
      const result = await read({
        body,
        comments: comment(0, 'Ann', 'Why?') + comment(1, 'Bob', 'Because.') + comment(2, 'Ann', 'Here.'),
        commentsExtended:
          '<w15:commentEx w15:paraId="00000000" w15:done="1"/><w15:commentEx w15:paraId="00000001" w15:paraIdParent="00000000" w15:done="0"/>',
      });
      expect(layer(result, 'comments')).to.deep.equal([
        { id: '0', author: 'Ann', initials: 'X', text: 'Why?', resolved: true, words: 'Term\n\nends' },
        { id: '1', author: 'Bob', initials: 'X', text: 'Because.', replyTo: '0', words: 'Term\n\nends' },
        { id: '2', author: 'Ann', initials: 'X', text: 'Here.', words: '' },
      ]);
      expect((result.properties.docx as { comments: number }).comments).to.equal(3);
    });

    it('numbers notes where the text refers to them and puts them after the body', async () => {
      const note = (id: number, text: string, more = '') =>
        `<w:footnote w:id="${id}" ${more}>${paragraph(text)}</w:footnote>`;
      const mark = (id: number, more = '') => `<w:r><w:footnoteReference w:id="${id}" ${more}/></w:r>`;
      const own = `${mark(9, 'w:customMarkFollows="1"')}${run('*')}`;
      const deleted = `<w:del w:id="1" w:author="A">${mark(3)}</w:del>`;
      const body = paragraph(`${run('564 F.3d 40')}${mark(7)}${run('. See')}${own}${deleted}${mark(5)}`);
      const footnotes = [
        note(-1, '', 'w:type="separator"'),
        note(3, 'Gone.'),
        note(5, 'Second.'),
        note(7, 'First.'),
        note(9, '* Own.'),
      ];
      const endnotes = `<w:endnote w:id="2">${paragraph('Last.')}</w:endnote>`;
      const result = await read({
        body: body + paragraph(`${run('End')}<w:r><w:endnoteReference w:id="2"/></w:r>`),
        footnotes: footnotes.join(''),
        endnotes,
      });
      expect(result.segments.map(({ text }) => text)).to.deep.equal([
        '564 F.3d 40[1]. See*[2]\n\nEnd[i]',
        '[1] First.\n\n* Own.\n\n[2] Second.\n\n[i] Last.',
      ]);
      const { footnotes: count, trackedChanges } = result.properties.docx as Record<string, unknown>;
      expect([count, trackedChanges]).to.deep.equal([
        3,
        { insertions: 0, deletions: 1, moves: 0, formatting: 0, deletedNotes: 1 },
      ]);
      expect(layer(result, 'noteReferences').map(({ words }) => words)).to.deep.equal(['[1]', '[2]', '[i]']);
      expect(layer(result, 'marks')[0]).to.deep.equal({ kind: 'note', label: '1', words: '[1] First.' });
    });

    it('keeps headers and footers apart, without page numbers and without the line numbers of pleading paper', async () => {
      const page = `<w:fldSimple w:instr=" PAGE ">${run('17')}</w:fldSimple>`;
      const numbers = Array.from({ length: 28 }, (_, at) => paragraph(String(at + 1))).join('');
      const header = paragraph(
        `${run('Case No. 1')}<w:r><w:pict><w:txbxContent>${numbers}</w:txbxContent></w:pict></w:r>`,
      );
      const result = await read({ body: paragraph('Body'), header, footer: paragraph(`${run('Page ')}${page}`) });
      expect(result.segments.map(({ text }) => text)).to.deep.equal(['Body', 'Case No. 1', 'Page']);
      expect(layer(result, 'marks').map(({ kind }) => kind)).to.deep.equal(['running-head', 'running-head']);
    });

    it('makes documents of embedded files and parts, and counts pictures as large as a page', async () => {
      const picture = (inches: number) =>
        `<w:r><w:drawing><wp:inline><wp:extent cx="${inches * 914400}" cy="${inches * 914400}"/><a:blip r:embed="x"/></wp:inline></w:drawing></w:r>`;
      const body = `${paragraph(`${run('See')}${picture(1)}${picture(6)}`)}<w:altChunk r:id="rId-aFChunk"/>`;
      const files = [
        { name: 'word/embeddings/book.xlsx', bytes: 'xlsx' },
        { name: 'word/part.html', bytes: '<html/>', type: 'aFChunk' },
      ];
      const bytes = await makeDocx({ body, files });
      const result = await readBytes(bytes);
      expect(
        result.children.map(({ partPath, fileName, path }) => [partPath, fileName, readFileSync(path ?? '', 'utf8')]),
      ).to.deep.equal([
        ['word/embeddings/book.xlsx', 'book.xlsx', 'xlsx'],
        ['word/part.html', 'part.html', '<html/>'],
      ]);
      expect(result.warnings).to.deep.equal([
        { code: 'docx.pictures', count: 1, missing: true },
        { code: 'docx.otherDocuments', count: 1, missing: true },
      ]);
      const codesOf = ({ children }: ReadDocument) => children.map(({ error }) => error?.code);
      expect(codesOf(await readBytes(bytes, {}, defaultLimits.maxDepth))).to.deep.equal(['L_TOO_DEEP', 'L_TOO_DEEP']);
      expect(codesOf(await readBytes(bytes, { maxFileBytes: 5 }))).to.deep.equal([undefined, 'L_FILE_TOO_LARGE']);
      const few = await readBytes(bytes, { maxChildren: 1 });
      expect(few.warnings.at(-1)).to.deep.equal({ code: 'children.tooMany', count: 1, missing: true });
    });

    it('does not repeat a comment or a label without end', async () => {
      const start = '<w:commentRangeStart w:id="1"/>';
      const end = '<w:commentRangeEnd w:id="1"/>';
      const comments = `<w:comment w:id="1">${paragraph(run('Why?'))}</w:comment>`;
      const said = await read({ body: paragraph(`${start}${run('one')}${end}`).repeat(3), comments });
      expect(layer(said, 'comments').map(({ words }) => words)).to.deep.equal(['one']);
      expect(said.properties.docx).to.include({ comments: 1 });
      const numbering = lists([['decimal', '%1'.repeat(50_000)]]);
      expect((await textOf({ body: paragraph('Text.', inList(1)), numbering })).length).to.be.below(1_100);
    });

    it('loses nothing but the file inside when that is beyond the bytes that are allowed', async () => {
      const files = [
        { name: 'word/embeddings/book.xlsx', bytes: randomBytes(64 * 1024).toString('hex') },
        { name: 'docProps/core.xml', bytes: '<x/>' },
      ];
      const core =
        '<Relationship Id="core" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>';
      const members = docxFiles({ body: paragraph(run('See')), files }).map(({ name, bytes }) =>
        name === '_rels/.rels'
          ? { name, bytes: String(bytes).replace('</Relationships>', `${core}</Relationships>`) }
          : { name, bytes },
      );
      const bytes = await zip(members);
      const { children, segments } = await readBytes(bytes, { maxTextBytes: 5 * 1024 });
      expect(segments.map(({ text }) => text)).to.deep.equal(['See']);
      expect(children.map(({ error }) => error?.code)).to.deep.equal(['S_QUARANTINED']);
    });

    it('names macros and never runs them', async () => {
      const mainType = 'application/vnd.ms-word.document.macroEnabled.main+xml';
      const files = [{ name: 'word/vbaProject.bin', bytes: 'x', type: 'vbaProject' }];
      expect((await read({ body: paragraph('x'), mainType, files })).warnings).to.deep.equal([{ code: 'docx.macros' }]);
    });
  });

  describe('what comes in', () => {
    it('reads strict documents, other prefixes and UTF-16', async () => {
      const members = docxFiles({ body: paragraph('Strict § text') });
      const strict = members.map(({ name, bytes }) => ({
        name,
        bytes: String(bytes)
          .replaceAll(
            'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
            'http://purl.oclc.org/ooxml/wordprocessingml/main',
          )
          .replaceAll(
            'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
            'http://purl.oclc.org/ooxml/officeDocument/relationships',
          )
          .replaceAll('<w:', '<x:')
          .replaceAll('</w:', '</x:')
          .replaceAll('xmlns:w=', 'xmlns:x='),
      }));
      const wide = strict.map(({ name, bytes }) => ({
        name,
        bytes:
          name === 'word/document.xml' ? Buffer.from(`\ufeff${bytes.replace('UTF-8', 'UTF-16')}`, 'utf16le') : bytes,
      }));
      expect((await readBytes(await zip(strict))).segments[0]?.text).to.equal('Strict § text');
      expect((await readBytes(await zip(wide))).segments[0]?.text).to.equal('Strict § text');
    });

    it('takes the kind of the main part from its extension where it has none of its own', async () => {
      const members = docxFiles({ body: paragraph('x') }).map(({ name, bytes }) => ({
        name,
        bytes: String(bytes)
          .replace(/<Override[^>]*>/, '')
          .replace(
            '"application/xml"',
            '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"',
          ),
      }));
      expect((await readBytes(await zip(members))).segments[0]?.text).to.equal('x');
    });

    it('reads members in any order, with slashes turned', async () => {
      const members = docxFiles({ body: paragraph('x'), footer: paragraph('foot') }).reverse();
      const bytes = await zip(members);
      // yazl refuses such names: both copies of each name are turned in the finished file, where they are stored as they are.
      const turned = Buffer.from(bytes.toString('latin1').replaceAll('word/footer.xml', 'word\\footer.xml'), 'latin1');
      const result = await readBytes(turned);
      expect(result.segments.map(({ text }) => text)).to.deep.equal(['x', 'foot']);
    });

    it('refuses what is no text document, is damaged or is an attack, each by its code', async () => {
      const members = docxFiles({ body: paragraph('Some words of the document') });
      const bytes = await zip(members);
      const without = (name: string) => zip(members.filter(member => member.name !== name));
      const main = (text: string) =>
        zip(members.map(member => (member.name === 'word/document.xml' ? { ...member, bytes: text } : member)));
      const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml';
      expect(await codeOf(readBytes(await makeDocx({ body: '', mainType: sheet })))).to.equal('I_UNSUPPORTED_TYPE');
      expect(await codeOf(readBytes(Buffer.from('PK\x03\x04 no zip')))).to.equal('I_DAMAGED');
      expect(await codeOf(readBytes(bytes.subarray(0, bytes.length / 2)))).to.equal('I_DAMAGED');
      expect(await codeOf(readBytes(await without('word/document.xml')))).to.equal('I_DAMAGED');
      expect(await codeOf(readBytes(await without('[Content_Types].xml')))).to.equal('I_DAMAGED');
      expect(await codeOf(readBytes(await main('<w:document><w:body>')))).to.equal('I_DAMAGED');
      expect(await codeOf(readBytes(await main('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')))).to.equal('S_QUARANTINED');
      expect(await codeOf(readBytes(await main('<a>'.repeat(5_000))))).to.equal('S_QUARANTINED');
      expect(await codeOf(readBytes(await zip([...members, ...members])))).to.equal('I_DAMAGED');
      expect(await codeOf(readBytes(await main(' '.repeat(40 * 1024 ** 2))))).to.equal('S_QUARANTINED');
      expect(await codeOf(readBytes(await zip(members), { maxTextBytes: 10_000 }))).to.equal('read');
      expect(await codeOf(readBytes(await zip(members), { maxTextBytes: 20 }))).to.be.oneOf([
        'L_TEXT_TOO_LARGE',
        'S_QUARANTINED',
      ]);
    });

    it('gives an empty document an empty text', async () => {
      expect((await read('<w:p/>')).segments.map(({ text }) => text)).to.deep.equal(['']);
    });

    it('cuts a long document at headings and blocks, and an endless paragraph at spaces', async () => {
      const styles = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>';
      const article = (at: number) => paragraph(`Article ${at}`, inStyle('H')) + paragraph('word '.repeat(2_500));
      const body = Array.from({ length: 10 }, (_, at) => article(at)).join('') + paragraph('word '.repeat(100_000));
      const { segments } = await read({ body, styles });
      expect(segments.length).to.be.greaterThan(4);
      expect(segments.every(({ text }) => text.length <= 250_000)).to.equal(true);
      expect(segments.slice(0, 4).every(({ text }) => text.startsWith('Article'))).to.equal(true);
      expect(
        segments
          .map(({ text }) => text)
          .join(' ')
          .match(/word/g),
      ).to.have.length(125_000);
    });
  });
});
