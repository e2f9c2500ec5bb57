/** What all parts of one document share while they are read: lists, styles, the running numbers of notes, and what was met. */
import { PipelineError } from '../../../../shared/errors.ts';
import { createLabels, type Labels } from './labels.ts';
import { formatNumber } from './number-format.ts';
import type { Numbering } from './numbering.ts';
import type { Styles } from './styles.ts';

export type NoteKind = 'footnote' | 'endnote';

/** How the notes of a kind are numbered. */
export interface NoteFormat {
  format: string;
  start: number;
}

export interface Findings {
  styles: Styles;
  /** Lists count in the body and apart from it in notes, boxes and margins. */
  labels: Labels;
  labelsAside: Labels;
  counts: Counts;
  /** By kind, the labels of the notes that the text refers to, by id, in order. An empty label: the text has a mark of its own. */
  notes: Record<NoteKind, Map<string, string>>;
  noteNumbers: Record<NoteKind, number>;
  noteFormats: Record<NoteKind, NoteFormat>;
  /** Relationship ids of parts that stand in the text and are documents of their own. */
  altChunks: string[];
  /** Counts characters against the limit. Throws `L_TEXT_TOO_LARGE`. */
  spend(characters: number): void;
}

export interface Counts {
  insertions: number;
  deletions: number;
  moves: number;
  formatting: number;
  /** Notes whose mark is deleted: their text is nowhere. */
  deletedNotes: number;
  headings: number;
  tables: number;
  pictures: number;
  largePictures: number;
  charts: number;
  objects: number;
  subDocuments: number;
  hiddenCharacters: number;
  unnumberedFields: number;
  unknownSymbols: number;
}

const noCounts: Counts = {
  insertions: 0,
  deletions: 0,
  moves: 0,
  formatting: 0,
  deletedNotes: 0,
  headings: 0,
  tables: 0,
  pictures: 0,
  largePictures: 0,
  charts: 0,
  objects: 0,
  subDocuments: 0,
  hiddenCharacters: 0,
  unnumberedFields: 0,
  unknownSymbols: 0,
};

export function createFindings(
  styles: Styles,
  numbering: Numbering,
  noteFormats: Findings['noteFormats'],
  maxCharacters: number,
): Findings {
  let spent = 0;
  return {
    styles,
    labels: createLabels(numbering, styles),
    labelsAside: createLabels(numbering, styles),
    counts: { ...noCounts },
    notes: { footnote: new Map(), endnote: new Map() },
    noteNumbers: { footnote: noteFormats.footnote.start, endnote: noteFormats.endnote.start },
    noteFormats,
    altChunks: [],
    spend(characters) {
      spent += characters;
      if (spent > maxCharacters) {
        throw new PipelineError('L_TEXT_TOO_LARGE', `more than ${maxCharacters} bytes of text`);
      }
    },
  };
}

/** The label of a note that the text refers to; notes with a mark of their own are not counted. */
export function numberNote(findings: Findings, kind: NoteKind, id: string, ownMark: boolean): string {
  const labels = findings.notes[kind];
  let label = labels.get(id);
  if (label === undefined) {
    label = ownMark ? '' : formatNumber(findings.noteNumbers[kind]++, findings.noteFormats[kind].format);
    labels.set(id, label);
  }
  return label;
}
