/** What a process says of itself: who it is, and how it feels. */
import packageJson from '../../package.json' with { type: 'json' };
import { neededSchemaVersion } from '../record/schema-check.ts';
import { gauge, measureProcess } from './registry.ts';

const buildInfo = gauge(
  'build_info',
  'Always 1: which service this is, its version, the lowest schema version it runs on, and its Node.',
  ...(['service', 'version', 'schema_version', 'node_version'] as const),
);

/** Says which service this process is, and begins to measure memory, CPU, garbage collection and event loop; once in a process. */
export function describeProcess(service: string): void {
  const { version } = packageJson;
  const schema = String(neededSchemaVersion);
  buildInfo.set({ service, version, schema_version: schema, node_version: process.versions.node }, 1);
  measureProcess();
}
