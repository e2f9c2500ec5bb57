/** The embedded default: category, title, docket, dates and amounts by rules alone. Free, offline, the same every time. */
import type { LlmEngine } from '../engine.ts';
import { findAmounts } from './amounts.ts';
import { categorise } from './category.ts';
import { findDates } from './dates.ts';
import { findDockets } from './dockets.ts';
import { findTitle } from './title.ts';

/** Raise it when a rule changes what comes out: facts say which version made them. */
const version = '2';

export function createRulesEngine(): LlmEngine {
  return {
    name: 'rules',
    version,
    categorise,
    async describe(document) {
      const title = findTitle(document);
      const warnings = title.length === 0 ? [{ code: 'title.none' }] : [];
      return { claims: [...title, ...findDockets(document)], warnings };
    },
    async findFacts(batch) {
      return { claims: [...findDates(batch), ...findAmounts(batch)], warnings: [] };
    },
  };
}
