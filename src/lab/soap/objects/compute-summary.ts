import type { LabHost } from '../../world/model.js';
import { hardware, memoryBytes } from './host-hardware.js';

/** Whether a host counts for what its cluster can run. */
export const isEffective = ({ connection, inMaintenance }: LabHost): boolean =>
  connection === 'connected' && !inMaintenance;

/** `ComputeResourceSummary` of some hosts. */
export function computeSummary(hosts: readonly LabHost[]): Record<string, unknown> {
  const usable = hosts.filter(isEffective);
  const effective = usable.length;
  const memoryOf = (some: readonly LabHost[]): number =>
    some.reduce((sum, host) => sum + memoryBytes(host), 0);
  const megahertz = hardware.cpuCores * hardware.cpuMhz;
  return {
    totalCpu: hosts.length * megahertz,
    totalMemory: memoryOf(hosts),
    numCpuCores: hosts.length * hardware.cpuCores,
    numCpuThreads: hosts.length * hardware.cpuThreads,
    effectiveCpu: effective * megahertz,
    effectiveMemory: Math.floor(memoryOf(usable) / 1024 ** 2),
    numHosts: hosts.length,
    numEffectiveHosts: effective,
    overallStatus: 'green',
  };
}
