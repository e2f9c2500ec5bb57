/** Decides by names alone whether two mentions of a type speak of one entity; and in which block a name is compared. */
import type { MentionType } from '../../../shared/domain/rows.ts';
import { courtName, courtState } from './court-name.ts';
import { decideOrganizations } from './decide-organizations.ts';
import { decidePersons } from './decide-persons.ts';
import { entityKey, isExact } from './entity-key.ts';
import { organizationBlock } from './organization-name.ts';
import { personBlock, sexOf } from './person-name.ts';
import { addressName, placeName } from './place-name.ts';
import { different, same, unsure, type Verdict } from './verdict.ts';
import { skeleton } from './words.ts';

export type { Verdict } from './verdict.ts';

/**
 * Whether two names of one type are the same entity's. Precision goes before recall: `same` only for what a reader would not
 * doubt, `unsure` for what he would want to look at. Symmetric; the reason names a rule, never a word of the names.
 */
export function decidePair(type: MentionType, a: string, b: string): Verdict {
  const [one, other] = [entityKey(type, a), entityKey(type, b)];
  if (one === '' || other === '') return different('no-name');
  if (type === 'PERSON' && areOfTwoSexes(a, b))
    return one === other ? unsure(0.4, 'titles-differ') : different('titles-differ');
  if (one === other) return same(1, isExact(type) ? 'same-value' : 'same-normalised-name');
  return decideKeys(type, one, other);
}

/** "Mr. Herrmann" and "Mrs. Herrmann". */
const areOfTwoSexes = (a: string, b: string): boolean => sexOf(a) !== '' && sexOf(b) !== '' && sexOf(a) !== sexOf(b);

/** {@link decidePair} for keys that differ. */
export function decideKeys(type: MentionType, a: string, b: string): Verdict {
  if (isExact(type)) return different('values-differ');
  if (type === 'PERSON' || type === 'JUDGE') return decidePersons(a, b);
  if (type === 'ORGANIZATION') return decideOrganizations(a, b);
  if (type === 'COURT') return decideCourts(a, b);
  if (type === 'LOCATION') return decidePlaces(a, b);
  return addressName(a) === addressName(b) ? same(0.97, 'same-address') : different('addresses-differ');
}

function decideCourts(a: string, b: string): Verdict {
  if (courtName(a) !== courtName(b)) return different('courts-differ');
  const [mine, theirs] = [courtState(a), courtState(b)];
  if (mine === theirs) return same(0.97, 'same-court');
  return mine === '' || theirs === '' ? same(0.85, 'state-of-court-on-one-side') : different('states-differ');
}

function decidePlaces(a: string, b: string): Verdict {
  const [one, other] = [placeName(a), placeName(b)];
  if (one.place !== other.place) return different('places-differ');
  if (one.within === other.within) return same(0.97, 'same-place');
  if (one.within === '' || other.within === '') return unsure(0.5, 'state-on-one-side');
  return different('states-differ');
}

/**
 * The block of an entity within its project: only entities of one block are ever compared. Null where equal keys are all there
 * is: exact values, lone names. Judges share the blocks of persons, whom they may be.
 */
export function blockOf(type: MentionType, key: string): string | null {
  if (isExact(type) || key === '' || key.includes('@')) return null;
  const name = nameOfBlock(type, key);
  return name ? `${type === 'JUDGE' ? 'PERSON' : type}/${name}`.slice(0, 200) : null;
}

function nameOfBlock(type: MentionType, key: string): string | null {
  if (type === 'PERSON' || type === 'JUDGE') return personBlock(key);
  if (type === 'ORGANIZATION') return organizationBlock(key);
  if (type === 'COURT') return courtName(key);
  if (type === 'LOCATION') return skeleton(placeName(key).place);
  return addressName(key);
}
