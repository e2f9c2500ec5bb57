/** Finds the court, board or panel whose paper it is, not the one an appeal comes from. */
import type { Claim, Passage } from '../engine.ts';
import { type HeadLine, headLines } from './head-lines.ts';

/** A line that names a court: alone, in capitals or with capital letters. */
const courtLine =
  /^(?:IN THE |In the |BEFORE THE |Before the )?(?<name>[^.;:]*\b(?:COURTS?|Court|TRIBUNAL|JUDICIAL PANEL|Judicial Panel|APPELLATE PANEL|Appellate Panel|APPEALS BOARD|Appeals Board|BOARD OF (?:[A-Z]+ )*APPEALS|Board of [A-Za-z ]*Appeals|LABOR RELATIONS BOARD|TRIAL AND APPEAL BOARD|ARBITRATION ASSOCIATION|COURT-MARTIAL|INDUSTRIAL COMMISSION)\b[^.;]*)$/;
/** What goes on with the name on the next line. */
const goesOn =
  /^(?:FOR|OF|IN AND FOR|IN(?! RE\b| THE MATTER)|AT|for|of|in and for|in the county|For|Of)\b|^(?:(?:NORTHERN|SOUTHERN|EASTERN|WESTERN|MIDDLE|CENTRAL|FIRST|SECOND|THIRD|FOURTH|FIFTH|SIXTH|SEVENTH|EIGHTH|NINTH|TENTH|ELEVENTH)\s)*(?:DISTRICT|CIRCUIT|APPELLATE DIVISION)\b|^(?:(?:Northern|Southern|Eastern|Western|Middle|Central|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Eleventh)\s)*(?:District|Circuit)\b|^[A-Z][A-Za-z]+\s(?:DIVISION|Division|COUNTY|County)$|^(?:COUNTY|STATE|County|State)\s(?:OF|of)\b|^\w+\sJUDICIAL\s(?:DISTRICT|CIRCUIT)\b/;
const ofAppeal =
  /\b(?:appeals?|certiorari|petition|review|error|remand(?:ed)?|transfer(?:red)?|removed)\s+(?:from|to)\b|^from\b|\b(?:judge|justice|clerk|reporter|opinion|order|decision|syllabus|filed|motion|honorable|rules?|by the court|of the court|court['’]s|this court|court below|court costs|court street|court reporter|argued|hearing|case|docket|no\.|notice|settlement|schedule|claim)\b/i;
const capitalised = (text: string): boolean =>
  text.split(/\s+/).every(word => /^[^a-z]/.test(word) || /^(?:of|the|for|and|in|on|at|to|upon)$/.test(word));

/** Court papers name theirs at the very top, mails from a court below the notice. UTF-16 units. */
const reach = 2_500;

function block(lines: HeadLine[], at: number): HeadLine[] {
  const found = [lines[at] as HeadLine];
  for (const next of lines.slice(at + 1, at + 5)) {
    const last = found.at(-1) as HeadLine;
    const isNear = next.row - last.row <= 3 && next.column === (found[0] as HeadLine).column;
    if (
      !isNear ||
      !goesOn.test(next.text) ||
      ofAppeal.test(next.text) ||
      /,$/.test(next.text) ||
      !capitalised(next.text)
    )
      break;
    found.push(next);
  }
  return found;
}

/** "In the Missouri Court of Appeals" opens with what is no part of the name. */
const opening = /^(?:in|before)\s+(?:the\s+)?(?=[A-Z])/i;
/** "STATE OF MINNESOTA" over "IN COURT OF APPEALS" is part of it. */
const ofState = /^(?:THE )?(?:STATE|COMMONWEALTH) OF [A-Z ]{3,30}$/i;

/** One claim, quoted where the court stands first, with the mention of it if there is one; none if the head names no court as its own. */
export function findCourt(document: Passage): Claim[] {
  const lines = headLines(document.text, reach);
  for (const [at, line] of lines.entries()) {
    const before = lines[at - 1];
    const isBelow =
      before && line.row - before.row <= 2 && before.column === line.column && ofAppealLine.test(before.text);
    if (line.text.length > 140 || !courtLine.test(line.text) || isBelow) continue;
    if (ofAppeal.test(line.text) || !capitalised(line.text)) continue;
    // "APPEALS BOARD" in a stamp says too little.
    if (!/court/i.test(line.text) && line.text.split(' ').length < 3) continue;
    const found = block(lines, at);
    const isOfState = before && ofState.test(before.text) && line.row - before.row <= 2 && opening.test(line.text);
    const start = isOfState ? before.start : line.start + (opening.exec(line.text)?.[0].length ?? 0);
    const end = found.at(-1)?.end ?? line.end;
    const quote = document.text.slice(start, end);
    const value = quote
      .replace(/\n\s*\d{1,2}(?=\s)/g, ' ')
      .replace(/\s+/g, ' ')
      .replace(/[,.]$/, '');
    const charStart = document.charStart + start;
    const mention = document.mentions.find(
      ({ type, charStart: from, charEnd: to }) => type === 'COURT' && from < charStart + quote.length && to > charStart,
    );
    const properties = mention ? { mentionId: mention.id } : {};
    return [{ kind: 'court', value, properties, quote, charStart }];
  }
  return [];
}

/** A line that leaves a name of a court to the next: "CERTIORARI TO THE UNITED STATES". */
const ofAppealLine = /\b(?:appeals?|certiorari|petition|review|error)\s+(?:from|to|for)\b/i;
