/** The embedded default: category and facts by rules alone. Free, offline, the same every time. */
import type { Claim, LlmEngine, Passage } from '../engine.ts';
import { findAmounts } from './amounts.ts';
import { categorise } from './category.ts';
import { findClauses } from './clauses.ts';
import { findCounsel } from './counsel.ts';
import { findCourt } from './court.ts';
import { findDates } from './dates.ts';
import { findDockets } from './dockets.ts';
import { findDocumentType } from './document-type.ts';
import { findJudges } from './judges.ts';
import { findObligations } from './obligations.ts';
import { findOwnCitation } from './own-citation.ts';
import { ownWords } from './own-words.ts';
import { findParties } from './parties.ts';
import { findTitle } from './title.ts';

/** Raise it when a rule changes what comes out: facts say which version made them. */
const version = '4';

export function createRulesEngine(): LlmEngine {
  return {
    name: 'rules',
    version,
    categorise: (document, { signal }) => categorise(ownWords(document), signal),
    async describe(document, { signal }) {
      const own = ownWords(document);
      const category = document.category ?? (await categorise(own, signal)).category;
      const title = findTitle(own);
      const claims = [...title, ...findDockets(own), ...findDocumentType(own, category), ...findParties(own, category)];
      const warnings = title.length === 0 ? [{ code: 'title.none' }] : [];
      return { claims: [...claims, ...ofCase(own, category)], warnings };
    },
    async findFacts(batch) {
      const own = ownWords(batch);
      const obligations = findObligations(own);
      return {
        claims: [...findDates(own), ...findAmounts(own), ...findClauses(own), ...obligations.claims],
        warnings: obligations.warnings,
      };
    },
  };
}

/** A contract may speak of courts and judges, but has none. */
function ofCase(document: Passage, category: Passage['category']): Claim[] {
  if (category === 'contract' || category === 'statute' || category === 'financial') return findOwnCitation(document);
  return [...findCourt(document), ...findJudges(document), ...findCounsel(document), ...findOwnCitation(document)];
}
