/** Writes utterances as subtitles: SubRip, and WebVTT (W3C). */

export const transcriptFormats = ['json', 'srt', 'vtt'] as const;
export type TranscriptFormat = (typeof transcriptFormats)[number];

/** What is said, or why nothing is known of it. Times in milliseconds from the start of the recording. */
export interface Cue {
  text: string;
  startMs: number;
  endMs: number;
  errorCode?: string | null;
}

export interface SubtitleWriter {
  head: string;
  /** The cue with this number, counted from 1. */
  cue(cue: Cue, number: number): string;
}

/** Speech without words keeps its place, with its code in brackets: a gap would look like silence. */
const wordsOf = ({ text, errorCode }: Cue): string => (errorCode ? `[not transcribed: ${errorCode}]` : text);

/** `00:01:02,345`; WebVTT has a full stop. */
function clock(ms: number, point: ',' | '.'): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const fraction = String(ms % 1_000).padStart(3, '0');
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1_000) % 60)}${point}${fraction}`;
}

const times = ({ startMs, endMs }: Cue, point: ',' | '.'): string =>
  `${clock(startMs, point)} --> ${clock(Math.max(endMs, startMs + 1), point)}`;

/** Neither format allows a blank line within a cue, or its arrow. */
const onOneLine = (text: string): string => text.replace(/\s+/gu, ' ').replaceAll('-->', '->').trim();

const markup: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

export const subtitleWriters: Record<Exclude<TranscriptFormat, 'json'>, SubtitleWriter> = {
  srt: {
    head: '',
    cue: (cue, number) => `${number}\n${times(cue, ',')}\n${onOneLine(wordsOf(cue))}\n\n`,
  },
  vtt: {
    head: 'WEBVTT\n\n',
    cue: (cue, number) =>
      `${number}\n${times(cue, '.')}\n${onOneLine(wordsOf(cue)).replace(/[&<>]/g, sign => markup[sign] ?? '')}\n\n`,
  },
};

/** The whole of a transcript that is in memory. */
export function writeSubtitles(format: keyof typeof subtitleWriters, cues: Cue[]): string {
  const { head, cue } = subtitleWriters[format];
  return head + cues.map((each, index) => cue(each, index + 1)).join('');
}
