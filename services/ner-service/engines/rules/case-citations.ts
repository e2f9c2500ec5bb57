/** Citations of cases, as mentions. */
import { findCaseCitations } from '../../../../shared/text/citations.ts';
import type { FoundMention } from '../engine.ts';

/** A citation with its case name and its parenthesis is one mention; its value is `564 F.3d 40`. */
export const findCaseCitationMentions = (text: string): FoundMention[] =>
  findCaseCitations(text).map(({ start, end, value, ...properties }) => ({
    type: 'CASE_CITATION',
    start,
    end,
    value,
    properties,
    score: properties.form === 'full' && !properties.year ? 0.9 : 0.97,
  }));
