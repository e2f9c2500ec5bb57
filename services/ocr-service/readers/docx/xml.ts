/** Reads the XML of a package as a stream of elements, under short names that do not depend on the writer's prefixes. */
import { SaxesParser } from 'saxes';
import { PipelineError } from '../../../../shared/errors.ts';

/** By short name: `w:val`. Attributes without a name space have no prefix. */
export type Attributes = Readonly<Record<string, string>>;

/** What a reader of a part is told, in document order. Names are short: `w:p`, `r:id`. */
export interface XmlHandler {
  open(name: string, attributes: Attributes): void;
  close(name: string): void;
  text?(text: string): void;
}

/** Of ISO/IEC 29500: transitional name spaces as Word writes them, and the strict ones. */
const prefixes: Readonly<Record<string, string>> = {
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main': 'w',
  'http://purl.oclc.org/ooxml/wordprocessingml/main': 'w',
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships': 'r',
  'http://purl.oclc.org/ooxml/officeDocument/relationships': 'r',
  'http://schemas.openxmlformats.org/officeDocument/2006/math': 'm',
  'http://purl.oclc.org/ooxml/officeDocument/math': 'm',
  'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing': 'wp',
  'http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing': 'wp',
  'http://schemas.openxmlformats.org/drawingml/2006/main': 'a',
  'http://purl.oclc.org/ooxml/drawingml/main': 'a',
  'http://schemas.openxmlformats.org/drawingml/2006/chart': 'c',
  'http://purl.oclc.org/ooxml/drawingml/chart': 'c',
  'http://schemas.openxmlformats.org/drawingml/2006/diagram': 'dgm',
  'http://purl.oclc.org/ooxml/drawingml/diagram': 'dgm',
  'http://schemas.openxmlformats.org/markup-compatibility/2006': 'mc',
  'urn:schemas-microsoft-com:vml': 'v',
  'urn:schemas-microsoft-com:office:office': 'o',
  'http://schemas.microsoft.com/office/word/2010/wordml': 'w14',
  'http://schemas.microsoft.com/office/word/2012/wordml': 'w15',
  'http://schemas.openxmlformats.org/package/2006/relationships': 'rel',
  'http://schemas.openxmlformats.org/package/2006/content-types': 'ct',
  'http://schemas.openxmlformats.org/package/2006/metadata/core-properties': 'cp',
  'http://schemas.openxmlformats.org/officeDocument/2006/extended-properties': 'ep',
  'http://purl.oclc.org/ooxml/officeDocument/extendedProperties': 'ep',
  'http://purl.org/dc/elements/1.1/': 'dc',
  'http://purl.org/dc/terms/': 'dcterms',
};

/** Word nests some ten elements per table within a table; no writer comes near this. */
const deepest = 1_000;
/** No single text, tag or comment of a document is longer, in characters. */
const longestToken = 64 * 1024 ** 2;

/**
 * Feeds the bytes of an XML part to a handler. Throws `S_QUARANTINED` for a document type declaration (no Office file has one;
 * entities are an attack), a nesting beyond reason or an endless token, and an error of saxes for what is not well-formed.
 */
export async function readXml(pieces: AsyncIterable<Buffer>, handler: XmlHandler): Promise<void> {
  let sinceEvent = 0;
  const parser = createParser(handler, () => {
    sinceEvent = 0;
  });
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const piece of pieces) {
    decoder ??= new TextDecoder(encodingOf(piece), { fatal: true });
    const text = decoder.decode(piece, { stream: true });
    sinceEvent += text.length;
    if (sinceEvent > longestToken) throw new PipelineError('S_QUARANTINED', 'a part holds a token without end');
    parser.write(text);
  }
  parser.write(decoder?.decode() ?? '').close();
}

function createParser(handler: XmlHandler, onEvent: () => void) {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const names: string[] = [];
  parser.on('doctype', () => {
    throw new PipelineError('S_QUARANTINED', 'a part declares a document type');
  });
  parser.on('opentag', tag => {
    onEvent();
    if (names.length >= deepest) throw new PipelineError('S_QUARANTINED', `elements are nested ${deepest} deep`);
    const attributes: Record<string, string> = {};
    for (const { uri, local, name, value } of Object.values(tag.attributes))
      attributes[uri ? shortName(uri, local) : name] = value;
    const name = shortName(tag.uri, tag.local);
    names.push(name);
    handler.open(name, attributes);
  });
  parser.on('closetag', () => {
    onEvent();
    handler.close(names.pop() ?? '');
  });
  const text = (value: string) => {
    onEvent();
    handler.text?.(value);
  };
  parser.on('text', text);
  parser.on('cdata', text);
  return parser;
}

/** Elements of other name spaces keep their local name, behind a prefix that none of ours has. */
const shortName = (uri: string, local: string): string => `${prefixes[uri] ?? 'x'}:${local}`;

/** Open Packaging Conventions: parts are in UTF-8 or UTF-16. */
function encodingOf(start: Buffer): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : 'utf-8';
}

/** Reads a switch such as `w:b`: on unless its value says otherwise. */
export const isOn = (attributes: Attributes): boolean =>
  !['0', 'false', 'off', 'none'].includes(attributes['w:val'] ?? '1');

/** Reads a whole number; undefined for anything else. */
export function wholeNumber(value: string | undefined): number | undefined {
  return value !== undefined && /^-?\d{1,9}$/.test(value) ? Number(value) : undefined;
}
