/** Decides from frames of voice activity where speech is, what is sent to an engine at once, and what makes one part. Pure. */

/** Length of a frame: the longest that the voice detector takes. */
export const frameMs = 30;

/** What was heard, frame by frame. */
export interface Frames {
  /** 0: no voice; 1: a voice, by the lax detector; 2: by the strict one as well. */
  voice: Uint8Array;
  /** Level in decibels above -100 dBFS. */
  levels: Uint8Array;
}

/** Milliseconds from the start of the recording. */
export type Span = [fromMs: number, toMs: number];

/** What one request transcribes: from the start of its first span of speech to the end of its last. */
export interface Window {
  speech: Span[];
  /** There is so much speech in it, and so clear, that no words for it are a failure. */
  isClear: boolean;
}

export const fromMs = ({ speech }: Window): number => speech[0]?.[0] ?? 0;
export const toMs = ({ speech }: Window): number => speech.at(-1)?.[1] ?? 0;

const frames = (ms: number): number => Math.round(ms / frameMs);

/** Shorter breaks are within words or between two of them (a plosive closes for 100 ms). */
const shortestBreak = frames(300);
/** Shorter sounds are clicks. */
const shortestSpeech = frames(90);
/** The detector is late by some frames; first and last consonants are soft. */
const margin = frames(150);
/** Whisper and its relatives hear 30 seconds at a time; what is longer they cut themselves, at no matter what word. */
const longestWindow = frames(28_000);

/** Speech as runs of frames [from, to), with margins, none longer than a window. */
function runsOf({ voice, levels }: Frames): Span[] {
  const runs: Span[] = [];
  for (let at = 0; at < voice.length; at++) {
    if (voice[at] === 0) continue;
    const last = runs.at(-1);
    if (last && at - last[1] < shortestBreak) last[1] = at + 1;
    else {
      if (last && last[1] - last[0] < shortestSpeech) runs.pop();
      runs.push([at, at + 1]);
    }
  }
  const last = runs.at(-1);
  if (last && last[1] - last[0] < shortestSpeech) runs.pop();
  const wide = runs.map(([from, to], index): Span => {
    const before = runs[index - 1]?.[1] ?? 0;
    const after = runs[index + 1]?.[0] ?? voice.length;
    return [
      Math.max(from - margin, Math.ceil((before + from) / 2), 0),
      Math.min(to + margin, Math.floor((to + after) / 2), voice.length),
    ];
  });
  // The first and the last have no neighbour to share a break with.
  if (wide[0] && runs[0]) wide[0][0] = Math.max(0, runs[0][0] - margin);
  const [end, run] = [wide.at(-1), runs.at(-1)];
  if (end && run) end[1] = Math.min(voice.length, run[1] + margin);
  return wide.flatMap(span => cutLong(span, { voice, levels }));
}

/** Cuts what is longer than a window where it is quietest, in the second half of what fits. */
function cutLong([from, to]: Span, { voice, levels }: Frames): Span[] {
  const pieces: Span[] = [];
  let start = from;
  while (to - start > longestWindow) {
    let cut = start + longestWindow;
    let least = Number.POSITIVE_INFINITY;
    for (let at = start + (longestWindow >> 1); at < start + longestWindow; at++) {
      // Breath and plosives have a low level; a frame without a voice is better still.
      const loudness = (levels[at] as number) + 20 * (voice[at] as number);
      if (loudness <= least) [cut, least] = [at, loudness];
    }
    pieces.push([start, cut]);
    start = cut;
  }
  return [...pieces, [start, to]];
}

/** A pause that lets a window end: often somebody else goes on. */
const pause = frames(1_000);
/** Too little for an engine to go by: more is taken in, over a longer pause. */
const shortWindow = frames(5_000);
const longestPause = frames(5_000);

/** Windows in order: they hold all speech, and each at most 28 seconds. */
export function findWindows(heard: Frames): Window[] {
  const groups: Span[][] = [];
  for (const run of runsOf(heard)) {
    const group = groups.at(-1);
    const [start, end] = [group?.[0]?.[0] ?? 0, group?.at(-1)?.[1] ?? 0];
    const allowed = end - start < shortWindow ? longestPause : pause;
    if (group && run[0] - end < allowed && run[1] - start <= longestWindow) group.push(run);
    else groups.push([run]);
  }
  return groups.map(group => ({
    speech: group.map(([from, to]): Span => [from * frameMs, to * frameMs]),
    isClear: isClear(group, heard),
  }));
}

/** Enough frames that the strict detector takes for a voice, */
const clearFrames = frames(1_000);
/** and a level that rises and falls as that of speech does: a tone or an engine keeps its own. */
const clearRange = 8;

function isClear(group: Span[], { voice, levels }: Frames): boolean {
  const voiced = group.flatMap(([from, to]) => [...levels.subarray(from, to)].filter((_, i) => voice[from + i] === 2));
  if (voiced.length < clearFrames) return false;
  voiced.sort((a, b) => a - b);
  const at = (share: number) => voiced[Math.floor(share * (voiced.length - 1))] as number;
  return at(0.9) - at(0.1) >= clearRange;
}

/** A part is to take a minute or two of an engine, and little to repeat. */
const longestStretchMs = 300_000;

/** Windows of one part each: at most five minutes from the first word to the last. */
export function groupStretches(windows: Window[]): Window[][] {
  const stretches: Window[][] = [];
  for (const window of windows) {
    const stretch = stretches.at(-1);
    const first = stretch?.[0];
    if (stretch && first && toMs(window) - fromMs(first) <= longestStretchMs) stretch.push(window);
    else stretches.push([window]);
  }
  return stretches;
}

/** Windows as the input of a part: `1200-5400,6000-9000! 12000-13500`; `!` marks the clear ones. */
export const writeWindows = (windows: Window[]): string =>
  windows
    .map(({ speech, isClear: clear }) => speech.map(span => span.join('-')).join(',') + (clear ? '!' : ''))
    .join(' ');

export const readWindows = (written: string): Window[] =>
  written.split(' ').map(window => ({
    speech: window
      .replace('!', '')
      .split(',')
      .map((span): Span => {
        const [from, to] = span.split('-').map(Number);
        return [from ?? 0, to ?? 0];
      }),
    isClear: window.endsWith('!'),
  }));
