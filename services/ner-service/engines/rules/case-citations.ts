/** Citations of cases, as mentions: in full, in short, and by "id." and "supra". */
import { findCitationReferences } from '../../../../shared/text/citation-references.ts';
import { findCaseCitations } from '../../../../shared/text/citations.ts';
import type { FoundMention } from '../engine.ts';

/** "(D. Del. Dec. 22, 2010)" at the end of a citation: court and full date. */
const datedParenthesis = /\s*\([^()]*\b[A-Z][a-z]{2,8}\.?\s\d{1,2},\s\d{4}\)$/;

/**
 * A citation with its case name and its parenthesis is one mention; its value is `564 F.3d 40`. A parenthesis with a full
 * date is left out, for the date to be a mention of its own; court and year are among the properties all the same.
 */
export function findCaseCitationMentions(text: string): FoundMention[] {
  const citations = findCaseCitations(text).map(
    ({ start, end, value, ...properties }): FoundMention => ({
      type: 'CASE_CITATION',
      start,
      end: end - (datedParenthesis.exec(text.slice(start, end))?.[0].length ?? 0),
      value,
      properties: { ...properties, ...partiesOf(properties.caseName) },
      score: properties.form === 'full' && !properties.year ? 0.9 : 0.97,
    }),
  );
  const references = findCitationReferences(text).map(
    ({ start, end, value, ...properties }): FoundMention => ({
      type: 'CASE_CITATION',
      start,
      end,
      value,
      properties,
      score: properties.form === 'id' ? 0.9 : 0.85,
    }),
  );
  return [...citations, ...references];
}

/** The two sides of "Smith v. Jones". */
function partiesOf(caseName: string | undefined): { parties?: string[] } {
  const parties = caseName?.split(/\sv(?:s\.|\.)?\s/) ?? [];
  return parties.length === 2 ? { parties } : {};
}
