import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { cleanText } from '../../../../shared/text/clean.ts';
import type { FoundMention } from '../engine.ts';
import { findMentions } from './engine.ts';
import { placeAt } from './locations.ts';
import { organizationAt } from './organizations.ts';
import { personAt } from './people.ts';
import { withoutLineNumbers } from './transcript.ts';

const folder = new URL('../../../../samples/matter/', import.meta.url);
const texts = readdirSync(folder)
  .filter(name => name.endsWith('.txt') && !name.startsWith('utf16'))
  .map(name => cleanText(readFileSync(new URL(name, folder), 'utf8')));

describe('names that something else found', () => {
  it('have the value that a rule gives the same words', () => {
    const at = (text: string, { type, start, end }: FoundMention): FoundMention | undefined => {
      // Inverted names, and places with their state, are read by rules of their own.
      if (text.slice(start, end).includes(',') && type !== 'ORGANIZATION') return undefined;
      if (type === 'PERSON' || type === 'JUDGE') return personAt(text, start, end, 1);
      return type === 'ORGANIZATION' ? organizationAt(text, start, end, 1) : undefined;
    };
    let compared = 0;
    for (const text of texts.map(withoutLineNumbers))
      for (const mention of findMentions(text)) {
        const same = at(text, mention);
        if (!same) continue;
        compared++;
        expect([same.start, same.end, same.value]).to.deep.equal([mention.start, mention.end, mention.value]);
        expect(same.properties.form).to.equal(mention.properties.form);
        expect(same.properties.surname).to.equal(mention.properties.surname);
      }
    expect(compared).to.be.greaterThan(30);
  });

  it('leave a title outside, have "Jr." inside, and are a judge\'s by either', () => {
    const text = 'the Hon. Ann B. ROE, Circuit Judge, and Mr. BO POE, JR. left';
    const person = (written: string) =>
      personAt(text, text.indexOf(written), text.indexOf(written) + written.length, 1);
    expect(person('Hon. Ann B. ROE')).to.deep.include({ type: 'JUDGE', value: 'Ann B. ROE', start: 9 });
    expect(person('BO POE')).to.deep.include({ type: 'PERSON', value: 'Bo Poe, Jr.' });
    expect(person('BO POE, JR.').properties).to.deep.equal({
      given: 'Bo',
      surname: 'Poe',
      suffix: 'JR.',
      title: 'Mr.',
    });
  });

  it('know agencies by their letters, legal forms, and places by their kind', () => {
    const organization = (text: string) => organizationAt(text, 0, text.length, 1);
    expect(organization('the FBI').value).to.equal('Federal Bureau of Investigation');
    expect(organization('ACME WIDGETS LLC.')).to.deep.include({
      value: 'Acme Widgets LLC',
      end: 16,
      properties: { form: 'LLC' },
    });
    expect(placeAt('Tex.', 0, 4, 1)).to.deep.include({ value: 'Texas', properties: { kind: 'state' } });
    expect(placeAt('OSTWALD', 0, 7, 1)).to.deep.include({ value: 'Ostwald', properties: {} });
  });
});
