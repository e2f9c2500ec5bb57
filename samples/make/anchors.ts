/** Where the questions of a deposition stand, by page and line as a lawyer cites them. Pure. */
import type { TruthFile } from '../truth.ts';
import type { SetPage } from './paginate.ts';

type Anchor = TruthFile['anchors'][number];

const question = /^\s*Q\.\s+(\S.*)$/;

/** Of a text file: pages are headed `Page 3`, lines begin with their number. */
export function anchorsOfText(text: string): Anchor[] {
  let page = 0;
  return text.split('\n').flatMap(line => {
    page = Number(/^\s*Page (\d+)$/.exec(line)?.[1] ?? page);
    const [, number, rest = ''] = /^\s*(\d+) (.*)$/.exec(line) ?? [];
    const said = question.exec(rest)?.[1];
    return said ? [{ page, line: Number(number), text: said }] : [];
  });
}

/** Of set pages with numbered lines: the page is the number at its foot. */
export const anchorsOfPages = (pages: SetPage[]): Anchor[] =>
  pages.flatMap(({ look, items, heads }) =>
    items.flatMap(({ text, y }) => {
      const said = question.exec(text)?.[1];
      const line = Math.round((y - look.top) / look.leading) + 1;
      return said ? [{ page: Number(heads.at(-1)), line, text: said }] : [];
    }),
  );
