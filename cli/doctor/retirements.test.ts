import { expect } from 'chai';
import { type RetirementList, readRetirements, retirementFinding } from './retirements.ts';

const list: RetirementList = {
  about: 'a test',
  readOn: '2026-11-25',
  entries: [
    {
      host: 'api.example.com',
      models: ['old-1', 'old-1-2024'],
      endsOn: '2027-02-26',
      replacement: 'new-1',
      source: 'https://example.com/deprecations',
    },
  ],
};
const used = { check: 'engine llm', setting: 'LLM_MODEL', host: 'api.example.com', model: 'old-1' };
const today = new Date('2026-11-25T10:00:00Z');

describe('announced ends of models', () => {
  it('are told with the date, the days that are left, the source and what to do', () => {
    const finding = retirementFinding(used, [], list, today);
    expect(finding).to.deep.equal({
      check: 'engine llm',
      status: 'warning',
      what: 'old-1 is announced to end on 2027-02-26, in 93 days (https://example.com/deprecations, read on 2026-11-25)',
      mend: 'set LLM_MODEL to new-1, which its provider names instead, or to another, try it on a few documents, and restart',
    });
  });

  it('are told of the day before, and of the day itself', () => {
    const on = (date: string) => retirementFinding(used, [], list, new Date(date))?.what;
    expect(on('2027-02-25T00:00:00Z')).to.contain('in 1 day (');
    expect(on('2027-02-26T00:00:00Z')).to.contain('was announced to end on 2027-02-26');
    expect(on('2028-01-01T00:00:00Z')).to.contain('was announced to end');
  });

  it('are not told of other models, or of a server that merely has one of that name', () => {
    expect(retirementFinding({ ...used, model: 'new-1' }, [], list, today)).to.equal(undefined);
    expect(retirementFinding({ ...used, host: '127.0.0.1' }, [], list, today)).to.equal(undefined);
  });

  it('are told of models that were made from one', () => {
    expect(retirementFinding({ ...used, model: 'ft:old-1-2024:acme::1' }, [], list, today)?.what).to.contain(
      'ft:old-1',
    );
  });

  it('are believed of the server before the list', () => {
    const said = [{ model: 'old-1', endsOn: '2026-12-01', replacement: undefined }];
    const finding = retirementFinding(used, said, list, today);
    expect(finding?.what).to.equal('old-1 is announced to end on 2026-12-01, in 6 days (its server, api.example.com)');
    expect(finding?.mend).to.contain('new-1');
    expect(retirementFinding({ ...used, host: 'other.example' }, said, list, today)?.what).to.contain('2026-12-01');
  });
});

describe('shared/models/retirements.json', () => {
  const { entries, readOn } = readRetirements();

  it('names each model of a host once', () => {
    const names = entries.flatMap(({ host, models }) => models.map(model => `${host} ${model}`));
    expect(names.filter((name, index) => names.indexOf(name) !== index)).to.deep.equal([]);
  });

  it('is not from the future', () => {
    expect(Date.parse(readOn)).to.be.at.most(Date.now());
  });
});
