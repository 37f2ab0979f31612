import type { LabHost } from '../../world/model.js';
import { isListed } from '../../world/queries.js';
import type { Context } from '../context.js';
import { hostProduct } from './host-product.js';
import { knownFields } from './known-fields.js';
import { optionValue } from './option-values.js';

/** `HostServiceInfo` */
export const hostServices = ({ services }: LabHost, { site }: Context): Record<string, unknown> => ({
  service: [...services]
    .filter(([key]) => isListed(site.world.assumptions, key))
    .map(([key, { label, running, policy }]) => ({
      key,
      label,
      required: false,
      uninstallable: false,
      running,
      ruleset: [],
      policy,
    })),
});

/** `HostDateTimeInfo` */
export const dateTimeInfo = (host: LabHost): Record<string, unknown> =>
  knownFields(host, 'HostDateTimeInfo', {
    timeZone: { key: 'UTC', name: 'UTC', description: 'UTC', gmtOffset: 0 },
    systemClockProtocol: 'ntp',
    ntpConfig: { server: host.ntpServers },
    enabled: host.services.get('ntpd')?.running ?? false,
  });

/** `HostConfigInfo`; unset while the host does not answer. */
export function hostConfig(host: LabHost, context: Context): Record<string, unknown> | undefined {
  const { site } = context;
  if (host.connection !== 'connected') return undefined;
  return {
    host: site.hostRef(host),
    product: hostProduct(host),
    service: hostServices(host, context),
    option: [...host.options].map(([key, value]) => optionValue(key, value)),
    dateTimeInfo: dateTimeInfo(host),
    lockdownMode: 'lockdownDisabled',
  };
}

/** `HostConfigManager`: the managers that the lab has. */
export const hostConfigManager = (host: LabHost, { site }: Context): Record<string, unknown> => ({
  serviceSystem: site.hostServices(host),
  advancedOption: site.hostOptions(host),
  dateTimeSystem: site.hostManager(host, 'dateTimeSystem'),
  vsanSystem: site.hostManager(host, 'vsanSystem'),
  vsanInternalSystem: site.hostManager(host, 'vsanInternalSystem'),
});
