/** Reads what follows the first page of a citation: pinpoint pages, then court and year in parentheses. */

export interface CitationTail {
  end: number;
  pinpoint?: string;
  court?: string;
  year?: string;
}

/** ", 48", ", 283-\n288", ", at *3", ", 48 n.5", ", at p. 51", ", ¶ 12"; not the volume of a parallel citation. */
const pinpoints =
  /,\s{1,2}(?:at\s{1,2})?(?:pp?\.\s{1,2})?((?:\*{1,2}|¶{1,2}\s?)?\d{1,5}(?:[-–—]\s?(?:\*{1,2}|¶)?\d{1,5})?(?:[,\s]\s?&?\s?(?:nn?\.|fn\.)\s?\d{1,3}(?:[-–]\d{1,3})?)?|_{2,}|—{2,3})(?!\s{1,2}(?:[A-Z][.a-zA-Z]|[A-Z]{2}\d)|[\w-]|\.\d)/y;
/** What stands in parentheses or, in New York's official style, in brackets, up to the year; a note on the history may follow it. */
const parenthesis =
  /\s{0,2}[([](?<inside>[^()[\]]{0,60}(?:\[[^()[\]]{1,40}\][^()[\]]{0,40})?)(?<year>(?:1[6789]|20)\d\d)(?:,\s{1,2}[a-z][a-z.,' ]{2,40})?[)\]]/y;
/** The day of the decision. */
const date =
  /(?:(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?(?:\s\d{1,2})?,?\s|\d{1,2}[-/]\d{1,2}[-/])$/;
/** The name of a court has capitals and figures; of small words only these. */
const smallWords =
  /(?<![\p{L}\p{N}.'’])(?!(?:of|the|for|en|banc|ex|rel|del|div|no|art|mem|unpublished|table|per|curiam)\b)\p{Ll}{2,}/u;

/** The tail that begins at `start`, the end of the first page. Its `end` is `start` where nothing follows. */
export function readCitationTail(text: string, start: number): CitationTail {
  const pages: string[] = [];
  let end = start;
  for (pinpoints.lastIndex = end; pages.length < 8; pinpoints.lastIndex = end) {
    const match = pinpoints.exec(text);
    if (!match) break;
    pages.push((match[1] as string).replace(/\s+/g, ''));
    end += match[0].length;
  }
  const pinpoint = pages.length > 0 && { pinpoint: pages.join(', ') };
  parenthesis.lastIndex = end;
  const closing = parenthesis.exec(text);
  const inside =
    closing?.groups?.inside
      ?.replace(/\s+/g, ' ')
      .replace(date, '')
      .replace(/,?\s*$/, '') ?? '';
  if (!closing || (inside && (smallWords.test(inside) || !/^[\p{Lu}\d[]/u.test(inside)))) return { end, ...pinpoint };
  return {
    end: end + closing[0].length,
    ...pinpoint,
    ...(inside && { court: inside }),
    year: closing.groups?.year as string,
  };
}
