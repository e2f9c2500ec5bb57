/** Finds the messages of an mbox file (RFC 4155), in which mail programs keep and hand over whole folders. */

/** Ranges of bytes from one `From ` line to the next; one range if the file is a single message. */
export function mboxMessages(bytes: Buffer): { start: number; end: number }[] {
  const starts = bytes.toString('latin1', 0, 5) === 'From ' ? [0] : [];
  if (!starts.length) return [];
  for (let at = bytes.indexOf('\nFrom ', 1); at >= 0; at = bytes.indexOf('\nFrom ', at + 1)) {
    if (isSeparator(bytes, at + 1)) starts.push(at + 1);
  }
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? bytes.length }));
}

/** Sender and date behind a blank line, and a header field on the next: a sentence that begins with "From" has neither. */
function isSeparator(bytes: Buffer, at: number): boolean {
  const before = bytes.toString('latin1', Math.max(0, at - 4), at);
  if (!/\n\r?\n$/.test(before)) return false;
  const lines = bytes.toString('latin1', at, at + 1_000);
  return /^From \S[^\n]{0,200}\d{1,2}:\d{2}[^\n]{0,40}\d{4}[^\n]{0,40}\r?\n[!-9;-~]{1,76}:/.test(lines);
}
