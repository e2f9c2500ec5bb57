/** Reads numbering.xml: the lists of a document and the levels they have. */
import type { Package } from './package.ts';
import type { Styles } from './styles.ts';
import { type Attributes, isOn, wholeNumber, type XmlHandler } from './xml.ts';

/** One level of a list, ISO/IEC 29500-1, 17.9. */
export interface Level {
  start: number;
  format: string;
  /** Of a custom format: its first numbers. */
  pattern?: string;
  /** `Section %1.%2`: each `%n` is the number of level n, counted from 1. */
  text: string;
  /** What follows the label. */
  suffix: 'tab' | 'space' | 'nothing';
  /** All numbers in digits. */
  legal: boolean;
  /** Starts again after this level (counted from 1) or one outside it; 0 is never; absent: after any level outside. */
  restart?: number;
  /** The paragraph style that stands for this level. */
  style?: string;
  hidden: boolean;
}

interface AbstractList {
  levels: Map<number, Level>;
  /** A numbering style that holds the levels instead. */
  link?: string;
}

/** A list that paragraphs name by `numId`. */
export interface List {
  /** Lists of one key count on together. */
  key: string;
  level(index: number): Level | undefined;
  /** The number this list begins with at a level, whatever was counted before. */
  startOverride(index: number): number | undefined;
  /** The level a paragraph style stands for. */
  levelOfStyle(styleId: string): number | undefined;
}

export type Numbering = (numId: string) => List | undefined;

interface ListEntry {
  abstractId: string;
  overrides: Map<number, { start?: number; level?: Level }>;
}

/** Reads the part; throws as {@link Package.read} does. */
export async function readNumbering(file: Package, part: string, styles: Styles): Promise<Numbering> {
  const abstracts = new Map<string, AbstractList>();
  const entries = new Map<string, ListEntry>();
  await file.read(part, numberingHandler(abstracts, entries));
  const lists = new Map<string, List | undefined>();
  return numId => {
    if (!lists.has(numId)) lists.set(numId, listOf(numId, abstracts, entries, styles));
    return lists.get(numId);
  };
}

function listOf(
  numId: string,
  abstracts: Map<string, AbstractList>,
  entries: Map<string, ListEntry>,
  styles: Styles,
): List | undefined {
  const entry = entries.get(numId);
  if (!entry) return undefined;
  let key = entry.abstractId;
  const link = abstracts.get(key)?.link;
  // A link leads to a numbering style, that to a list, that to the levels; there is no second link.
  if (link !== undefined) key = entries.get(styles.resolve(link).numId ?? '')?.abstractId ?? key;
  const levels = abstracts.get(key)?.levels ?? new Map<number, Level>();
  const { overrides } = entry;
  const level = (index: number) => overrides.get(index)?.level ?? levels.get(index);
  return {
    key,
    level,
    startOverride: index => overrides.get(index)?.start,
    levelOfStyle: styleId => [0, 1, 2, 3, 4, 5, 6, 7, 8].find(index => level(index)?.style === styleId),
  };
}

function numberingHandler(abstracts: Map<string, AbstractList>, entries: Map<string, ListEntry>): XmlHandler {
  let abstract: AbstractList | undefined;
  let entry: ListEntry | undefined;
  let override: { start?: number; level?: Level } | undefined;
  let level: Level | undefined;
  const openLevel = (index: number) => {
    level = { start: 0, format: 'decimal', text: '', suffix: 'tab', legal: false, hidden: false };
    if (override) override.level = level;
    else abstract?.levels.set(index, level);
  };
  const outer: Record<string, (attributes: Attributes, value: string) => void> = {
    'w:abstractNum': ({ 'w:abstractNumId': id = '' }) => {
      abstract = { levels: new Map() };
      abstracts.set(id, abstract);
    },
    'w:numStyleLink': (_, value) => {
      if (abstract) abstract.link = value;
    },
    'w:num': ({ 'w:numId': id = '' }) => {
      entry = { abstractId: '', overrides: new Map() };
      entries.set(id, entry);
    },
    'w:abstractNumId': (_, value) => {
      if (entry) entry.abstractId = value;
    },
    'w:lvlOverride': ({ 'w:ilvl': index }) => {
      override = {};
      entry?.overrides.set(wholeNumber(index) ?? 0, override);
    },
    'w:startOverride': (_, value) => {
      if (override) override.start = wholeNumber(value) ?? 0;
    },
    'w:lvl': ({ 'w:ilvl': index }) => openLevel(wholeNumber(index) ?? 0),
  };
  return {
    open(name, attributes) {
      const value = attributes['w:val'] ?? '';
      outer[name]?.(attributes, value);
      if (level) levelReaders[name]?.(level, attributes);
    },
    close(name) {
      if (name === 'w:lvl') level = undefined;
      else if (name === 'w:lvlOverride') override = undefined;
      else if (name === 'w:num') entry = undefined;
      else if (name === 'w:abstractNum') abstract = undefined;
    },
  };
}

/** Word takes 255 characters. Every paragraph of the level repeats the text: without a limit few bytes would fill the memory. */
const longestLevelText = 1_000;

const levelReaders: Record<string, (level: Level, attributes: Attributes) => void> = {
  'w:start': (level, { 'w:val': value }) => {
    level.start = wholeNumber(value) ?? 0;
  },
  // A newer format comes with an older one to fall back to, which stands second and does not count.
  'w:numFmt': (level, { 'w:val': format = 'decimal', 'w:format': pattern }) => {
    if (level.pattern !== undefined) return;
    level.format = format;
    if (pattern !== undefined) level.pattern = pattern;
  },
  'w:lvlText': (level, { 'w:val': text = '' }) => {
    level.text = text.slice(0, longestLevelText);
  },
  'w:suff': (level, { 'w:val': suffix }) => {
    level.suffix = suffix === 'space' || suffix === 'nothing' ? suffix : 'tab';
  },
  'w:isLgl': (level, attributes) => {
    level.legal = isOn(attributes);
  },
  'w:lvlRestart': (level, { 'w:val': value }) => {
    level.restart = wholeNumber(value) ?? 0;
  },
  'w:pStyle': (level, { 'w:val': style }) => {
    if (style) level.style = style;
  },
  'w:lvlPicBulletId': level => {
    level.format = 'bullet';
  },
  'w:vanish': (level, attributes) => {
    level.hidden = isOn(attributes);
  },
};
