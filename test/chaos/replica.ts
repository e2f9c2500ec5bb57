/** One process of a service under the launcher's own supervisor: it can be killed, stopped, or started in another environment. */
import { join } from 'node:path';
import type { Log } from '../../shared/log.ts';
import type { Children } from '../../stack/children.ts';
import type { PortPicker } from '../../stack/ports.ts';
import { type RunningServices, type Service, startServices } from '../../stack/services.ts';

export interface Replica {
  /** `ocr-service-2`. */
  name: string;
  /** `ocr-service`. */
  service: string;
  url(): string;
  pid(): number;
  /** Starts it; settings given here are for this process alone, until it is started anew. */
  start(over?: Record<string, string>): Promise<void>;
  /** Asks it to end in order and does not start it again. */
  stop(graceMs: number): Promise<void>;
}

export function createReplica(
  service: Service,
  number: number,
  world: { environment: Record<string, string>; children: Children; ports: PortPicker; log: Log; logFolder: string },
): Replica {
  const name = `${service.name}-${number}`;
  let running: RunningServices | undefined;
  const current = () => {
    const process = running?.processes[0];
    if (!running || !process) throw new Error(`${name} was not started`);
    return { process, urls: running.urls };
  };
  return {
    name,
    service: service.name,
    url: () => current().urls[name] ?? '',
    pid: () => current().process.current().pid,
    async start(over = {}) {
      const environment = { ...world.environment, ...over };
      // No usual port: there are several of each.
      const { usualPort: _, ...own } = service;
      running = await startServices(
        [{ ...own, name }],
        { ...world, environment },
        world.log,
        join(world.logFolder, `${name}.log`),
      );
    },
    async stop(graceMs) {
      await running?.stop(graceMs);
      running = undefined;
    },
  };
}
