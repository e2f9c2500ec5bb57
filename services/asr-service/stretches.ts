/** Puts windows together to the parts of the stage, and writes them as the input of one. Pure. */
import { fromMs, type Span, toMs, type Window } from './speech.ts';

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

/** Windows as the input of a part: `0-9900:1200-5400,6000-9000! 11000-14000:12000-13500`; `!` marks the clear ones. */
export const writeWindows = (windows: Window[]): string =>
  windows
    .map(({ sound, speech, isClear: clear }) => {
      return `${sound.join('-')}:${speech.map(span => span.join('-')).join(',')}${clear ? '!' : ''}`;
    })
    .join(' ');

export const readWindows = (written: string): Window[] =>
  written.split(' ').map(window => {
    const [sound = '', speech = ''] = window.replace('!', '').split(':');
    return { sound: readSpan(sound), speech: speech.split(',').map(readSpan), isClear: window.endsWith('!') };
  });

function readSpan(written: string): Span {
  const [from, to] = written.split('-').map(Number);
  return [from ?? 0, to ?? 0];
}
