/** Normalises text before it is frozen, so that Postgres takes it and every offset keeps its meaning. */

/**
 * CRLF and CR become LF, NUL is removed, lone surrogates become U+FFFD, then NFC. Everything else stays as it is.
 * Postgres refuses NUL and lone surrogates; NFC makes equal words equal. Idempotent.
 */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replaceAll('\0', '').toWellFormed().normalize('NFC');
}

/** The separator between segments of the frozen text: one blank line. */
export const segmentSeparator = '\n\n';
