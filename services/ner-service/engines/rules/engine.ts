/** The embedded engine for entity mentions: rules for legal forms, one family a file, and lists of names. */
import type { FindOptions, FoundMention, NerEngine } from '../engine.ts';
import { findAddresses } from './addresses.ts';
import { findBates } from './bates.ts';
import { findCaseCitationMentions } from './case-citations.ts';
import { findEmails, findPhones } from './contacts.ts';
import { findCoordinatedNames } from './coordinated-names.ts';
import { findCourts } from './courts.ts';
import { findDates } from './dates.ts';
import { findDockets } from './dockets.ts';
import { findDurations } from './durations.ts';
import { findAgain } from './find-again.ts';
import { mask, withoutOverlaps } from './found.ts';
import { findJudges } from './judges.ts';
import { readLineBreaks } from './line-breaks.ts';
import { findLocations } from './locations.ts';
import { findMoney } from './money.ts';
import { findOrganizations } from './organizations.ts';
import { findPeople } from './people.ts';
import { findPercents } from './percents.ts';
import { findStatutes } from './statutes.ts';
import { withoutLineNumbers } from './transcript.ts';

/** Makes the engine. It holds no state and needs no network. */
export const createRulesEngine = (): NerEngine => ({
  name: 'rules',
  version: '7',
  find: async (text, options) => findMentions(text, options),
  findAgain,
});

/**
 * Mentions of one text by start, none overlapping. Families go from those with a strict form to those with a loose one;
 * each sees what is left of the text by those before it, so that a name in a citation is not also a person.
 */
export function findMentions(written: string, options: FindOptions = {}): FoundMention[] {
  const text = withoutLineNumbers(written);
  const strict = [
    ...findEmails(text),
    ...findCaseCitationMentions(text),
    ...findStatutes(text),
    ...findDockets(text),
    ...findPhones(text),
    ...findMoney(text),
    ...findDates(text, options),
    ...findPercents(text),
    ...findDurations(text),
    ...findAddresses(text),
    ...findBates(text),
  ];
  let found = withoutOverlaps(strict);
  let masked = mask(text, found);
  const endsLine = readLineBreaks(text);
  const add = (more: Iterable<FoundMention>) => {
    // A tab parts the cells of a row: no name goes on in the next.
    const both = [...found, ...[...more].filter(({ start, end }) => !text.slice(start, end).includes('\t'))];
    if (both.length === found.length) return;
    found = withoutOverlaps(both);
    masked = mask(text, found);
  };
  for (const family of [findCourts, findJudges, findOrganizations, findPeople]) add(family(masked, endsLine));
  add(findCoordinatedNames(masked, found));
  add(findLocations(masked, endsLine));
  return found;
}
