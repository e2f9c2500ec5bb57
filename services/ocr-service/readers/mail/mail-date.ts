/** Reads the dates of mail headers (RFC 5322, 3.3 and 4.3) and keeps their offset. */

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** RFC 5322, 4.3, and what mail programs write besides; all other letters mean that the offset is not known. */
const zones: Readonly<Record<string, string>> = {
  UT: '+00:00',
  UTC: '+00:00',
  GMT: '+00:00',
  Z: '+00:00',
  EST: '-05:00',
  EDT: '-04:00',
  CST: '-06:00',
  CDT: '-05:00',
  MST: '-07:00',
  MDT: '-06:00',
  PST: '-08:00',
  PDT: '-07:00',
  AKST: '-09:00',
  AKDT: '-08:00',
  HST: '-10:00',
  CET: '+01:00',
  CEST: '+02:00',
};

const pattern =
  /(?:^|[\s,])(\d{1,2})[\s-]+([A-Za-z]{3})[A-Za-z]*[\s-]+(\d{4}|\d{2})[\s,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?\s*([+-]\d{4}|[A-Za-z]{1,5})?/;

/** ANSI C's `asctime`, as some programs write it: `Tue Aug 30 14:35:16 2022`. */
const asctime =
  /(?:^|[\s,])([A-Za-z]{3})\s+(\d{1,2})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s+(?:([+-]\d{4}|[A-Za-z]{1,5})\s+)?(\d{4})(?:\s+([+-]\d{4}))?/;

/** `2022-08-30T14:35:16-04:00`, without an offset where the header has none; undefined for what is no date. */
export function mailDate(written: string): string | undefined {
  const line = written.slice(0, 200);
  const usual = pattern.exec(line);
  if (usual) {
    const [, day = '', month = '', year = '', hour = '', minute = '', second, zone] = usual;
    return iso({ day, month, year, hour, minute, second, zone });
  }
  const [, month, day = '', hour = '', minute = '', second, before, year = '', after] = asctime.exec(line) ?? [];
  return month === undefined ? undefined : iso({ day, month, year, hour, minute, second, zone: after ?? before });
}

interface Fields {
  day: string;
  month: string;
  year: string;
  hour: string;
  minute: string;
  second: string | undefined;
  zone: string | undefined;
}

function iso({ day, month, year, hour, minute, second = '00', zone }: Fields): string | undefined {
  const monthNumber = months.indexOf(month.toLowerCase()) + 1;
  // RFC 5322, 4.3: two digits up to 49 are of this century.
  const wholeYear = year.length === 2 ? (Number(year) < 50 ? 2000 : 1900) + Number(year) : Number(year);
  const pad = (value: number | string) => String(value).padStart(2, '0');
  const date = `${wholeYear}-${pad(monthNumber)}-${pad(day)}`;
  // A leap second is written as the second before.
  const time = `${pad(hour)}:${pad(minute)}:${second === '60' ? '59' : second}`;
  const instant = new Date(`${date}T${time}Z`);
  if (Number.isNaN(instant.getTime()) || !instant.toISOString().startsWith(date)) return undefined;
  return `${date}T${time}${offset(zone)}`;
}

function offset(zone: string | undefined): string {
  if (!zone) return '';
  // RFC 5322, 3.3: `-0000` says that the offset is not known; the time is UTC.
  if (/^[+-]\d{4}$/.test(zone)) {
    if (zone === '-0000') return '+00:00';
    return /^.(?:0\d|1[0-4])[0-5]\d$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : '';
  }
  return zones[zone.toUpperCase()] ?? '';
}
