/** Cuts a long text into windows that a model can see at once, and tells which of them decides about a token. */

/** Tokens from `from` to before `to`. */
export interface Window {
  from: number;
  to: number;
}

/**
 * Windows over `count` tokens, of at most `most` tokens, each sharing at least `overlap` with the next; as few as can be, and
 * of one length, since the time a window takes grows faster than its length. `most` is more than `overlap`.
 */
export function windowsOf(count: number, most: number, overlap: number): Window[] {
  if (count === 0) return [];
  const windows = Math.max(1, Math.ceil((count - overlap) / (most - overlap)));
  const length = Math.min(count, Math.ceil((count + (windows - 1) * overlap) / windows));
  return Array.from({ length: windows }, (_, at) => {
    const from = Math.min(at * (length - overlap), count - length);
    return { from, to: from + length };
  });
}

/**
 * One answer per token from the answers of each window. Where windows overlap, the one decides in which the token lies deeper -
 * has more of the text on the side where it has least -, of two alike the first. An end of the text is no edge: there is no more.
 */
export function joinWindows<T>(windows: readonly Window[], answers: readonly (readonly T[])[], count: number): T[] {
  const joined: T[] = [];
  let at = 0;
  for (let token = 0; token < count; token++) {
    while (windows[at + 1] && isDeeper(token, windows[at + 1] as Window, windows[at] as Window, count)) at++;
    joined.push((answers[at] as readonly T[])[token - (windows[at] as Window).from] as T);
  }
  return joined;
}

const isDeeper = (token: number, one: Window, other: Window, count: number): boolean =>
  depth(token, one, count) > depth(token, other, count);

function depth(token: number, { from, to }: Window, count: number): number {
  const left = from === 0 ? count : token - from;
  const right = to === count ? count : to - 1 - token;
  return Math.min(left, right);
}
