/** Label names of other collections, as types of ours. Pure. */
import { type MentionType, mentionTypes } from '../../shared/domain/rows.ts';

/** Names in common use (CoNLL-2003, OntoNotes 5, E-NER); null: a label that has no type of ours. `UNSURE`: people would disagree. */
const known: Record<string, MentionType | null> = {
  PER: 'PERSON',
  ORG: 'ORGANIZATION',
  LOC: 'LOCATION',
  GPE: 'LOCATION',
  FAC: 'LOCATION',
  TIME: null,
  MISC: null,
  CARDINAL: null,
  ORDINAL: null,
  QUANTITY: null,
  PERCENTAGE: 'PERCENT',
  BUSINESS: 'ORGANIZATION',
  GOVERNMENT: 'ORGANIZATION',
  'LEGISLATION/ACT': 'STATUTE',
  LAW: 'STATUTE',
  CITATION: 'CASE_CITATION',
  CASE: 'CASE_CITATION',
  CASE_NUMBER: 'DOCKET',
  PROVISION: 'STATUTE',
  UNSURE: null,
};

/** `B-PER`, `per` and `PER` are one label. */
const plain = (label: string): string =>
  label
    .trim()
    .toUpperCase()
    .replace(/^[BIES]-/, '');

const isType = (label: string): label is MentionType => (mentionTypes as readonly string[]).includes(label);

/** The type of a label, by `labelMap` first; null for one that is not judged; undefined for one nobody knows. */
export function typeOfLabel(
  label: string,
  labelMap: Record<string, string | null> = {},
): MentionType | null | undefined {
  const mapped = labelMap[label];
  if (mapped === null) return null;
  const name = plain(mapped ?? label);
  return isType(name) ? name : known[name];
}

/** Types that say more than the label: a judge is a person, a court an organization. */
const narrower: Partial<Record<MentionType, MentionType>> = { PERSON: 'JUDGE', ORGANIZATION: 'COURT' };

/** Whether a mention found as `found` answers a label that says `wanted`. */
export const answers = (found: MentionType, wanted: MentionType): boolean =>
  found === wanted || narrower[wanted] === found;
