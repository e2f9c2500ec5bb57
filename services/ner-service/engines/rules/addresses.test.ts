import { expect } from 'chai';
import { findAddresses } from './addresses.ts';
import { withoutOverlaps } from './found.ts';

const found = (text: string) =>
  withoutOverlaps([...findAddresses(text)]).map(({ start, end, value }) => [text.slice(start, end), value]);

describe('findAddresses', () => {
  for (const address of [
    '1701 K Street, N.W. Suite 700 Washington, D.C. 20006',
    '401 Sky Gap Court\nAntioch, TN 37013',
    '901 Locust, Kansas City, Missouri 64106',
    'P.O. Box 1234, Austin, TX 78701-1234',
    '1633 Broadway, 31st Floor\nNew York, New York 10019',
    'Two Penn Plaza, Suite 1500, New York, NY 10121',
    '2200 Ross Avenue\nSuite 3600 West\nDallas, TX 75201',
    '123 Main St., Apt. 4B, Springfield, IL 62701',
    '4040 Highway 59 North, Kountze, Texas 77625',
    '3701 Avenue of the Stars, Los Angeles, California 90067',
    '220 French Landing Drive, Suite 1-B\nNashville, Tennessee 37243',
    '333 South Grand Avenue',
    '5100 W. J.B. Hunt Drive, Suite 600, Rogers, AR 72758',
    '227 West Monroe\nChicago, IL 60606',
    '1400 Smith Street, EB 3801a\nHouston, Texas 77002',
    '2003 Navasota Cove, Westlake, Texas 76092',
  ]) {
    it(`takes in the whole of ${JSON.stringify(address)}, on one line`, () => {
      const lines = address.replace(/\s*\n/g, ', ');
      expect(found(`Notices go to ${address}, by mail.`)).to.deep.equal([[address, lines]]);
    });
  }

  it('takes a line end inside a name for a blank', () => {
    const [broken] = found('Notices go to 801 Cherry\nStreet, Suite 3200, Fort\nWorth, Texas 76102, by mail.');
    expect(broken?.[1]).to.equal('801 Cherry Street, Suite 3200, Fort Worth, Texas 76102');
  });

  it('gives city, state and ZIP code', () => {
    const [address] = [...findAddresses('1119 West 1st Ave, Ste. G\nSpokane, WA 99021')];
    expect(address?.properties).to.deep.equal({ city: 'Spokane', state: 'Washington', postalCode: '99021' });
  });

  for (const text of [
    'the 9 Circuit Court of Cook County',
    'No. 5 District Court',
    'Section 5 Wall Street Journal article',
    'In 2019 Main Street Capital grew',
    '2020 Annual Report, Dallas, Texas 75201',
    '12 Drive',
    'Pueblo, CO 81006',
  ]) {
    it(`finds none in ${text}`, () => expect(found(text)).to.deep.equal([]));
  }
});
