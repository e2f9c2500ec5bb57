/** Slows down guessing of the password: after some wrong logins an address has to wait. */

const mostFailures = 5;
const windowMs = 15 * 60_000;
/** Addresses remembered; the oldest is forgotten first, so that many addresses cannot fill the memory. */
const mostAddresses = 10_000;

export interface LoginLimit {
  /** Milliseconds until this address may try again; 0 if it may now. */
  waitMs(address: string): number;
  failed(address: string): void;
  succeeded(address: string): void;
}

/** Five wrong logins within fifteen minutes shut an address out until those fifteen minutes are over. */
export function createLoginLimit(now: () => number = Date.now): LoginLimit {
  const failures = new Map<string, { count: number; until: number }>();
  const current = (address: string) => {
    const entry = failures.get(address);
    return entry && entry.until > now() ? entry : undefined;
  };
  return {
    waitMs(address) {
      const entry = current(address);
      return entry && entry.count >= mostFailures ? entry.until - now() : 0;
    },
    failed(address) {
      const entry = current(address) ?? { count: 0, until: now() + windowMs };
      failures.delete(address);
      failures.set(address, { ...entry, count: entry.count + 1 });
      const [oldest] = failures.keys();
      if (failures.size > mostAddresses && oldest !== undefined) failures.delete(oldest);
    },
    succeeded: address => void failures.delete(address),
  };
}
