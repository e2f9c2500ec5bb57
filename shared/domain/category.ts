/** The kinds of paper in a legal matter. */

export const categories = [
  'pleading',
  'motion',
  'order',
  'contract',
  'deposition',
  'discovery',
  'correspondence',
  'email',
  'statute',
  'financial',
  'exhibit',
  'other',
] as const;
/** What kind of document it is. `order` covers opinions and decisions, `statute` regulations, `exhibit` other evidence. */
export type Category = (typeof categories)[number];
