import type { Zone } from '../../domain/model/estate.js';
import { isAtLeast } from '../../domain/versions/index.js';
import { listed, some, type ProbeCheck } from '../check.js';
import type { Observed } from '../observed.js';

/** The Trust Authority vCenter with what its cluster holds, if that could be read. */
const authorityOf = ({ vcenters }: Observed) =>
  vcenters.flatMap(({ authority, facts }) => (authority ? [{ authority, facts }] : []))[0];

export const lastAttestedTime: ProbeCheck = {
  check: 'last-attested-time',
  assumed: 'from 8.0.1 on, an image that somebody attested with has last_attested_time',
  means: 'Without it, only the trusted side shows that a new image attests.',
  where: 'vSphere Automation API, base_images.Info; docs/reference/lab-differences.md, Trust Authority',
  judge: (observed) => {
    const vcenter = authorityOf(observed);
    if (!vcenter) return [];
    const { authority, facts } = vcenter;
    const having = authority.images.filter(({ lastAttestedAt }) => lastAttestedAt !== undefined).length;
    const isExpected = facts === undefined ? undefined : isAtLeast(facts.current.version, '8.0.1');
    return [
      {
        subject: authority.cluster.name,
        isAsAssumed:
          authority.images.length === 0 || isExpected === undefined ? undefined : isExpected === having > 0,
        found: `on ${having} of ${authority.images.length} base images`,
        ...(authority.images.length > 0 && {
          settles: { name: 'lastAttestedTime', value: having > 0 ? 'filled' : 'absent' } as const,
        }),
      },
    ];
  },
};

/** General releases have `0.0` before the build, patches their own numbers; a display name says ESXi. */
const forms = [
  ['release-form', /^\d+\.\d+\.\d+-0\.0\.\d+$/],
  ['patch-form', /^\d+\.\d+\.\d+-\d+\.\d+\.\d+$/],
  ['display-form', /^(VMware )?ESXi\b/],
] as const;

export const baseImageId: ProbeCheck = {
  check: 'base-image-id',
  assumed: 'a base image is identified like a vLCM image, 8.0.3-0.0.24022510',
  means:
    'A version that cannot be told from the identifier or the display name cannot be matched with hosts.',
  where: 'docs/reference/lab-differences.md, Trust Authority',
  judge: (observed) => {
    const authority = authorityOf(observed)?.authority;
    if (!authority) return [];
    const ids = authority.images.map(({ id }) => id);
    const formOf = (id: string) => forms.find(([, pattern]) => pattern.test(id))?.[0];
    const others = ids.filter((id) => formOf(id) !== 'release-form');
    const value = formOf(others[0] ?? ids[0] ?? '');
    return [
      {
        subject: authority.cluster.name,
        isAsAssumed: ids.length === 0 ? undefined : others.length === 0,
        found: others.length === 0 ? `${ids.length} of this form` : `other forms: ${some(others)}`,
        ...(value && { settles: { name: 'baseImageId', value } as const }),
      },
    ];
  },
};

export const healthNone: ProbeCheck = {
  check: 'health-none',
  assumed: 'health is NONE for a short while after a change only',
  means: 'NONE never counts as OK: the upgrade waits where it stays so.',
  where: 'vSphere Automation API, Health; docs/reference/lab-differences.md, Trust Authority',
  judge: (observed) => {
    const authority = authorityOf(observed)?.authority;
    if (!authority) return [];
    const items = [
      { name: 'attestation service', health: authority.attestationService },
      { name: 'key provider service', health: authority.keyProviderService },
      { name: 'TPM settings', health: authority.tpmSettings },
      ...authority.images.map(({ version, health }) => ({ name: `base image ${version}`, health })),
      ...authority.keyProviders.map(({ name, health }) => ({ name: `key provider ${name}`, health })),
      ...authority.principals.map(({ id, health }) => ({ name: `principal ${id}`, health })),
      ...authority.caCertificates.map(({ name, health }) => ({ name: `CA certificate ${name}`, health })),
      ...authority.endorsementKeys.map(({ name, health }) => ({ name: `endorsement key ${name}`, health })),
    ];
    const none = items.filter(({ health }) => health === 'NONE').map(({ name }) => name);
    return [
      {
        subject: authority.cluster.name,
        isAsAssumed: none.length === 0,
        found: none.length === 0 ? `none of ${items.length} items` : some(none),
      },
    ];
  },
};

