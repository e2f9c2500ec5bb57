/** Citations of cases, as mentions. */
import { findCaseCitations } from '../../../../shared/text/citations.ts';
import type { FoundMention } from '../engine.ts';

/** "(D. Del. Dec. 22, 2010)" at the end of a citation: court and full date. */
const datedParenthesis = /\s*\([^()]*\b[A-Z][a-z]{2,8}\.?\s\d{1,2},\s\d{4}\)$/;

/**
 * A citation with its case name and its parenthesis is one mention; its value is `564 F.3d 40`. A parenthesis with a full
 * date is left out, for the date to be a mention of its own; court and year are among the properties all the same.
 */
export const findCaseCitationMentions = (text: string): FoundMention[] =>
  findCaseCitations(text).map(({ start, end, value, ...properties }) => ({
    type: 'CASE_CITATION',
    start,
    end: end - (datedParenthesis.exec(text.slice(start, end))?.[0].length ?? 0),
    value,
    properties,
    score: properties.form === 'full' && !properties.year ? 0.9 : 0.97,
  }));
