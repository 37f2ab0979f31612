import type { LabHost } from '../../world/model.js';
import { hardware } from './host-hardware.js';

/** Whether a host counts for what its cluster can run. */
export const isEffective = ({ connection, inMaintenance }: LabHost): boolean =>
  connection === 'connected' && !inMaintenance;

/** `ComputeResourceSummary` of some hosts. */
export function computeSummary(hosts: readonly LabHost[]): Record<string, unknown> {
  const effective = hosts.filter(isEffective).length;
  const megahertz = hardware.cpuCores * hardware.cpuMhz;
  return {
    totalCpu: hosts.length * megahertz,
    totalMemory: hosts.length * hardware.memoryBytes,
    numCpuCores: hosts.length * hardware.cpuCores,
    numCpuThreads: hosts.length * hardware.cpuThreads,
    effectiveCpu: effective * megahertz,
    effectiveMemory: Math.floor((effective * hardware.memoryBytes) / 1024 ** 2),
    numHosts: hosts.length,
    numEffectiveHosts: effective,
    overallStatus: 'green',
  };
}