export const imageManagedAuthority: ProbeCheck = {
  check: 'authority-image-managed',
  assumed: 'a Trust Authority Cluster can be managed by a vLCM image',
  means: 'TA hosts of a cluster that is managed by baselines are upgraded by hand, and verified here.',
  where: 'vSphere Lifecycle Manager, images; docs/reference/lab-differences.md, vSphere Lifecycle Manager',
  judge: ({ vcenters }) =>
    vcenters
      .flatMap(({ clusters }) => clusters)
      .filter(({ cluster }) => cluster.role === 'authority')
      .map(({ cluster: { ref, imageManaged } }) => ({
        subject: ref.name,
        isAsAssumed: imageManaged,
        found: imageManaged === undefined ? 'not readable' : imageManaged ? 'by an image' : 'by baselines',
        // Baselines may be somebody's choice: only an image proves something.
        ...(imageManaged && { settles: { name: 'authorityImages', value: 'supported' } as const }),
      })),
};

export const authorityWorkload: ProbeCheck = {
  check: 'authority-workload',
  assumed: 'TA hosts may run virtual machines, which are moved before a host is upgraded',
  means: 'Moving them takes time, and DRS has to be able to.',
  where: 'docs/runbook.md, Trust Authority hosts',
  judge: ({ vcenters }) =>
    vcenters
      .flatMap(({ clusters }) => clusters)
      .filter(({ cluster }) => cluster.role === 'authority')
      .map(({ cluster }) => {
        const running = cluster.hosts.reduce((sum, { poweredOnVms }) => sum + poweredOnVms, 0);
        const isFine = running === 0 || cluster.drs === 'fullyAutomated';
        return {
          subject: cluster.ref.name,
          isAsAssumed: isFine,
          found: `${running} running, DRS ${cluster.drs}`,
        };
      }),
};

/** Service lists of the clusters of one side, as far as they could be read. */
const listsOf = ({ vcenters }: Observed, role: Zone) =>
  vcenters
    .flatMap(({ clusters }) => clusters)
    .filter(({ cluster }) => cluster.role === role)
    .map(({ cluster, details }) => ({
      name: cluster.ref.name,
      lists: (details?.hosts ?? []).flatMap(({ services: found }) => (found ? [Object.keys(found)] : [])),
    }));

const inAll = (lists: readonly (readonly string[])[], keys: readonly string[]): boolean =>
  lists.every((list) => keys.every((key) => list.includes(key)));

export const services: ProbeCheck = {
  check: 'trust-services-listed',
  assumed: 'TA hosts list attestd and kmxd among their services, trusted hosts kmxa',
  means: 'A service that vCenter does not list can only be restarted on the host itself.',
  where: 'docs/reference/lab-differences.md, Hosts; vSphere Security, Trust Authority services',
  judge: (observed) => {
    const sides = { authority: listsOf(observed, 'authority'), trusted: listsOf(observed, 'trusted') };
    const [ta, trusted] = [sides.authority, sides.trusted].map((side) => side.flatMap(({ lists }) => lists));
    const value = !inAll(ta ?? [], ['attestd', 'kmxd'])
      ? 'none'
      : inAll(trusted ?? [], ['kmxa'])
        ? 'all'
        : 'without-kmxa';
    const settles = ta?.length && trusted?.length ? ({ name: 'hostServices', value } as const) : undefined;
    const expected = { authority: ['attestd', 'kmxd'], trusted: ['kmxa'] };
    return (['authority', 'trusted'] as const).flatMap((role) =>
      sides[role].map(({ name, lists }) => ({
        subject: name,
        isAsAssumed: lists.length === 0 ? undefined : inAll(lists, expected[role]),
        found:
          lists.length === 0
            ? 'no service list readable'
            : listed(lists.flat().filter((key) => /attest|kmx|esxtoken|trust/i.test(key))),
        settles,
      })),
    );
  },
};
