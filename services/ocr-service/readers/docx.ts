/**
 * Reads DOCX and its relatives with macros and templates. The words are those a reader sees with all changes accepted; what was
 * deleted, commented or hidden stands beside them. Macros are never run. See decision 0015.
 */
import type { Warning } from '../../../queues/stage.ts';
import { PipelineError } from '../../../shared/errors.ts';
import { segmentSeparator } from '../../../shared/text/clean.ts';
import type { LooseSegment } from '../assemble.ts';
import type { DocumentReader, DocumentTask, ReadDocument } from './document.ts';
import { type Block, joinBlocks, markBlock, prefixBlock } from './docx/block.ts';
import { type Comment, readComments } from './docx/comments.ts';
import { type DocumentInfo, readInfo, readNoteFormats, usualNoteFormats } from './docx/document-parts.ts';
import { createFindings, type Findings, type NoteKind } from './docx/findings.ts';
import { extractInside } from './docx/inside.ts';
import { readNumbering } from './docx/numbering.ts';
import { openPackage, type Package } from './docx/package.ts';
import { type Relationship, readContentTypes, readRelationships } from './docx/relationships.ts';
import { toSegments } from './docx/segments.ts';
import { readStories } from './docx/story.ts';
import { noStyles, readStyles } from './docx/styles.ts';

/** XML around text takes three to ten times its bytes; twenty times and more is no document. */
const bytesPerTextByte = 20;

/** Reads a document whole. Throws `I_DAMAGED`, `I_PASSWORD`, `I_UNSUPPORTED_TYPE`, `L_TEXT_TOO_LARGE`, `S_QUARANTINED`. */
export const readDocx: DocumentReader = async task => {
  const file = await openPackage(task.path, { maxBytes: bytesPerTextByte * task.limits.maxTextBytes });
  try {
    return await readPackage(file, task);
  } finally {
    file.close();
  }
};

interface Parts {
  main: string;
  /** Parts that the main part refers to, by kind of relationship. */
  of(type: string): string[];
  byId: ReadonlyMap<string, Relationship>;
  info: string[];
  hasMacros: boolean;
}

async function readPackage(file: Package, task: DocumentTask): Promise<ReadDocument> {
  const parts = await findParts(file);
  const findings = await prepare(file, parts, task);
  const body = await readStories(file, parts.main, findings, 'body');
  const notes = [
    ...(await readNotes(file, parts, findings, 'footnote')),
    ...(await readNotes(file, parts, findings, 'endnote')),
  ];
  const [commentPart] = parts.of('comments');
  const comments: Map<string, Comment> = commentPart
    ? await readComments(file, commentPart, parts.of('commentsExtended')[0], findings)
    : new Map();
  const commentCount = comments.size;
  const margins = await readMargins(file, parts, findings);
  const boxes = body.boxes.map(blocks => joinBlocks(blocks, segmentSeparator)).filter(box => box.text);
  const blocks = body.stories.flatMap(story => story.blocks);
  const segments = [
    ...toSegments(blocks, comments),
    ...toSegments(notes, comments),
    ...toSegments(
      boxes.map(box => markBlock(box, { kind: 'text-box' })),
      comments,
    ),
    ...margins.flatMap(margin => toSegments([margin], comments)),
  ];
  const info: DocumentInfo = {};
  for (const part of parts.info) await readInfo(file, part, info);
  // Last: what lies inside may use up the bytes that are allowed, and then only it is lost.
  const altChunks = findings.altChunks.flatMap(id => parts.byId.get(id)?.target ?? []);
  const inside = await extractInside(file, task, altChunks);
  return {
    segments: segments.length ? segments : [blank],
    properties: { docx: { ...info, ...countsOf(findings, segments, blocks.length, commentCount) } },
    warnings: [...warningsOf(findings, parts), ...inside.warnings],
    children: inside.children,
    engine: 'docx',
  };
}

const blank: LooseSegment = { kind: 'section', text: '', engine: 'docx', model: null, properties: {} };

