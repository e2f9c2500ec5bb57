/** Writes DOCX files with numbered clauses, tracked changes, comments, footnotes and text boxes, the same bytes every time. */
import type { Buffer } from 'node:buffer';
import {
  contentTypes,
  declaration,
  documentRelations,
  headerRelation,
  namespaces,
  numbering,
  packageRelations,
  styles,
} from './docx-parts.ts';
import type { Reviewer, Run, WordBlock } from './word-block.ts';
import { encodeZip } from './zip.ts';

/** What a DOCX carries beside its blocks. */
export interface DocxOptions {
  title: string;
  author: string;
  /** ISO date the file carries as the time it was made. */
  made: string;
  /** The line at the top of every page. */
  header: string;
}

/** What is gathered while the body is written: parts that stand beside it, and the next free id of a change. */
interface Gathered {
  notes: string[];
  comments: string[];
  changes: number;
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const textRun = (text: string, tag = 'w:t'): string => {
  const lines = text.split('\n').map(line => `<${tag} xml:space="preserve">${escapeXml(line)}</${tag}>`);
  return `<w:r>${lines.join('<w:br/>')}</w:r>`;
};

const paragraph = (content: string, properties = ''): string =>
  `<w:p>${properties && `<w:pPr>${properties}</w:pPr>`}${content}</w:p>`;

const by = ({ author, date }: Reviewer): string => `w:author="${escapeXml(author)}" w:date="${date}"`;

function writeRun(run: Run, gathered: Gathered): string {
  if (typeof run === 'string') return textRun(run);
  if ('insert' in run) return `<w:ins w:id="${gathered.changes++}" ${by(run.by)}>${textRun(run.insert)}</w:ins>`;
  if ('delete' in run)
    return `<w:del w:id="${gathered.changes++}" ${by(run.by)}>${textRun(run.delete, 'w:delText')}</w:del>`;
  if ('note' in run) {
    const id = gathered.notes.push(run.note);
    return `<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="${id}"/></w:r>`;
  }
  const id = gathered.comments.length;
  gathered.comments.push(
    `<w:comment w:id="${id}" ${by(run.by)}>${paragraph(textRun(run.remark), '<w:pStyle w:val="Normal"/>')}</w:comment>`,
  );
  return `<w:commentRangeStart w:id="${id}"/>${textRun(run.on)}<w:commentRangeEnd w:id="${id}"/><w:r><w:commentReference w:id="${id}"/></w:r>`;
}

const writeTable = (rows: string[][]): string =>
  `<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr><w:tblGrid>${'<w:gridCol w:w="2000"/>'.repeat(rows[0]?.length ?? 0)}</w:tblGrid>${rows
    .map(
      (row, index) =>
        `<w:tr>${index === 0 ? '<w:trPr><w:tblHeader/></w:trPr>' : ''}${row.map(cell => `<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>${paragraph(textRun(cell))}</w:tc>`).join('')}</w:tr>`,
    )
    .join('')}</w:tbl>`;

/** As Word writes one: the shape, and once more in the old notation for readers that do not know shapes. It is one box. */
function writeBox(text: string): string {
  const inside = `<w:txbxContent>${paragraph(textRun(text))}</w:txbxContent>`;
  const size = '<wp:extent cx="2400000" cy="480000"/><wp:docPr id="1" name="Text Box 1"/>';
  const shape = `<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>${inside}</wps:txbx><wps:bodyPr/></wps:wsp>`;
  const drawing = `<w:drawing><wp:inline>${size}<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">${shape}</a:graphicData></a:graphic></wp:inline></w:drawing>`;
  const old = `<w:pict><v:rect style="width:189pt;height:38pt"><v:textbox>${inside}</v:textbox></v:rect></w:pict>`;
  return paragraph(
    `<w:r><mc:AlternateContent><mc:Choice Requires="wps">${drawing}</mc:Choice><mc:Fallback>${old}</mc:Fallback></mc:AlternateContent></w:r>`,
  );
}

function writeBlock(block: WordBlock, gathered: Gathered): string {
  switch (block.kind) {
    case 'title':
      return paragraph(textRun(block.text), '<w:pStyle w:val="Title"/>');
    case 'heading':
      return paragraph(textRun(block.text), '<w:pStyle w:val="Heading1"/>');
    case 'table':
      return writeTable(block.rows);
    case 'box':
      return writeBox(block.text);
    case 'clause':
    case 'text': {
      const runs = block.runs.map(run => writeRun(run, gathered)).join('');
      const number = `<w:numPr><w:ilvl w:val="${block.kind === 'clause' ? block.level : 0}"/><w:numId w:val="1"/></w:numPr>`;
      return paragraph(runs, block.kind === 'clause' ? number : '');
    }
  }
}

const writeNotes = (notes: string[]): string =>
  `${declaration}<w:footnotes ${namespaces}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>${notes
    .map(
      (note, index) =>
        `<w:footnote w:id="${index + 1}">${paragraph(`<w:r><w:footnoteRef/></w:r>${textRun(` ${note}`)}`, '<w:pStyle w:val="FootnoteText"/>')}</w:footnote>`,
    )
    .join('')}</w:footnotes>`;

const coreProperties = ({ title, author, made }: DocxOptions): string =>
  `${declaration}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeXml(title)}</dc:title><dc:creator>${escapeXml(author)}</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">${made}T12:00:00Z</dcterms:created></cp:coreProperties>`;

/** A DOCX of these blocks on US letter. */
export function encodeDocx(blocks: WordBlock[], options: DocxOptions): Buffer {
  const gathered: Gathered = { notes: [], comments: [], changes: 1 };
  const body = blocks.map(block => writeBlock(block, gathered)).join('');
  const section = `<w:sectPr><w:headerReference w:type="default" r:id="${headerRelation}"/><w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>`;
  return encodeZip({
    '[Content_Types].xml': contentTypes,
    '_rels/.rels': packageRelations,
    'docProps/core.xml': coreProperties(options),
    'word/document.xml': `${declaration}<w:document ${namespaces}><w:body>${body}${section}</w:body></w:document>`,
    'word/_rels/document.xml.rels': documentRelations,
    'word/styles.xml': styles,
    'word/numbering.xml': numbering,
    'word/footnotes.xml': writeNotes(gathered.notes),
    'word/comments.xml': `${declaration}<w:comments ${namespaces}>${gathered.comments.join('')}</w:comments>`,
    'word/header.xml': `${declaration}<w:hdr ${namespaces}>${paragraph(textRun(options.header))}</w:hdr>`,
  });
}
