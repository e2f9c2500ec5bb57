/** A short campaign, one fault of each kind, and the proof that its check can fail. */
import { expect } from 'chai';
import { type CampaignOptions, type CampaignResult, runCampaign } from './campaign.ts';
import { allFaults } from './faults/all.ts';

const short: CampaignOptions = {
  seed: 4,
  documents: 130,
  minutes: 0,
  only: [],
  oneOfEach: true,
  replicas: 2,
  leaseMs: 2_000,
  outageMs: 3_000,
  say: line => {
    if (process.env.TEST_LOG) console.log(line);
  },
};

const broken = ({ findings }: CampaignResult): string[] =>
  findings.map(({ invariant, kind, detail }) => `${kind}: ${invariant}: ${detail}`);

describe('chaos campaign', function () {
  this.timeout(600_000);

  it('loses nothing and doubles nothing, whatever dies', async () => {
    const result = await runCampaign(short);
    expect(broken(result)).to.deep.equal([]);
    expect(result.accepted).to.be.at.least(short.documents);
    expect(result.terminal).to.equal(result.accepted);
    expect(result.uploads.refused, 'uploads refused while Redis was away').to.equal(0);
    const idle = result.lines.filter(({ injected }) => injected === 0).map(({ name }) => name);
    expect(idle, 'faults that found nothing to hurt').to.have.length.below(5);
    expect(result.lines).to.have.length(new Set(allFaults.map(({ name }) => name)).size);
  });

  it('finds what is lost when nobody reconciles', async () => {
    const result = await runCampaign({
      ...short,
      documents: 24,
      replicas: 1,
      only: ['kill before-commit'],
      oneOfEach: false,
      without: 'reconciler',
    });
    expect(result.findings.map(({ kind }) => kind)).to.include('lost');
  });

  it('finds what is doubled when claims are not fenced', async () => {
    const result = await runCampaign({
      ...short,
      documents: 24,
      only: ['event loop', 'frozen'],
      oneOfEach: false,
      without: 'fencing',
    });
    expect(result.findings.map(({ kind }) => kind)).to.include('doubled');
  });
});
