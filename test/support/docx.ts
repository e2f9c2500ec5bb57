/** Makes DOCX files part by part, for what no sample holds. */
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const wordTypes = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
const declared = [
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
  `xmlns:r="${office}"`,
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
  'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'xmlns:v="urn:schemas-microsoft-com:vml"',
  'xmlns:o="urn:schemas-microsoft-com:office:office"',
  'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
  'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"',
  'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"',
].join(' ');

/** Inner XML of the parts, by kind of relationship; what is absent is not in the file. */
export interface DocxParts {
  body: string;
  styles?: string;
  numbering?: string;
  settings?: string;
  footnotes?: string;
  endnotes?: string;
  comments?: string;
  commentsExtended?: string;
  header?: string;
  footer?: string;
  /** Content type of the main part. */
  mainType?: string;
  /** More files, by name, and the relationships `rId-<type>` that lead to them. */
  files?: { name: string; bytes: Buffer | string; type?: string }[];
}

/** The root element of each part. */
const roots: Record<string, string> = {
  styles: 'w:styles',
  numbering: 'w:numbering',
  settings: 'w:settings',
  footnotes: 'w:footnotes',
  endnotes: 'w:endnotes',
  comments: 'w:comments',
  commentsExtended: 'w15:commentsEx',
  header: 'w:hdr',
  footer: 'w:ftr',
};

const xml = (root: string, inner: string): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><${root} ${declared}>${inner}</${root}>`;

/** The members of a package, in the order Word writes them. */
export function docxFiles({ body, mainType = `${wordTypes}.document.main+xml`, files = [], ...parts }: DocxParts) {
  const named = Object.entries(parts).filter(([, inner]) => inner !== undefined);
  const members = [
    ...named.map(([type, inner]) => ({ name: `word/${type}.xml`, bytes: xml(roots[type] ?? type, inner), type })),
    ...files,
  ];
  const relationships = members.flatMap(({ name, type }) =>
    type ? `<Relationship Id="rId-${type}" Type="${office}/${type}" Target="/${name}"/>` : [],
  );
  const list = (inner: string) =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`;
  return [
    {
      name: '[Content_Types].xml',
      bytes:
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>' +
        `<Override PartName="/word/document.xml" ContentType="${mainType}"/></Types>`,
    },
    {
      name: '_rels/.rels',
      bytes: list(`<Relationship Id="r1" Type="${office}/officeDocument" Target="word/document.xml"/>`),
    },
    { name: 'word/document.xml', bytes: xml('w:document', `<w:body>${body}</w:body>`) },
    { name: 'word/_rels/document.xml.rels', bytes: list(relationships.join('')) },
    ...members.map(({ name, bytes }) => ({ name, bytes })),
  ];
}

export const makeDocx = (parts: DocxParts): Promise<Buffer> => zip(docxFiles(parts));

/** Packs members in the order given. */
export async function zip(members: { name: string; bytes: Buffer | string }[]): Promise<Buffer> {
  const file = new ZipFile();
  for (const { name, bytes } of members) file.addBuffer(Buffer.from(bytes as string), name, { mtime: new Date(0) });
  file.end();
  return buffer(file.outputStream);
}

/** A run. */
export const run = (text: string, properties = ''): string =>
  `<w:r>${properties && `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;

/** A paragraph; `content` is text if it holds no tag. */
export const paragraph = (content: string, properties = ''): string =>
  `<w:p>${properties && `<w:pPr>${properties}</w:pPr>`}${content.includes('<') || !content ? content : run(content)}</w:p>`;

export const inStyle = (id: string): string => `<w:pStyle w:val="${id}"/>`;

export const inList = (numId: number, level = 0): string =>
  `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${numId}"/></w:numPr>`;

/** One level of a list: its format, its text and what else is said of it. */
export type LevelSpec = [format: string, text: string, more?: string];

/** Lists numbered 1, 2, ... each with its levels. */
export const lists = (...all: LevelSpec[][]): string =>
  all
    .map((levels, list) => {
      const inner = levels.map(
        ([format, text, more = ''], level) =>
          `<w:lvl w:ilvl="${level}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`,
      );
      return `<w:abstractNum w:abstractNumId="${list}">${inner.join('')}</w:abstractNum>`;
    })
    .join('') +
  all.map((_, list) => `<w:num w:numId="${list + 1}"><w:abstractNumId w:val="${list}"/></w:num>`).join('');

const cell = (content: string, properties = ''): string =>
  `<w:tc>${properties && `<w:tcPr>${properties}</w:tcPr>`}${content.startsWith('<') ? content : paragraph(content)}</w:tc>`;

/** A table of cells, each text or XML; an array gives a cell properties as well. */
export const table = (
  rows: (string | [content: string, properties: string])[][],
  rowProperties: string[] = [],
): string => {
  const columns = Math.max(...rows.map(row => row.length));
  const body = rows.map((row, at) => {
    const cells = row.map(item => (typeof item === 'string' ? cell(item) : cell(...item)));
    return `<w:tr>${rowProperties[at] ? `<w:trPr>${rowProperties[at]}</w:trPr>` : ''}${cells.join('')}</w:tr>`;
  });
  return `<w:tbl><w:tblGrid>${'<w:gridCol/>'.repeat(columns)}</w:tblGrid>${body.join('')}</w:tbl>`;
};
