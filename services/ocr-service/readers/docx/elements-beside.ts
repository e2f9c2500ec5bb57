/** What stands beside running text: tracked changes, comments, notes, boxes, pictures and objects. */
import type { ChangeKind } from './changes.ts';
import { type NoteKind, numberNote } from './findings.ts';
import type { Elements, Opener, Reading } from './reading.ts';
import { isOn, wholeNumber } from './xml.ts';

/** In properties these say that a mark, a row or a number was changed; elsewhere they enclose text. */
const properties = new Set(['w:rPr', 'w:trPr', 'w:tcPr', 'w:numPr']);

const kinds: Readonly<Record<string, ChangeKind>> = {
  'w:ins': 'insertion',
  'w:del': 'deletion',
  'w:moveTo': 'move-to',
  'w:moveFrom': 'move-from',
  'w:cellIns': 'insertion',
  'w:cellDel': 'deletion',
};

export function changeElements(reading: Reading): Elements {
  const { changes, findings } = reading;
  /** Changes that were opened by the properties of each open row and cell, and end with it. */
  const scopes: number[] = [];
  const openScope: Opener = () => void scopes.push(0);
  const closeScope = () => {
    for (let left = scopes.pop() ?? 0; left > 0; left--) changes.close();
  };
  const opener =
    (kind: ChangeKind): Opener =>
    (attributes, parent) => {
      if (parent === 'w:numPr') return;
      if (kind === 'insertion') findings.counts.insertions++;
      else if (kind === 'deletion') findings.counts.deletions++;
      else if (kind === 'move-to' && !properties.has(parent)) findings.counts.moves++;
      if (!properties.has(parent)) changes.open(kind, attributes);
      else if (kind === 'insertion' || kind === 'move-to') return;
      else if (parent === 'w:rPr') markGone();
      else if (scopes.length) {
        scopes.push((scopes.pop() ?? 0) + 1);
        changes.open(kind, attributes);
      }
    };
  const markGone = () => {
    const flow = reading.flow();
    if (flow && reading.path.at(-2) === 'w:pPr') flow.props.markGone = true;
  };
  const close = (parent: string) => {
    if (!properties.has(parent)) changes.close();
  };
  return {
    open: {
      ...Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, opener(kind)])),
      'w:tr': openScope,
      'w:tc': openScope,
    },
    close: {
      'w:ins': close,
      'w:del': close,
      'w:moveTo': close,
      'w:moveFrom': close,
      'w:tr': closeScope,
      'w:tc': closeScope,
    },
  };
}

export function noteElements(reading: Reading): Elements {
  const { findings } = reading;
  const ranges = new Set<string>();
  const reference =
    (kind: NoteKind): Opener =>
    ({ 'w:id': id = '', 'w:customMarkFollows': own = '0' }) => {
      // A note that was deleted with its mark takes no number, and its text is not read.
      if (reading.changes.gone()) {
        findings.counts.deletedNotes++;
        return;
      }
      const label = numberNote(findings, kind, id, isOn({ 'w:val': own }));
      if (label) reading.emit(`[${label}]`, [{ layer: 'notes', value: { kind, label } }]);
    };
  return {
    open: {
      'w:footnoteReference': reference('footnote'),
      'w:endnoteReference': reference('endnote'),
      'w:commentRangeStart': ({ 'w:id': id = '' }) => {
        ranges.add(id);
        reading.flow()?.point('comments', { id });
      },
      'w:commentRangeEnd': ({ 'w:id': id = '' }) => reading.flow()?.point('comment-end', { id }),
      // A comment on a range has its reference at the end of it; one on a place has nothing else.
      'w:commentReference': ({ 'w:id': id = '' }) => {
        if (ranges.has(id)) return;
        reading.flow()?.point('comments', { id });
        reading.flow()?.point('comment-end', { id });
      },
    },
    close: {},
  };
}

const emuPerInch = 914_400;
/** A picture this large, in square inches, may be a scanned page: something to read. */
const largePicture = 12;

export function pictureElements(reading: Reading): Elements {
  const { counts, altChunks } = reading.findings;
  let squareInches = 0;
  const picture: Opener = () => {
    // What stands for an object, and what is drawn for programs of before, is there once more.
    if (reading.path.includes('w:object') || reading.path.includes('mc:Fallback')) return;
    counts.pictures++;
    if (squareInches >= largePicture) counts.largePictures++;
  };
  const chart: Opener = () => void counts.charts++;
  return {
    open: {
      'wp:extent': ({ cx, cy }) => {
        squareInches = ((wholeNumber(cx) ?? 0) / emuPerInch) * ((wholeNumber(cy) ?? 0) / emuPerInch);
      },
      'v:shape': ({ style = '' }) => {
        squareInches = inches(style, 'width') * inches(style, 'height');
      },
      'a:blip': picture,
      'v:imagedata': picture,
      // Words drawn as a picture: the DRAFT across a page.
      'v:textpath': ({ string = '' }) => reading.emit(string),
      'c:chart': chart,
      'dgm:relIds': chart,
      'o:OLEObject': () => void counts.objects++,
      'w:altChunk': ({ 'r:id': id = '' }) => void altChunks.push(id),
      'w:subDoc': () => void counts.subDocuments++,
    },
    close: {},
  };
}

/** A length of a VML style: `width:468pt`. */
function inches(style: string, name: string): number {
  const [, size, unit] = new RegExp(`(?:^|;)\\s*${name}:([\\d.]{1,9})(pt|in)`).exec(style) ?? [];
  return unit === undefined ? 0 : Number(size) / (unit === 'pt' ? 72 : 1);
}
