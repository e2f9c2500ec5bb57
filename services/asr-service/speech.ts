/** Decides from frames of voice activity where speech is, and what is sent to an engine at once. Pure. */

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

/** What one request transcribes. */
export interface Window {
  /** What of the recording is sent: the speech, and up to a second of what is around it. */
  sound: Span;
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
/** What is sent around it. */
const around = frames(1_000);

/** Pauses that are so much quieter than the speech around them are pauses, though the detector still hears a voice: noise. */
const quieter = 27;
/** A longer stretch is somebody who speaks from far away. */
const longestQuiet = frames(2_000);
const second = frames(1_000);

/** Frames with a voice, without those of quiet pauses, which the sound of a window takes in all the same. */
function activeFrames({ voice, levels }: Frames): Uint8Array {
  const loudest = Array.from({ length: Math.ceil(levels.length / second) }, (_, block) =>
    levels.subarray(block * second, (block + 1) * second).reduce((most, level) => Math.max(most, level), 0),
  );
  const isPause = (at: number): boolean => {
    const block = Math.floor(at / second);
    const around = Math.max(...loudest.slice(Math.max(0, block - 3), block + 4));
    return voice[at] === 0 || (levels[at] as number) <= around - quieter;
  };
  const active = voice.slice();
  for (let from = 0; from < voice.length; from++) {
    if (!isPause(from)) continue;
    let to = from + 1;
    while (to < voice.length && isPause(to)) to++;
    const isWithin = from > 0 && to < voice.length;
    if (isWithin && to - from >= shortestBreak && to - from <= longestQuiet) active.fill(0, from, to);
    from = to;
  }
  return active;
}

/** Speech as runs of frames [from, to), with margins, none longer than a window. */
function runsOf({ voice, levels }: Frames): Span[] {
  const active = activeFrames({ voice, levels });
  const runs: Span[] = [];
  for (let at = 0; at < voice.length; at++) {
    if (active[at] === 0) continue;
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
    // The rest is a window as well: it is not to be a scrap of a word.
    const end = Math.min(start + longestWindow, to - (longestWindow >> 2));
    for (let at = start + (longestWindow >> 1); at < end; at++) {
      // Breath and plosives have a low level; a frame without a voice is better still.
      const loudness = (levels[at] as number) + 20 * (voice[at] as number);
      if (loudness <= least) [cut, least] = [at, loudness];
    }
    pieces.push([start, cut]);
    start = cut;
  }
  return [...pieces, [start, to]];
}

/** A pause, margins taken off, that lets a window end: a sentence does, and often somebody else goes on. */
const pause = frames(600);
/** Too little for an engine to go by: more is taken in, over a longer pause. */
const shortWindow = frames(3_000);
const longestPause = frames(3_000);

/** A second on each side, but no more than half of the way to the next window, or to the end. */
function soundOf(edges: Span[], index: number, end: number): Span {
  const [from, to] = edges[index] as Span;
  const before = edges[index - 1]?.[1];
  const after = edges[index + 1]?.[0];
  const start = Math.max(0, from - around, before === undefined ? 0 : (before + from) >> 1);
  const stop = Math.min(end, to + around, after === undefined ? end : (to + after) >> 1);
  return [start * frameMs, stop * frameMs];
}

/** Windows in order: they hold all speech, and each has at most 28 seconds of it with its pauses. */
export function findWindows(heard: Frames): Window[] {
  const groups: Span[][] = [];
  for (const run of runsOf(heard)) {
    const group = groups.at(-1);
    const [start, end] = [group?.[0]?.[0] ?? 0, group?.at(-1)?.[1] ?? 0];
    const allowed = end - start < shortWindow ? longestPause : pause;
    if (group && run[0] - end < allowed && run[1] - start <= longestWindow) group.push(run);
    else groups.push([run]);
  }
  const edges = groups.map((group): Span => [group[0]?.[0] ?? 0, group.at(-1)?.[1] ?? 0]);
  return groups.map((group, index) => ({
    sound: soundOf(edges, index, heard.voice.length),
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
