/** Reads the running text of a part - body, notes, comments, margins - in one pass over its XML. */
import type { Block } from './block.ts';
import { fieldElements, paragraphElements, runElements, tableElements } from './elements.ts';
import { changeElements, noteElements, pictureElements } from './elements-beside.ts';
import type { Findings } from './findings.ts';
import type { Package } from './package.ts';
import { createReading, type Elements, type Reading, type StoryKind } from './reading.ts';
import { mapSymbols } from './symbols.ts';
import type { Attributes, XmlHandler } from './xml.ts';

/** A note, a comment, or the one story of the body or a margin. */
export interface Story {
  /** Of the element around it: `w:id`, `w:author`. */
  attributes: Attributes;
  blocks: Block[];
  /** `w14:paraId` of its last paragraph, by which comments are answered. */
  lastParagraph: string | undefined;
}

export interface StoryPart {
  stories: Story[];
  /** Boxes beside the text, each its blocks. */
  boxes: Block[][];
}

/** Elements that enclose a story. */
const enclosing = new Set(['w:body', 'w:hdr', 'w:ftr', 'w:footnote', 'w:endnote', 'w:comment']);

/** Former formats: counted, not read. */
const formerFormats = /^w:(?:pPr|rPr|sectPr|tblPr|tblPrEx|tblGrid|tcPr|trPr|numbering)Change$/;

/** Settings of controls, deleted instructions, properties of formulas: nothing of it is text. */
const skipped = new Set(['w:sdtPr', 'w:sdtEndPr', 'w:delInstrText', 'm:ctrlPr']);

/** Reads a part. Throws as {@link Package.read} does, and `L_TEXT_TOO_LARGE`. */
export async function readStories(
  file: Package,
  part: string,
  findings: Findings,
  kind: StoryKind,
): Promise<StoryPart> {
  const found: StoryPart = { stories: [], boxes: [] };
  const reading = createReading(findings, kind);
  await file.read(part, storyHandler(reading, [...elementsOf(reading), storyElements(reading, found)]));
  return found;
}

const elementsOf = (reading: Reading): Elements[] => [
  // Changes of a row end with it, but after the row has been put together.
  ...[paragraphElements, runElements, fieldElements, tableElements, changeElements].map(elements => elements(reading)),
  ...[noteElements, pictureElements].map(elements => elements(reading)),
];

function storyElements(reading: Reading, found: StoryPart): Elements {
  const open: Elements['open'] = {};
  const close: Elements['close'] = {};
  let story: Story = { attributes: {}, blocks: [], lastParagraph: undefined };
  for (const name of enclosing) {
    open[name] = attributes => {
      story = { attributes, blocks: [], lastParagraph: undefined };
      reading.openFlow(reading.kind !== 'body');
    };
    close[name] = () => {
      story.blocks = endFlow(reading);
      found.stories.push(story);
    };
  }
  open['w:p'] = ({ 'w14:paraId': id }) => {
    story.lastParagraph = id;
  };
  open['w:txbxContent'] = () => reading.openFlow(true);
  close['w:txbxContent'] = () => void found.boxes.push(endFlow(reading));
  return { open, close };
}

function endFlow(reading: Reading): Block[] {
  const flow = reading.closeFlow();
  reading.findings.counts.unnumberedFields += flow?.fields.unnumbered ?? 0;
  return flow?.end() ?? [];
}

function storyHandler(reading: Reading, elements: readonly Elements[]): XmlHandler {
  const openers = merge(elements.map(({ open }) => open));
  const closers = merge(elements.map(({ close }) => close));
  const { path, findings } = reading;
  const isUnread = createAlternatives(reading);
  let skipping = 0;
  return {
    open(name, attributes) {
      if (formerFormats.test(name) && !skipping) findings.counts.formatting++;
      if (skipping || skipped.has(name) || formerFormats.test(name) || isUnread(name, attributes)) {
        skipping++;
        return;
      }
      const parent = path.at(-1) ?? '';
      for (const opener of openers.get(name) ?? []) opener(attributes, parent);
      path.push(name);
    },
    close(name) {
      if (skipping) {
        skipping--;
        return;
      }
      path.pop();
      const parent = path.at(-1) ?? '';
      for (const closer of closers.get(name) ?? []) closer(parent);
    },
    text: value => !skipping && readText(reading, value),
  };
}

function merge<T>(tables: readonly Record<string, T>[]): Map<string, T[]> {
  const merged = new Map<string, T[]>();
  for (const table of tables) {
    for (const [name, reader] of Object.entries(table)) merged.set(name, [...(merged.get(name) ?? []), reader]);
  }
  return merged;
}

/**
 * The same content for newer and older programs: the first form that holds text is read. Also skips the lines that separate
 * notes from the text.
 */
function createAlternatives(reading: Reading): (name: string, attributes: Attributes) => boolean {
  /** Characters that had been met when each open choice between forms began. */
  const metBefore: { path: number; met: number }[] = [];
  return (name, attributes) => {
    while ((metBefore.at(-1)?.path ?? -1) > reading.path.length) metBefore.pop();
    if (name === 'mc:AlternateContent') metBefore.push({ path: reading.path.length + 1, met: reading.met });
    if (name === 'mc:Choice' || name === 'mc:Fallback') return reading.met > (metBefore.at(-1)?.met ?? reading.met);
    return (name === 'w:footnote' || name === 'w:endnote') && /eparator|Notice/.test(attributes['w:type'] ?? '');
  };
}

function readText(reading: Reading, value: string): void {
  const name = reading.path.at(-1);
  if (name === 'w:instrText') reading.flow()?.fields.instruction(value);
  // Line ends in the XML are the writer's, not the author's.
  else if (name === 'w:t' || name === 'm:t' || name === 'a:t' || (name === 'w:delText' && reading.changes.gone()))
    reading.emit(mapSymbols(value.replace(/[\t\n\r]/g, ' '), reading.run.font));
}
