/** Sets the caption of a court paper: parties on the left, court and number on the right. */
import type { Caption } from './block.ts';
import { type Line, type PlacedText, setLines } from './line.ts';
import { fontName, type Look } from './look.ts';
import { type DrawnRule, emptyRow, joinLines, moved, type Row, type Setter, textWidth } from './row.ts';

const gap = 14;
const tab = 30;

/**
 * The caption as one row. Its text is the left column, then the right one; the column of `)` is an ornament and not part
 * of it.
 */
export function setCaption(block: Caption, setter: Setter): Row {
  const { look } = setter;
  const half = textWidth(look) / 2;
  const left = setColumn(block.left, half - gap, setter);
  const right = setColumn(block.right, half - gap, setter);
  const count = Math.max(left.length, right.length) + 1;
  // The right column stands at half height, beside the "v."
  const top = Math.max(0, Math.floor((left.length - right.length) / 2));
  return {
    ...emptyRow,
    before: 14,
    height: count * look.tightLeading + 10,
    items: [
      ...placeColumn(left, 0, 0, look),
      ...placeColumn(right, half + gap, top, look),
      ...(block.divider === 'parens' ? parens(half - gap, count, look) : []),
    ],
    rules: block.divider === 'rule' ? corner(half - gap / 2, count * look.tightLeading) : [],
    text: [joinLines(left), joinLines(right)].join('\n'),
    glue: '\n\n',
  };
}

const setColumn = (texts: string[], width: number, setter: Setter): Line[] =>
  texts.flatMap(text => {
    const first = tab * (/^\t*/.exec(text)?.[0].length ?? 0);
    return setLines(text.trimStart(), { ...setter, size: setter.look.size, align: 'left', width, first });
  });

const placeColumn = (column: Line[], x: number, from: number, look: Look): PlacedText[] =>
  column.flatMap((line, index) => moved(line.items, x, (from + index) * look.tightLeading));

const parens = (x: number, count: number, look: Look): PlacedText[] =>
  Array.from({ length: count }, (_, index) => ({
    text: ')',
    x,
    y: index * look.tightLeading,
    font: fontName(look.family),
    size: look.size,
    underline: false,
    wordSpacing: 0,
  }));

/** A rule right of the parties and one below them. */
const corner = (x: number, y: number): DrawnRule[] => [
  { x1: x, y1: -2, x2: x, y2: y },
  { x1: 0, y1: y, x2: x, y2: y },
];
