/** Reserves a port among the launchers of this machine, from the moment it is picked: until something listens, it looks free to all. */
import { createServer } from 'node:net';

/**
 * True if nobody else holds the port now; we then hold it until this process ends, however it ends. A name in Linux's
 * abstract socket namespace serves as the lock: it needs no file and vanishes with its owner. Elsewhere always true.
 */
export function reservePort(port: number): Promise<boolean> {
  if (process.platform !== 'linux') return Promise.resolve(true);
  return new Promise((resolve, reject) => {
    const holder = createServer();
    holder.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    });
    holder.listen(`\0legal-document-pipeline/${port}`, () => {
      holder.unref();
      resolve(true);
    });
  });
}
