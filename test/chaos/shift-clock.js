/** Loaded before everything else, it sets the clock of a process ahead, or behind, by LP_TEST_CLOCK_HOURS. */
const offMs = Number(process.env.LP_TEST_CLOCK_HOURS) * 3_600_000;
const TrueDate = Date;
globalThis.Date = class extends TrueDate {
  constructor(...given) {
    super(...(given.length === 0 ? [TrueDate.now() + offMs] : given));
  }
  static now() {
    return TrueDate.now() + offMs;
  }
};
