/** Sets a paper on pages with the standard fonts. */
import type { Block } from './block.ts';
import { createMeasure, type Look } from './look.ts';
import { type SetPage, setPages } from './paginate.ts';

const measure = createMeasure();

/** The pages of a paper. */
export const setPaper = (paper: { look: Look; blocks: Block[] }): SetPage[] =>
  setPages(paper.blocks, { look: paper.look, measure });
