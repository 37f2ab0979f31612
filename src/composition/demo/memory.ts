import { readFile } from 'node:fs/promises';

/** Samples the resident memory of processes and keeps the highest sum; only where `/proc` is. */
export function watchMemory(pids: readonly number[], everyMs = 1_000) {
  let peakBytes = 0;
  const timer = setInterval(() => {
    void Promise.all(pids.map(residentBytes)).then((parts) => {
      const sum = parts.reduce((total, part) => total + part, 0);
      peakBytes = Math.max(peakBytes, sum);
    });
  }, everyMs);
  timer.unref();
  return {
    stop(): number | undefined {
      clearInterval(timer);
      return peakBytes === 0 ? undefined : peakBytes;
    },
  };
}

async function residentBytes(pid: number): Promise<number> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
