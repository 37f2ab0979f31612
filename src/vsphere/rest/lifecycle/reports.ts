import { z } from 'zod';
import type { HardwareCheck, ImageReports, PreCheck } from '../../../domain/model/image-reports.js';
import { parseEsxVersion } from '../../../domain/versions/index.js';
import type { RestClient } from '../client.js';
import { pathOf } from '../path.js';
import { Instant, LocalizableMessage, textOf } from '../schemas.js';
import { isNotFound } from '../tasks.js';

type Signal = AbortSignal | undefined;

const CheckStatus = z.object({
  check: z.object({ name: LocalizableMessage.nullish(), check: z.string().nullish() }).nullish(),
  status: z.string(),
  issues: z.array(LocalizableMessage).nullish(),
});
const EntityResult = z.object({
  host: z.string().nullish(),
  status: z.string(),
  check_statuses: z.array(CheckStatus).nullish(),
});
const LastCheck = z.object({ commit: z.string(), end_time: Instant, entity_results: z.array(EntityResult) });

const Device = z.object({
  device: z.object({ display_name: z.string() }),
  host_info: z.record(z.string(), z.unknown()),
});
const StorageDevice = z.object({
  storage_device_info: z.object({ vendor: z.string(), model: z.string() }),
  host_info: z.record(z.string(), z.unknown()),
});
const Hardware = z.object({
  base_image_version: z.string(),
  scan_time: Instant,
  pci_device_compliance: z
    .object({
      incompatible_devices: z.array(Device),
      incompatible_driver_firmware: z.array(Device),
    })
    .nullish(),
  storage_device_compliance: z.object({ incompatible_devices: z.array(StorageDevice) }).nullish(),
});

/** `none` where vLCM has no such report. */
const report = async <T>(
  rest: RestClient,
  cluster: string,
  name: string,
  schema: z.ZodType<T>,
  signal: Signal,
): Promise<T | 'none'> => {
  const path = `${pathOf`/esx/settings/clusters/${cluster}/software/reports`}/${name}`;
  try {
    return await rest.call({ method: 'GET', path, schema, signal });
  } catch (error) {
    if (isNotFound(error)) return 'none';
    throw error;
  }
};

/** What went wrong, in words; the name of the check where it says no more. */
const textsOf = ({ check_statuses: statuses }: z.infer<typeof EntityResult>): string[] =>
  (statuses ?? [])
    .filter(({ status }) => status !== 'OK' && status !== 'WARNING')
    .flatMap(({ check, issues }) => {
      const texts = (issues ?? []).map(textOf).filter(Boolean);
      return texts.length > 0 ? texts : [check?.name ? textOf(check.name) : (check?.check ?? '')];
    })
    .filter(Boolean);

/** The newest pre-check of a cluster. Nothing is started: it is what somebody has asked for before. */
export const readPreCheck = async (
  rest: RestClient,
  cluster: string,
  signal: Signal,
): Promise<PreCheck | 'none'> => {
  const found = await report(rest, cluster, 'last-check-result', LastCheck, signal);
  if (found === 'none') return found;
  const troubles = found.entity_results.flatMap((entity): PreCheck['troubles'] => {
    if (entity.status === 'OK' || entity.status === 'WARNING') return [];
    const kind = entity.status === 'ERROR' ? 'error' : 'unfinished';
    return [{ ...(entity.host ? { host: entity.host } : {}), kind, texts: textsOf(entity) }];
  });
  const hosts = found.entity_results.flatMap(({ host }) => host ?? []);
  return { commit: found.commit, ...(found.end_time ? { at: found.end_time } : {}), hosts, troubles };
};

/** The newest hardware check of a cluster, likewise. */
export const readHardwareCheck = async (
  rest: RestClient,
  cluster: string,
  signal: Signal,
): Promise<HardwareCheck | 'none'> => {
  const found = await report(rest, cluster, 'hardware-compatibility/details', Hardware, signal);
  if (found === 'none') return found;
  const { base_image_version: image, scan_time: at, pci_device_compliance: pci } = found;
  const named = (kind: 'device' | 'driver', list: readonly z.infer<typeof Device>[] = []) =>
    list.map(({ device, host_info: hosts }) => ({
      name: device.display_name,
      kind,
      hosts: Object.keys(hosts),
    }));
  const disks = found.storage_device_compliance?.incompatible_devices ?? [];
  return {
    baseImage: parseEsxVersion(image) ?? image,
    ...(at ? { at } : {}),
    devices: [
      ...named('device', pci?.incompatible_devices),
      ...named('driver', pci?.incompatible_driver_firmware),
      ...disks.map(({ storage_device_info: { vendor, model }, host_info: hosts }) => ({
        name: `${vendor} ${model}`.trim(),
        kind: 'device' as const,
        hosts: Object.keys(hosts),
      })),
    ],
  };
};

/** Both reports of one cluster; what cannot be read is absent, as `orUnknown` says. */
export const readImageReports = async (
  rest: RestClient,
  cluster: string,
  orUnknown: <T>(read: () => Promise<T>) => Promise<T | undefined>,
  signal: Signal,
): Promise<ImageReports> => {
  const [preCheck, hardware] = await Promise.all([
    orUnknown(() => readPreCheck(rest, cluster, signal)),
    orUnknown(() => readHardwareCheck(rest, cluster, signal)),
  ]);
  return {
    cluster,
    ...(preCheck === undefined ? {} : { preCheck }),
    ...(hardware === undefined ? {} : { hardware }),
  };
};
