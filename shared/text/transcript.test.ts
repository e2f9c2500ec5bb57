import { expect } from 'chai';
import { writeSubtitles } from './transcript.ts';

const cues = [
  { text: 'Tell me <all> & more --> now', startMs: 62_345, endMs: 65_000 },
  { text: '', startMs: 36_000_000, endMs: 36_000_000, errorCode: 'X_ENGINE_ANSWER' },
];

describe('subtitles', () => {
  it('are SubRip', () => {
    expect(writeSubtitles('srt', cues)).to.equal(
      '1\n00:01:02,345 --> 00:01:05,000\nTell me <all> & more -> now\n\n' +
        '2\n10:00:00,000 --> 10:00:00,001\n[not transcribed: X_ENGINE_ANSWER]\n\n',
    );
    expect(writeSubtitles('srt', [])).to.equal('');
  });

  it('are WebVTT', () => {
    expect(writeSubtitles('vtt', cues.slice(0, 1))).to.equal(
      'WEBVTT\n\n1\n00:01:02.345 --> 00:01:05.000\nTell me &lt;all&gt; &amp; more -&gt; now\n\n',
    );
    expect(writeSubtitles('vtt', [])).to.equal('WEBVTT\n\n');
  });
});
