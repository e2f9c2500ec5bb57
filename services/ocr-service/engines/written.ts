/** Holds what a model wrote for a page against the page: empty, far too short, invented and looping readings are refused. */
import { PipelineError } from '../../../shared/errors.ts';
import { isLoop } from '../../../shared/text/loop.ts';
import { countUnreadCells, type InkMap } from '../unread-ink.ts';
import type { Recognized } from './engine.ts';
import { linesOfMarkdown } from './markdown.ts';

/**
 * Print of 10 to 12 points has two to three cells of ink (1/12 inch square) a character, a title page of 24 points some eight:
 * beyond this, four fifths of a usual page were left out. Small pages with a seal or a drawing are let through.
 */
const mostCellsPerCharacter = 12;
const leastCells = 300;
/** The smallest print has one and a half characters to a cell. */
const mostCharactersPerCell = 3;
/** Faint print and single lines make no cells that count. */
const freeCharacters = 200;
/** Below this a row of like words may well be a form. */
const fewestLoopWords = 20;

/** The reading as lines without places. Throws `X_ENGINE_ANSWER` for one that cannot be that of this picture. */
export function readingOfMarkdown(
  markdown: string,
  ink: InkMap,
  engine: string,
): Pick<Recognized, 'lines' | 'turn' | 'isUnplaced'> {
  const lines = linesOfMarkdown(markdown);
  const words = lines.flatMap(line => line.words.map(word => word.text));
  const characters = words.reduce((sum, word) => sum + word.length, 0);
  const cells = countUnreadCells(ink, []);
  const refuse = (why: string) =>
    new PipelineError('X_ENGINE_ANSWER', `the reading of the page is not accepted: ${why}`, { engine });
  if (characters === 0) throw refuse('nothing, for a page with ink');
  if (words.length >= fewestLoopWords && isLoop(words.join(' '))) throw refuse('it goes round in a circle');
  if (characters > freeCharacters + mostCharactersPerCell * cells)
    throw refuse(`${characters} characters, too many for its ink`);
  if (cells >= leastCells && characters * mostCellsPerCharacter < cells)
    throw refuse(`${characters} characters, too few for its ink`);
  return { lines, turn: 0, isUnplaced: true };
}
