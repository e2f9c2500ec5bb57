/** All faults of a campaign. */
import { deliveryFaults } from './delivery.ts';
import { engineFaults } from './engines.ts';
import type { Fault } from './fault.ts';
import { machineFaults } from './machines.ts';
import { processFaults } from './processes.ts';
import { recordFaults } from './record.ts';
import { redisFaults } from './redis.ts';

export const allFaults: readonly Fault[] = [
  ...processFaults,
  ...redisFaults,
  ...recordFaults,
  ...deliveryFaults,
  ...machineFaults,
  ...engineFaults,
];
