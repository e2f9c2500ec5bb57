/** Reads the small parts of a document: its properties and its settings. */
import { cleanText } from '../../../../shared/text/clean.ts';
import type { NoteFormat, NoteKind } from './findings.ts';
import type { Package } from './package.ts';
import { type Attributes, wholeNumber } from './xml.ts';

/** What the file says of itself. Privileged, as all of it is. */
export interface DocumentInfo {
  title?: string;
  subject?: string;
  creator?: string;
  lastModifiedBy?: string;
  created?: string;
  modified?: string;
  revision?: string;
  application?: string;
  company?: string;
}

const infoNames: Readonly<Record<string, keyof DocumentInfo>> = {
  'dc:title': 'title',
  'dc:subject': 'subject',
  'dc:creator': 'creator',
  'cp:lastModifiedBy': 'lastModifiedBy',
  'dcterms:created': 'created',
  'dcterms:modified': 'modified',
  'cp:revision': 'revision',
  'ep:Application': 'application',
  'ep:Company': 'company',
};

/** A title is not longer, in characters; what is gets cut. */
const longestInfo = 1_000;

/** Reads `docProps/core.xml` or `app.xml`, wherever they are. */
export async function readInfo(file: Package, part: string, info: DocumentInfo): Promise<void> {
  let name: keyof DocumentInfo | undefined;
  await file.read(part, {
    open: element => {
      name = infoNames[element];
    },
    close: () => {
      name = undefined;
    },
    text(value) {
      const text = cleanText(value).trim().slice(0, longestInfo).toWellFormed();
      if (name && text) info[name] = text;
    },
  });
}

/** How notes are numbered unless the settings say otherwise: ISO/IEC 29500-1, 17.11.17 and what Word does for endnotes. */
export const usualNoteFormats = (): Record<NoteKind, NoteFormat> => ({
  footnote: { format: 'decimal', start: 1 },
  endnote: { format: 'lowerRoman', start: 1 },
});

/** Reads from the settings how notes are numbered in the whole document. */
export async function readNoteFormats(file: Package, part: string): Promise<Record<NoteKind, NoteFormat>> {
  const formats = usualNoteFormats();
  let kind: NoteKind | undefined;
  const readers: Record<string, (attributes: Attributes) => void> = {
    'w:footnotePr': () => {
      kind = 'footnote';
    },
    'w:endnotePr': () => {
      kind = 'endnote';
    },
    'w:numFmt': ({ 'w:val': format }) => {
      if (kind && format) formats[kind].format = format;
    },
    'w:numStart': ({ 'w:val': start }) => {
      if (kind) formats[kind].start = wholeNumber(start) ?? 1;
    },
  };
  await file.read(part, {
    open: (name, attributes) => readers[name]?.(attributes),
    close(name) {
      if (name === 'w:footnotePr' || name === 'w:endnotePr') kind = undefined;
    },
  });
  return formats;
}
