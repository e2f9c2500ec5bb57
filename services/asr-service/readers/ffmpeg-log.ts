/** Reads what ffmpeg says of a file: the first stream of sound, how many there are, and what could not be decoded. */

export interface StreamOfSound {
  codec: string;
  sampleRate: number;
  channels: number;
  /** Streams of sound in the file. */
  tracks: number;
  durationMs?: number;
}

const channelNames: Readonly<Record<string, number>> = { mono: 1, stereo: 2, quad: 4, '5.0': 5, '5.1': 6, '7.1': 8 };

/** Undefined if no stream of sound is named. Only the part on the input is looked at. */
export function parseFfmpegLog(log: string): StreamOfSound | undefined {
  const output = log.search(/^(?:Output #|Stream mapping:)/m);
  const lines = (output === -1 ? log : log.slice(0, output)).split('\n');
  const streams = lines.filter(line => /^\s{1,8}Stream #0:\d+\S*: Audio: /.test(line));
  const [, codec = '', rate = '', layout = ''] =
    /: Audio: (\w+)[^\n]*?, (\d+) Hz, ([^\s,(]+)/.exec(streams[0]?.slice(0, 500) ?? '') ?? [];
  if (codec === '') return undefined;
  const counted = /^(\d+)$/.exec(layout) ?? /(\d+) channels/.exec(streams[0]?.slice(0, 500) ?? '');
  // Raw streams have no length written in them: ffmpeg guesses one and says so.
  const isGuess = log.includes('Estimating duration from bitrate');
  const [, h, m, s] = isGuess ? [] : (/^\s{1,4}Duration: (\d+):(\d\d):(\d\d\.\d+)/m.exec(lines.join('\n')) ?? []);
  const durationMs =
    h === undefined ? {} : { durationMs: Math.round((Number(h) * 3_600 + Number(m) * 60 + Number(s)) * 1_000) };
  return {
    ...{ codec, sampleRate: Number(rate), tracks: streams.length },
    channels: channelNames[layout] ?? Number(counted?.[1] ?? 1),
    ...durationMs,
  };
}

/** Times that a piece of the sound could not be decoded: silence stands in its place. */
export const countFaults = (log: string): number =>
  log.match(/^.{0,80}(?:Error while decoding|Error submitting packet|Invalid data found when processing)/gm)?.length ??
  0;

/** When the first sound is heard, in milliseconds after the moment asked for, as the filter `ashowinfo` says; 0 if it says nothing. */
export function firstSoundMs(log: string): number {
  const [, time = '0'] =
    /^\[Parsed_ashowinfo_[^\]\n]{0,40}\] n: {0,9}0 [^\n]{0,80}?pts_time:(\d[\d.]{0,20})/m.exec(log) ?? [];
  return Math.round(Number.parseFloat(time) * 1_000);
}
