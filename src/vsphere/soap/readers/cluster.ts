import type { EsxCluster } from '../../../domain/model/inventory.js';
import { requiredProperty, type ObjectContent } from '../property-collector.js';
import { at, booleanAt, childrenOf, refOf, refsOf, textAt, type XmlNode } from '../xml-node.js';

export const clusterProperties = ['name', 'host', 'configurationEx'] as const;

/** What vim25 knows of a cluster; a setting that cannot be read is absent. */
export interface ClusterFacts {
  readonly moid: string;
  readonly name: string;
  /** Moids of its hosts. */
  readonly hosts: readonly string[];
  readonly settings: Pick<EsxCluster, 'drs' | 'ha' | 'dpm' | 'vsan'>;
  /** Moids of VMs that DRS must not move by itself. */
  readonly pinnedVms: ReadonlySet<string>;
}

const drsModes: readonly string[] = ['fullyAutomated', 'partiallyAutomated', 'manual'];

const readDrs = (config: XmlNode | undefined): EsxCluster['drs'] => {
  const drs = at(config, 'drsConfig');
  const isEnabled = booleanAt(drs, 'enabled');
  if (isEnabled === false) return 'off';
  const mode = textAt(drs, 'defaultVmBehavior') ?? '';
  return isEnabled && drsModes.includes(mode) ? (mode as EsxCluster['drs']) : 'unknown';
};

const readHa = (config: XmlNode | undefined): EsxCluster['ha'] => {
  const enabled = booleanAt(config, 'dasConfig.enabled');
  if (enabled === undefined) return undefined;
  return { enabled, admissionControl: booleanAt(config, 'dasConfig.admissionControlEnabled') ?? enabled };
};

/** VM overrides with DRS switched off, or with a mode in which a person has to agree to each move. */
const readPinned = (config: XmlNode | undefined): Set<string> => {
  if (booleanAt(config, 'drsConfig.enableVmBehaviorOverrides') === false) return new Set();
  const pinned = childrenOf(config, 'drsVmConfig').filter((override) => {
    const behavior = textAt(override, 'behavior');
    return (
      booleanAt(override, 'enabled') === false || (behavior !== undefined && behavior !== 'fullyAutomated')
    );
  });
  return new Set(pinned.flatMap((override) => refOf(at(override, 'key'))?.value ?? []));
};

export const readCluster = (content: ObjectContent): ClusterFacts => {
  const { ref, properties } = content;
  const config = properties.get('configurationEx');
  const ha = readHa(config);
  const dpm = booleanAt(config, 'dpmConfigInfo.enabled');
  const vsan = booleanAt(config, 'vsanConfigInfo.enabled');
  return {
    moid: ref.value,
    name: properties.get('name')?.text ?? ref.value,
    hosts: refsOf(requiredProperty(content, 'host')).map(({ value }) => value),
    settings: {
      drs: readDrs(config),
      ...(ha && { ha }),
      ...(dpm === undefined ? {} : { dpm }),
      ...(vsan === undefined ? {} : { vsan }),
    },
    pinnedVms: readPinned(config),
  };
};
