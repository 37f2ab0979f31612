import type { LabHost } from '../../world/model.js';

/** Every simulated host is the same machine. */
export const hardware = {
  vendor: 'Simulated',
  model: 'Lab Server',
  cpuModel: 'Simulated CPU @ 2.40GHz',
  cpuMhz: 2400,
  cpuPackages: 2,
  cpuCores: 32,
  cpuThreads: 64,
  memoryBytes: 1024 ** 4,
};

/** `HostHardwareSummary` */
export const hardwareSummary = ({ uuid }: LabHost) => ({
  vendor: hardware.vendor,
  model: hardware.model,
  uuid,
  memorySize: hardware.memoryBytes,
  cpuModel: hardware.cpuModel,
  cpuMhz: hardware.cpuMhz,
  numCpuPkgs: hardware.cpuPackages,
  numCpuCores: hardware.cpuCores,
  numCpuThreads: hardware.cpuThreads,
  numNics: 2,
  numHBAs: 1,
});

/** `HostHardwareInfo` */
export const hardwareInfo = ({ uuid }: LabHost) => ({
  systemInfo: { vendor: hardware.vendor, model: hardware.model, uuid },
  memorySize: hardware.memoryBytes,
  biosInfo: { biosVersion: '1.0', vendor: hardware.vendor },
});
