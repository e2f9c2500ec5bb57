/** Tells the beginning of a mail (RFC 5322) from that of a memo, which also has lines `From:`, `To:` and `Subject:`. */

/** Fields that only mail programs write. */
const ofPrograms =
  /^(?:received|received-spf|return-path|message-id|mime-version|dkim-signature|delivered-to|authentication-results|arc-[\w-]+|content-type|content-transfer-encoding|in-reply-to|references|thread-index|thread-topic|user-agent|envelope-to|list-(?:id|unsubscribe)|resent-[\w-]+|auto-submitted|errors-to|x-[\w-]+)$/i;

/** Fields that people would write as well. */
const plain = /^(?:from|to|cc|bcc|subject|date|reply-to|sender|organization|comments|keywords|importance|priority)$/i;

const mostLines = 1_000;

/**
 * True if the text begins with the head of a mail: with a field of a mail program, or with nothing but the fields of a
 * mail, where `From` has an address and `Date`, if there is one, a time of day.
 */
export function isMessageHead(text: string): boolean {
  const lines = text.replace(/^[\s\ufeff]{0,100}/, '').split('\n', mostLines + 1);
  if (/^From \S+ /.test(lines[0] ?? '')) lines.shift();
  const fields = new Map<string, string>();
  for (const line of lines.slice(0, mostLines)) {
    if (line.trim() === '') return isPlainMessage(fields);
    if (/^[ \t]/.test(line)) {
      if (fields.size) continue;
      return false;
    }
    const [, name = '', value = ''] = /^([!-9;-~]{1,76})[ \t]?:(.*)$/s.exec(line) ?? [];
    if (!name) return false;
    if (ofPrograms.test(name) && (!/^(?:x|content)-/i.test(name) || fields.size > 0)) return true;
    if (!fields.has(name.toLowerCase())) fields.set(name.toLowerCase(), value);
  }
  return false;
}

function isPlainMessage(fields: Map<string, string>): boolean {
  const { from = '', to, subject, date } = Object.fromEntries(fields);
  const other = [...fields.keys()].some(name => !plain.test(name) && !/^(?:x|content)-/.test(name));
  if (other || !/\S@\S/.test(from) || (to === undefined && subject === undefined)) return false;
  return date === undefined ? to === undefined || /\S@\S|undisclosed/i.test(to) : /\d:\d\d/.test(date);
}
