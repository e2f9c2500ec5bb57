/** The facts of the manifest, and what a lawyer reads off the head of each, over a few shared samples in one process. */
import { expect } from 'chai';
import { runFile } from '../../cli/direct/run-file.ts';
import { createStages, type Stages } from '../../cli/direct/stages.ts';
import type { FactRow } from '../../shared/domain/rows.ts';
import type { Log } from '../../shared/log.ts';
import { hasSharedSamples, sharedSample } from '../support/shared-samples.ts';

const silent: Log = { info() {}, warn() {}, error() {}, debug() {}, with: () => silent };

/** `kind: value`, with the role of a party. */
const said = ({ kind, value, properties }: FactRow): string =>
  kind === 'party' && properties.role ? `${kind}: ${value}, ${properties.role}` : `${kind}: ${value}`;

/** White space aside, as they are printed. */
const expected: Record<string, string[]> = {
  'txt/cadc-ideal-electronic-security-1997.txt': [
    'category: order',
    'document_type: opinion',
    'court: United States Court of Appeals FOR THE DISTRICT OF COLUMBIA CIRCUIT',
    'docket: 96-7169',
    'docket: 96-7186',
    'party: Ideal Electronic Security Co., Inc., Appellant/Cross-Appellee',
    'party: International Fidelity Insurance Company, Appellee/Cross-Appellant',
    'judge: Edwards',
    'judge: Sentelle',
    'judge: Randolph',
    'counsel: John W. Karr',
    'counsel: Neil L. Henrichsen',
    'argued_date: 1997-09-03',
    'decided_date: 1997-11-07',
  ],
  'txt/contract-cano-sponsorship.txt': [
    'category: contract',
    'document_type: sponsorship agreement',
    'party: R. C. Boyd Enterprises, LLC, Company',
    'party: Cano Petroleum, Inc., Sponsor',
    'executed_date: 2007-12-05',
    'governing_law: Texas',
  ],
  'txt/contract-gridiron-supply.txt': [
    'category: contract',
    'document_type: supply agreement',
    'party: EWSD 1, LLC',
    'party: Gridiron BioNutrients, Inc',
    'governing_law: Colorado',
  ],
  'pdf/tn-wcab-diaz-v-create-and-construct.pdf': [
    'category: order',
    'court: WORKERS’ COMPENSATION APPEALS BOARD',
    'party: Ruben Diaz, Employee',
    'docket: 2019-06-0263',
    'filing_date: 2019-09-13',
    'judge: Kenneth M. Switzer',
    'judge: Marshall L. Davidson, III',
  ],
  'pdf/azd-bard-ivc-remand-order.pdf': [
    'category: order',
    'document_type: suggestion of remand and transfer order',
    'court: UNITED STATES DISTRICT COURT FOR THE DISTRICT OF ARIZONA',
    'party: C. R. Bard, Inc., Defendant',
    'party: Bard Peripheral Vascular, Inc., Defendant',
  ],
};

if (hasSharedSamples) {
  describe('facts of the shared samples', function () {
    this.timeout(120_000);
    let stages: Stages;
    before(() => {
      stages = createStages();
    });
    after(() => stages.close());

    for (const [name, facts] of Object.entries(expected)) {
      it(name, async () => {
        const run = await runFile(sharedSample(name).path, stages, {
          log: silent,
          signal: new AbortController().signal,
        });
        expect(run.rows.facts.map(said)).to.include.members(facts);
        const text = run.rows.chunks.map(chunk => chunk.text).join('');
        for (const { quote, charStart, charEnd, value, properties } of run.rows.facts) {
          expect(text.slice(charStart ?? 0, charEnd ?? 0)).to.equal(quote);
          if (!properties.name) continue;
          const [start, end] = properties.name as [number, number];
          expect(text.slice(start, end).replace(/\s+/g, ' ').toLowerCase()).to.equal(value.toLowerCase());
        }
      });
    }
  });
}
