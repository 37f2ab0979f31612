/** Hosts that stay on their way into maintenance mode until they are let go; all others pass. */
export function detainedHosts(names: readonly string[]) {
  const letGo = new Map<string, () => void>();
  const gone = new Map(
    names.map((name) => [name, new Promise<void>((resolve) => letGo.set(name, resolve))] as const),
  );
  return {
    evacuation: (host: string): Promise<void> => gone.get(host) ?? Promise.resolve(),
    release: (...hosts: readonly string[]): void => {
      for (const host of hosts) letGo.get(host)?.();
    },
  };
}
