/** The promises of the offsets, checked over everything one document came out as. */
import { expect } from 'chai';
import type { Result } from './api-client.ts';

/** Segments make up the text, chunks partition it, and every span is the quoted thing. */
export function expectCitable({ document, text, segments, chunks, mentions, facts, relationships }: Result): void {
  const name = document.fileName;
  expect(segments.map(s => s.text).join('\n\n'), `${name}: segments are the text`).to.equal(text);
  expect(text.length, `${name}: textLength`).to.equal(document.textLength);
  for (const s of segments)
    expect(text.slice(s.charStart, s.charEnd), `${name}: segment ${s.ordinal}`).to.equal(s.text);

  expect(text, `${name}: characters that every database takes`).to.equal(
    text.normalize('NFC').toWellFormed().replaceAll('\0', '').replaceAll('\r', ''),
  );
  for (const s of segments) {
    for (const layer of ['marks', 'changes', 'comments', 'hidden']) {
      for (const span of (s.properties?.[layer] ?? []) as { start: number; end: number }[]) {
        const inside = 0 <= span.start && span.start <= span.end && span.end <= s.text.length;
        expect(inside, `${name}: ${layer} of segment ${s.ordinal} within it`).to.equal(true);
      }
    }
  }

  expect(chunks.map(c => c.text).join(''), `${name}: chunks partition the text`).to.equal(text);
  let at = 0;
  for (const c of chunks) {
    expect([c.charStart, c.charEnd], `${name}: chunk ${c.ordinal}`).to.deep.equal([at, at + c.text.length]);
    at = c.charEnd;
    expect(c.text.isWellFormed(), `${name}: chunk ${c.ordinal} cuts no character`).to.equal(true);
  }
  const chunkOf = new Map(chunks.map(c => [c.id, c]));
  for (const m of mentions) {
    expect(text.slice(m.charStart, m.charEnd), `${name}: mention`).to.equal(m.text);
    const chunk = chunkOf.get(m.chunkId);
    expect(
      chunk && chunk.charStart <= m.charStart && m.charEnd <= chunk.charEnd,
      `${name}: mention within its chunk`,
    ).to.equal(true);
  }
  for (const f of facts) {
    expect(f.verified, `${name}: fact read by default`).to.be.oneOf(['verified', 'repaired']);
    expect(text.slice(f.charStart ?? 0, f.charEnd ?? 0), `${name}: fact ${f.kind}`).to.equal(f.quote);
  }
  for (const r of relationships) {
    const within = (r.charStart ?? 0) <= (r.charEnd ?? 0) && (r.charEnd ?? 0) <= text.length;
    expect(within, `${name}: evidence of ${r.type} within the text`).to.equal(true);
  }
  const edges = relationships.map(r => [r.fromLabel, r.fromId, r.type, r.toLabel, r.toId].join(' '));
  expect(new Set(edges).size, `${name}: no edge twice`).to.equal(edges.length);
  const contained = relationships.filter(r => r.type === 'CONTAINS_MENTION').map(r => r.toId);
  expect(contained.sort(), `${name}: every mention is in the graph`).to.deep.equal(mentions.map(m => m.id).sort());
}
