import { evcOf } from '../../world/evc.js';
import type { LabHost } from '../../world/model.js';
import { typed } from '../value.js';
import { knownFields } from './known-fields.js';

/** Every simulated host is the same machine. */
export const hardware = {
  vendor: 'Simulated',
  model: 'Lab Server',
  cpuModel: 'Simulated CPU @ 2.40GHz',
  cpuMhz: 2400,
  cpuPackages: 2,
  cpuCores: 32,
  cpuThreads: 64,
};

/** Memory of a host, bytes. */
export const memoryBytes = ({ memoryMiB }: LabHost): number => memoryMiB * 1024 ** 2;

/** `HostHardwareSummary` */
export const hardwareSummary = (host: LabHost) => ({
  vendor: hardware.vendor,
  model: hardware.model,
  uuid: host.uuid,
  memorySize: memoryBytes(host),
  cpuModel: hardware.cpuModel,
  cpuMhz: hardware.cpuMhz,
  numCpuPkgs: hardware.cpuPackages,
  numCpuCores: hardware.cpuCores,
  numCpuThreads: hardware.cpuThreads,
  numNics: 2,
  numHBAs: 1,
});

const hz = hardware.cpuMhz * 1_000_000;
const threadsPerPackage = hardware.cpuThreads / hardware.cpuPackages;

/** `HostCpuPackage` */
const cpuPackage = ({ cpu }: LabHost, index: number) => ({
  index,
  vendor: evcOf(cpu).vendor,
  hz,
  busHz: 100_000_000,
  description: hardware.cpuModel,
  threadId: Array.from({ length: threadsPerPackage }, (_, thread) => index * threadsPerPackage + thread),
  cpuFeature: [],
});

/** `HostHardwareInfo` */
export const hardwareInfo = (host: LabHost) => ({
  systemInfo: { vendor: hardware.vendor, model: hardware.model, uuid: host.uuid },
  cpuInfo: {
    numCpuPackages: hardware.cpuPackages,
    numCpuCores: hardware.cpuCores,
    numCpuThreads: hardware.cpuThreads,
    hz,
  },
  cpuPkg: Array.from({ length: hardware.cpuPackages }, (_, index) => cpuPackage(host, index)),
  memorySize: memoryBytes(host),
  smcPresent: false,
  biosInfo: knownFields(host, 'HostBIOSInfo', {
    biosVersion: '1.0',
    vendor: hardware.vendor,
    firmwareType: host.firmware,
  }),
});

/** `HostLicensableResourceInfo`: what a licence by the package or by the core is counted with. */
export const licensableResource = () => ({
  resource: [
    { key: 'numCpuPackages', value: typed('long', hardware.cpuPackages) },
    { key: 'numCpuCores', value: typed('long', hardware.cpuCores) },
  ],
});