async function findParts(file: Package): Promise<Parts> {
  const typeOf = await readContentTypes(file);
  const root = await readRelationships(file, '');
  const main = root.find(({ type }) => type === 'officeDocument')?.target;
  if (main === undefined) throw new PipelineError('I_DAMAGED', 'the package has no main part');
  const mainType = typeOf(main) ?? '';
  if (!/wordprocessingml|ms-word/i.test(mainType)) {
    throw new PipelineError('I_UNSUPPORTED_TYPE', 'the main part of the package is not a text document');
  }
  const relationships = await readRelationships(file, main);
  const internal = relationships.filter(({ external, target }) => !external && file.has(target));
  const of = (type: string) => internal.filter(found => found.type === type).map(({ target }) => target);
  const info = root
    .filter(
      ({ type, target }) =>
        /^(?:core-properties|extended-properties|extendedProperties)$/.test(type) && file.has(target),
    )
    .map(({ target }) => target);
  const hasMacros = /macroEnabled/i.test(mainType) || of('vbaProject').length > 0;
  return { main, of, byId: new Map(internal.map(found => [found.id, found])), info, hasMacros };
}

async function prepare(file: Package, parts: Parts, { limits }: DocumentTask): Promise<Findings> {
  const [stylePart] = parts.of('styles');
  const [numberingPart] = parts.of('numbering');
  const [settingsPart] = parts.of('settings');
  const styles = stylePart ? await readStyles(file, stylePart) : noStyles;
  const numbering = numberingPart ? await readNumbering(file, numberingPart, styles) : () => undefined;
  const noteFormats = settingsPart ? await readNoteFormats(file, settingsPart) : usualNoteFormats();
  return createFindings(styles, numbering, noteFormats, limits.maxTextBytes);
}

/** The notes that the text refers to, in its order; each begins with the label that stands in the text. */
async function readNotes(file: Package, parts: Parts, findings: Findings, kind: NoteKind): Promise<Block[]> {
  const [part] = parts.of(`${kind}s`);
  if (!part || !findings.notes[kind].size) return [];
  const { stories, boxes } = await readStories(file, part, findings, 'aside');
  const byId = new Map(stories.map(story => [story.attributes['w:id'] ?? '', story.blocks]));
  const notes: Block[] = [];
  for (const [id, label] of findings.notes[kind]) {
    const note = joinBlocks(byId.get(id) ?? [], segmentSeparator);
    if (!note.text) continue;
    notes.push(markBlock(label ? prefixBlock(note, `[${label}] `) : note, { kind: 'note', ...(label && { label }) }));
  }
  return [...notes, ...boxes.flat().map(box => markBlock(box, { kind: 'text-box' }))];
}

/** Headers and footers, each wording once. */
async function readMargins(file: Package, parts: Parts, findings: Findings): Promise<Block[]> {
  const margins = new Map<string, Block>();
  for (const part of new Set([...parts.of('header'), ...parts.of('footer')])) {
    const { stories, boxes } = await readStories(file, part, findings, 'margin');
    const blocks = [...stories.flatMap(story => story.blocks), ...boxes.flatMap(withoutLineNumbers)];
    const margin = joinBlocks(blocks, '\n');
    if (margin.text && !margins.has(margin.text)) margins.set(margin.text, markBlock(margin, { kind: 'running-head' }));
  }
  return [...margins.values()];
}

/** Pleading paper has its line numbers in a box of the header. */
const withoutLineNumbers = (box: Block[]): Block[] =>
  box.length >= 10 && box.every(({ text }) => /^[\d\s]{1,200}$/.test(text)) ? [] : box;

function countsOf(
  { counts, notes }: Findings,
  segments: readonly LooseSegment[],
  paragraphs: number,
  comments: number,
) {
  const { insertions, deletions, moves, formatting, deletedNotes, headings, tables, pictures, objects } = counts;
  return {
    words: segments.reduce((sum, { text }) => sum + (text.match(/\S+/g)?.length ?? 0), 0),
    ...{ paragraphs, headings, tables, pictures, objects, comments },
    footnotes: notes.footnote.size,
    endnotes: notes.endnote.size,
    trackedChanges: { insertions, deletions, moves, formatting, deletedNotes },
  };
}

/** What is in the file and not, or not for sure, in the text. */
function warningsOf({ counts, altChunks }: Findings, { hasMacros }: Parts): Warning[] {
  const warning = (code: string, count: number, missing = false): Warning[] =>
    count ? [{ code, count, ...(missing && { missing }) }] : [];
  return [
    ...(hasMacros ? [{ code: 'docx.macros' }] : []),
    ...warning('docx.pictures', counts.largePictures, true),
    ...warning('docx.charts', counts.charts, true),
    ...warning('docx.otherDocuments', altChunks.length + counts.subDocuments, true),
    ...warning('docx.unstoredNumbers', counts.unnumberedFields),
    ...warning('docx.unknownSymbols', counts.unknownSymbols),
    ...warning('docx.hiddenText', counts.hiddenCharacters),
  ];
}
