import { expect } from 'chai';
import { countFaults, firstSoundMs, parseFfmpegLog } from './ffmpeg-log.ts';

const video = `Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:/tmp/x':
  Metadata:
    title           : Stream #0:9: Audio: mp3, 1 Hz, mono
  Duration: 01:00:11.22, start: 0.000000, bitrate: 88 kb/s
  Stream #0:0[0x1](und): Video: mpeg4 (Simple Profile) (mp4v / 0x7634706D), yuv420p, 64x64, 5 fps (default)
  Stream #0:1[0x2](und): Audio: aac (LC) (mp4a / 0x6134706D), 48000 Hz, 5.1(side), fltp, 73 kb/s (default)
  Stream #0:2[0x3](und): Audio: aac (LC) (mp4a / 0x6134706D), 22050 Hz, 3 channels, fltp, 73 kb/s
Stream mapping:
  Stream #0:1 -> #0:0 (aac (native) -> pcm_s16le (native))
Output #0, s16le, to 'pipe:':
  Stream #0:0(und): Audio: pcm_s16le, 16000 Hz, mono, s16, 256 kb/s (default)
`;

describe('the log of ffmpeg', () => {
  it('names the first stream of sound, the length, and how many there are', () => {
    expect(parseFfmpegLog(video)).to.deep.equal({
      ...{ codec: 'aac', sampleRate: 48_000, channels: 6, tracks: 2, durationMs: 3_611_220 },
    });
  });

  it('does not take a guess for a length', () => {
    const log = `Estimating duration from bitrate, this may be inaccurate\n  Duration: 00:00:12.20, bitrate: 68 kb/s
  Stream #0:0: Audio: aac (LC), 22050 Hz, mono, fltp, 68 kb/s`;
    expect(parseFfmpegLog(log)).to.deep.equal({ codec: 'aac', sampleRate: 22_050, channels: 1, tracks: 1 });
  });

  it('counts what could not be decoded', () => {
    const fault = 'Error while decoding stream #0:0: Invalid data found when processing input\n';
    expect(countFaults(`${video}${fault}[mp3 @ 0x1] Header missing\n${fault}`)).to.equal(2);
    expect(countFaults(video)).to.equal(0);
  });

  it('says when the first sound is heard, whatever the file claims of itself', () => {
    const shown = '[Parsed_ashowinfo_0 @ 0x556213b525c0] n:0 pts:23040 pts_time:1.44 pos:564 fmt:fltp channels:1\n';
    const claim = '    title           : [Parsed_ashowinfo_0 @ 0x1] n:0 pts:1 pts_time:9.9\n';
    expect(firstSoundMs(`${claim}${video}${shown}${shown.replace('n:0', 'n:1').replace('1.44', '2')}`)).to.equal(1_440);
    expect(firstSoundMs(`${video}${shown.replace('1.44', '-0.02')}`)).to.equal(0);
    expect(firstSoundMs(video)).to.equal(0);
  });

  it('of a file without sound names none, and a megabyte of it takes no time', () => {
    expect(parseFfmpegLog(video.replaceAll('Audio:', 'Data:'))).to.equal(undefined);
    const long = `  Stream #0:0: Audio: ${' a,'.repeat(400_000)}\n${' '.repeat(400_000)}Duration`;
    const startedAt = performance.now();
    expect(parseFfmpegLog(long)).to.equal(undefined);
    expect(performance.now() - startedAt).to.be.below(500);
  });
});
