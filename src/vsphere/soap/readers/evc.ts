import type { VmNeed } from '../../../domain/model/readiness.js';
import type { SoapClient } from '../client.js';
import { readObjects, type ObjectContent } from '../property-collector.js';
import { childrenOf, textAt } from '../xml-node.js';

/** Modes of a host: the one in effect, and the highest that its CPUs have. */
export const evcProperties = ['summary.currentEVCModeKey', 'summary.maxEVCModeKey'] as const;

/** Vendor and rank of each mode that a vCenter knows, by its key: what has a higher rank has all features of a lower. */
export type EvcModes = ReadonlyMap<string, { readonly vendor: string; readonly tier: number }>;

export const readEvcModes = (soap: SoapClient, signal: AbortSignal | undefined): Promise<EvcModes> =>
  readObjects(
    soap,
    {
      objects: [{ type: 'ServiceInstance', value: 'ServiceInstance' }],
      properties: { ServiceInstance: ['capability.supportedEVCMode'] },
    },
    ([service]) =>
      new Map(
        childrenOf(service?.properties.get('capability.supportedEVCMode'), 'EVCMode').map((mode) => [
          textAt(mode, 'key') ?? '',
          { vendor: textAt(mode, 'vendor') ?? '', tier: Number(textAt(mode, 'vendorTier') ?? Number.NaN) },
        ]),
      ),
    signal,
  );

/** EVC mode in effect on a host, where EVC is off the highest that its CPUs have. */
export const evcModeOf = ({ properties }: ObjectContent): string | undefined =>
  evcProperties.map((path) => properties.get(path)?.text).find((mode) => mode !== undefined && mode !== '');

/** Whether a mode has what another has; unknown modes may. */
function covers(modes: EvcModes, offered: string | undefined, needed: string): boolean {
  const [has, needs] = [modes.get(offered ?? ''), modes.get(needed)];
  if (offered === needed || has === undefined || needs === undefined) return true;
  return has.vendor === needs.vendor && !(has.tier < needs.tier);
}

/**
 * The CPU features that a VM uses, as the least EVC mode that has them. A host of which no mode is known may have them:
 * that hosts of a cluster differ, or do not tell, is said of the cluster.
 */
export function evcNeed(vm: ObjectContent, hosts: readonly ObjectContent[], modes: EvcModes): VmNeed[] {
  const name = vm.properties.get('runtime.minRequiredEVCModeKey')?.text ?? '';
  if (name === '') return [];
  const having = hosts.filter((host) => covers(modes, evcModeOf(host), name));
  return [{ what: 'evc', name, hosts: having.map(({ ref }) => ref.value) }];
}
