/** Picks free loopback ports: those people know, or those used last time, so that bookmarks and open consoles stay valid. */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import { reservePort } from './port-reservation.ts';

/** Loopback only: nothing of the embedded stack is reachable from another machine. */
export const loopback = '127.0.0.1';

/** Below the range from which systems take ports for outgoing connections, which could steal a port just picked. */
const firstRandomPort = 20_000;
const lastRandomPort = 30_000;

export interface PortPicker {
  /**
   * A port that is free now and was not handed out before, here or by another launcher: the one `name` had last time or
   * the usual one, in the order asked for, else any.
   */
  pick(name: string, usual?: number, first?: 'last' | 'usual'): Promise<number>;
}

/** With a file, it remembers from one start to the next. */
export function createPortPicker(memoryFile?: string): PortPicker {
  const taken = new Set<number>();
  const memory = memoryFile === undefined ? {} : (readJsonFile(memoryFile, z.record(z.string(), z.number())) ?? {});
  return {
    async pick(name, usual, first = 'last') {
      const known = first === 'usual' ? [usual, memory[name]] : [memory[name], usual];
      for (const port of [...known, ...randomPorts(50)]) {
        if (port === undefined || taken.has(port)) continue;
        taken.add(port);
        if (!(await reservePort(port)) || !(await isFree(port))) continue;
        memory[name] = port;
        if (memoryFile !== undefined) writeJsonFile(memoryFile, memory);
        return port;
      }
      throw new Error(`no free port between ${firstRandomPort} and ${lastRandomPort} in 50 tries`);
    },
  };
}

const randomPorts = (count: number): number[] =>
  Array.from({ length: count }, () => randomInt(firstRandomPort, lastRandomPort));

/** True if a server could listen on this loopback port now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    });
    probe.listen({ port, host: loopback, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
