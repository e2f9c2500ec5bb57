/** Tells which elements of a mail's HTML no reader sees. */
import type { DomNode } from 'html-to-text';

const nothing = /^0(?:\.0+)?(?:px|pt|em|rem|%)?$/;

/** `display: none` and its likes in a `style` attribute, the attribute `hidden`, and text of no size. */
export function isHidden(elem: DomNode): boolean {
  const { style, hidden } = elem.attribs ?? {};
  if (hidden !== undefined) return true;
  if (!style) return false;
  const styles = stylesOf(style);
  const value = (name: string) => styles.get(name) ?? '';
  return (
    value('display') === 'none' ||
    value('visibility') === 'hidden' ||
    value('mso-hide') === 'all' ||
    // Layout tables set the type to nothing and restore it in their cells: only leaves of text are judged by it.
    (nothing.test(value('font-size')) && !restoresSize(elem)) ||
    nothing.test(value('opacity')) ||
    ((nothing.test(value('max-height')) || nothing.test(value('height'))) && value('overflow') === 'hidden')
  );
}

const restoresSize = ({ children = [] }: DomNode): boolean => children.some(({ type }) => type === 'tag');

function stylesOf(style: string): Map<string, string> {
  const pairs = style
    .slice(0, 10_000)
    .split(';')
    .map(declaration => {
      const colon = declaration.indexOf(':');
      const value = declaration.slice(colon + 1).replace(/!\s*important/i, '');
      return [declaration.slice(0, Math.max(0, colon)).trim().toLowerCase(), value.trim().toLowerCase()] as const;
    });
  return new Map(pairs);
}
