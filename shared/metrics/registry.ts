/** What this process counts of itself: the one place where metrics are made, so that all have our prefix and no label of free text (0026). */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The metrics of this process; Prometheus knows of one registry per process. */
export const registry = new Registry();

/**
 * The names a label may have. Their values are words of ours, or names of configured engines: never an id, a file name or what
 * somebody typed, since whoever reads metrics may not read documents.
 */
type LabelName =
  | ('service' | 'version' | 'schema_version' | 'node_version')
  | ('stage' | 'phase' | 'outcome' | 'code' | 'state' | 'kind' | 'reason')
  | ('engine' | 'direction');

const named = <T extends LabelName>(name: string, help: string, labelNames: readonly T[]) => ({
  name: `legal_pipeline_${name}`,
  help,
  labelNames,
  registers: [registry],
});

/** Something that only grows; the name ends in `_total`. */
export const counter = <T extends LabelName = never>(name: string, help: string, ...labels: T[]): Counter<T> =>
  new Counter(named(name, help, labels));

export const gauge = <T extends LabelName = never>(name: string, help: string, ...labels: T[]): Gauge<T> =>
  new Gauge(named(name, help, labels));

/** Durations in seconds, from ten milliseconds to the quarter of an hour that a phase may take. */
export const durations = <T extends LabelName = never>(name: string, help: string, ...labels: T[]): Histogram<T> =>
  new Histogram({
    ...named(name, help, labels),
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900],
  });

/** Begins to measure memory, CPU, garbage collection and event loop of the process; once. */
export const measureProcess = (): void => collectDefaultMetrics({ register: registry });
