/** Writes the events of a calendar part as lines a person can read (RFC 5545). */

/** Properties that say what, when, where and with whom, by the word they are shown under. */
const shown: Readonly<Record<string, string>> = {
  SUMMARY: 'Subject',
  STATUS: 'Status',
  DTSTART: 'Start',
  DTEND: 'End',
  RRULE: 'Repeats',
  LOCATION: 'Location',
  ORGANIZER: 'Organizer',
  ATTENDEE: 'Attendee',
  DESCRIPTION: 'Description',
};

/** One line a property, one block an event; empty if there is no event. */
export function calendarText(source: string): string {
  const out: string[] = [];
  let inEvent = false;
  for (const line of source.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)) {
    if (/^BEGIN:(?:VEVENT|VTODO)\s*$/i.test(line)) {
      inEvent = true;
      if (out.length) out.push('');
    } else if (/^(?:END|BEGIN):/i.test(line)) inEvent = false;
    else if (inEvent) out.push(...written(line));
  }
  return out.join('\n');
}

function written(line: string): string[] {
  const [, name = '', parameters = '', value = ''] =
    /^([A-Za-z-]+)((?:;[^:;"]*(?:"[^"]*"[^:;"]*)*)*):(.*)$/.exec(line) ?? [];
  const label = shown[name.toUpperCase()];
  if (!label || !value) return [];
  const zone = /;TZID="?([^";:]+)/i.exec(parameters)?.[1];
  const person = /;CN="?([^";:]+)/i.exec(parameters)?.[1];
  const time = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{2}(Z?))?$/.exec(value);
  if (time) {
    const [, year, month, day, hour, minute, utc] = time;
    const clock = hour ? ` ${hour}:${minute}` : '';
    return [`${label}: ${year}-${month}-${day}${clock}${utc ? ' UTC' : zone && clock ? ` ${zone}` : ''}`];
  }
  const address = value.replace(/^mailto:/i, '');
  if (label === 'Organizer' || label === 'Attendee')
    return [`${label}: ${person ? `${person} <${address}>` : address}`];
  const plain = value.replace(/\\([nN,;\\])/g, (_, escaped: string) => (/n/i.test(escaped) ? '\n' : escaped));
  return [`${label}: ${plain.trim()}`];
}
