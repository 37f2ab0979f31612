import { booleanAt, childrenOf, refOf, textAt, type XmlNode } from '../xml-node.js';

/** Rules of DRS that it never breaks: where VMs must run, and which must not run together. */
export interface DrsRules {
  /** Mandatory rules between VMs and hosts, by moid. */
  readonly placed: readonly {
    readonly name: string;
    readonly vms: ReadonlySet<string>;
    readonly allows: (host: string) => boolean;
  }[];
  readonly apart: readonly { readonly name: string; readonly vms: ReadonlySet<string> }[];
}

const idsOf = (node: XmlNode | undefined, field: string): Set<string> =>
  new Set(childrenOf(node, field).flatMap((one) => refOf(one)?.value ?? []));

/** @param config - `configurationEx` of a cluster */
export const readDrsRules = (config: XmlNode | undefined): DrsRules => {
  const groups = new Map(childrenOf(config, 'group').map((group) => [textAt(group, 'name') ?? '', group]));
  const rules = childrenOf(config, 'rule').filter((rule) => booleanAt(rule, 'enabled') !== false);
  const nameOf = (rule: XmlNode): string => textAt(rule, 'name') ?? 'a rule';
  return {
    placed: rules
      .filter((rule) => rule.xsiType === 'ClusterVmHostRuleInfo' && booleanAt(rule, 'mandatory') !== false)
      .map((rule) => {
        const on = textAt(rule, 'affineHostGroupName');
        const off = textAt(rule, 'antiAffineHostGroupName');
        const allowed = on === undefined ? undefined : idsOf(groups.get(on), 'host');
        const forbidden = off === undefined ? undefined : idsOf(groups.get(off), 'host');
        return {
          name: nameOf(rule),
          vms: idsOf(groups.get(textAt(rule, 'vmGroupName') ?? ''), 'vm'),
          allows: (host: string) => (allowed?.has(host) ?? true) && !(forbidden?.has(host) ?? false),
        };
      }),
    apart: rules
      .filter(({ xsiType }) => xsiType === 'ClusterAntiAffinityRuleSpec')
      .map((rule) => ({ name: nameOf(rule), vms: idsOf(rule, 'vm') })),
  };
};
