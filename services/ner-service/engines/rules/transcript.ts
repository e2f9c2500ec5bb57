/** Takes the line numbers of transcripts and pleading paper out of the way of names that go on over a line. */

const numberedLine = /^([^\S\n]{0,8})(\d{1,2})(?=[^\S\n]{2,}\S|[^\S\n]*$)/gm;
/** Fewer numbers in a row than this may be a list. */
const leastRun = 5;

/** The text with blanks for the numbers of numbered lines, offsets unchanged; the text itself where lines have none. */
export function withoutLineNumbers(text: string): string {
  const numbers = [...text.matchAll(numberedLine)].map(match => Number(match[2]));
  const inOrder = numbers.filter((number, at) => at > 0 && number === (numbers[at - 1] as number) + 1).length;
  if (inOrder < leastRun) return text;
  return text.replace(numberedLine, (_, indent: string, number: string) => indent + ' '.repeat(number.length));
}
