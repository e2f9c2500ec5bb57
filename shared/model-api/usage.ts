/** What requests to model servers used up, to be counted in the outcome of a task. */

export interface Usage {
  requests: number;
  /** Answers that were kept from before and cost nothing. */
  cached?: number;
  inputTokens?: number;
  outputTokens?: number;
  /** Of sound that was sent. */
  audioMs?: number;
  /** Page pictures that an OCR engine read. */
  pages?: number;
}

/** Sums what is there; a sort of use that never occurred stays absent. */
export function addUsage(...usages: (Usage | undefined)[]): Usage {
  const sum: Usage = { requests: 0 };
  for (const usage of usages) {
    for (const [name, amount] of Object.entries(usage ?? {}) as [keyof Usage, number][]) {
      sum[name] = (sum[name] ?? 0) + amount;
    }
  }
  return sum;
}

/** As counts of an outcome. */
export const usageCounts = ({ pages, ...usage }: Usage): Record<string, number> => ({
  ...usage,
  // `pages` are those of the document.
  ...(pages !== undefined && { pagesSent: pages }),
});
