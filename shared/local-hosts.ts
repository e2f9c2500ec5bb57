/** Which hosts are one's own: calls to them cost nothing, and those of a project that is `localOnly` go nowhere else. */

/** Loopback, by name and address. */
export const loopbackHosts: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** `host` as in a URL, with or without a port; one of the list without a port is meant with all of them. Names are compared, never looked up. */
export const isLocalHost = (host: string, localHosts: readonly string[]): boolean => {
  const named = host.toLowerCase();
  const bare = named.replace(/:\d+$/, '');
  return localHosts.some(local => [named, bare].includes(local.toLowerCase()));
};
