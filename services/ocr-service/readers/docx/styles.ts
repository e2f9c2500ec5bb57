/** Reads styles.xml and answers what a style means once everything it is based on is taken in. */
import type { Package } from './package.ts';
import { isOn, wholeNumber, type XmlHandler } from './xml.ts';

/** What matters of a style here; absent is inherited. */
export interface StyleFields {
  /** Of `w:outlineLvl`: 0 is the outermost heading, 9 is body text. */
  outline?: number;
  /** `0` takes numbering away. */
  numId?: string;
  level?: number;
  bold?: boolean;
  hidden?: boolean;
}

export interface Style extends StyleFields {
  id: string;
  name: string;
  type: string;
  basedOn?: string;
}

export interface Styles {
  /** A style with all it inherits; `chain` are the ids from itself to its root. Of an unknown id: nothing. */
  resolve(id: string | undefined): StyleFields & { chain: readonly string[]; name: string };
  /** The style of paragraphs that name none. */
  defaultParagraph: string | undefined;
}

export const noStyles: Styles = { resolve: () => ({ chain: [], name: '' }), defaultParagraph: undefined };

/** Reads the part; throws as {@link Package.read} does. */
export async function readStyles(file: Package, part: string): Promise<Styles> {
  const styles = new Map<string, Style>();
  const defaults: { paragraph?: string } = {};
  await file.read(part, styleHandler(styles, defaults));
  const resolved = new Map<string, ReturnType<Styles['resolve']>>();
  return {
    resolve(id) {
      if (id === undefined) return noStyles.resolve(id);
      const known = resolved.get(id) ?? inherit(styles, id);
      resolved.set(id, known);
      return known;
    },
    defaultParagraph: defaults.paragraph,
  };
}

function styleHandler(styles: Map<string, Style>, defaults: { paragraph?: string }): XmlHandler {
  let style: Style | undefined;
  /** Within conditional formats of tables and former formats the same elements mean something else. */
  let aside = 0;
  const readers: Record<string, (style: Style, attributes: Readonly<Record<string, string>>) => void> = {
    'w:name': (of, { 'w:val': name = '' }) => {
      of.name ||= name;
    },
    'w:basedOn': (of, { 'w:val': id }) => {
      if (id) of.basedOn = id;
    },
    'w:outlineLvl': (of, { 'w:val': value }) => {
      of.outline = wholeNumber(value) ?? 9;
    },
    'w:numId': (of, { 'w:val': id = '0' }) => {
      of.numId = id;
    },
    'w:ilvl': (of, { 'w:val': value }) => {
      of.level = wholeNumber(value) ?? 0;
    },
    'w:b': (of, attributes) => {
      of.bold = isOn(attributes);
    },
    'w:vanish': (of, attributes) => {
      of.hidden = isOn(attributes);
    },
  };
  return {
    open(name, attributes) {
      if (isAside(name)) aside++;
      if (aside) return;
      if (name === 'w:style') {
        const { 'w:styleId': id = '', 'w:type': type = 'paragraph', 'w:default': isDefault = '0' } = attributes;
        style = { id, type, name: '' };
        styles.set(id, style);
        if (type === 'paragraph' && isOn({ 'w:val': isDefault })) defaults.paragraph ??= id;
      } else if (style) readers[name]?.(style, attributes);
    },
    close(name) {
      if (isAside(name)) aside--;
      else if (name === 'w:style') style = undefined;
    },
  };
}

const isAside = (name: string): boolean => name === 'w:tblStylePr' || name === 'w:rPrChange' || name === 'w:pPrChange';

/** From the style to its root; a circle ends where it would begin again. */
function inherit(styles: Map<string, Style>, id: string): ReturnType<Styles['resolve']> {
  const chain: string[] = [];
  const fields: StyleFields = {};
  for (let style = styles.get(id); style && !chain.includes(style.id); style = styles.get(style.basedOn ?? '')) {
    chain.push(style.id);
    const { outline, numId, level, bold, hidden } = style;
    fields.outline ??= outline ?? headingOutline(style.name);
    fields.numId ??= numId;
    fields.level ??= level;
    fields.bold ??= bold;
    fields.hidden ??= hidden;
    if (chain.length > longestChain) break;
  }
  return { ...fields, chain, name: styles.get(id)?.name ?? '' };
}

const longestChain = 50;

/** The built-in headings are known by name in every language version; some writers leave their outline level out. */
function headingOutline(name: string): number | undefined {
  const digit = /^heading ([1-9])$/i.exec(name)?.[1];
  return digit === undefined ? undefined : Number(digit) - 1;
}
