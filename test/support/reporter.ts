/** Mocha's usual report, and the counts to the process that started the run. */
import Mocha from 'mocha';

/** Loaded by name, see `.mocharc.json`; without a listening parent it is the usual report alone. */
export default function reporter(runner: Mocha.Runner, options: Mocha.MochaOptions): void {
  new Mocha.reporters.Spec(runner, options);
  runner.once('end', () => {
    const { passes = 0, failures = 0 } = runner.stats ?? {};
    process.send?.({ passes, failures });
  });
}
