import { fileURLToPath } from 'node:url';
import type { HostAccess, VCenterRef } from '../../src/domain/model/estate.js';
import type { VSpherePorts } from '../../src/ports/vsphere.js';
import { startLab, type RunningLab } from '../../src/lab/index.js';
import type { Assumptions } from '../../src/lab/topology/assumptions.js';
import { loadTopology } from '../../src/lab/topology/load.js';
import type { Topology } from '../../src/lab/topology/schema.js';
import type { LabHost, LabVCenter } from '../../src/lab/world/model.js';
import { createVSphere } from '../../src/vsphere/index.js';
import { recordWire } from './record-wire.js';
import { startTamperingProxy, type Tamper } from './tampering-proxy.js';

/** The sample estate `small`, or another topology, in a running lab, with the product's clients pointed at it. */
export interface LabVSphere {
  readonly lab: RunningLab;
  readonly vsphere: VSpherePorts;
  readonly ta: VCenterRef;
  readonly wl: VCenterRef;
  /** Any vCenter of the topology by its name. */
  refOf(name: string): VCenterRef;
  readonly hostAccess: HostAccess;
  vcenter(name: string): LabVCenter;
  host(name: string): LabHost;
  /** Every password, private key and session ID of the lab, as texts that must not show up anywhere. */
  secrets(): string[];
  stop(): Promise<void>;
}

const topologyFile = fileURLToPath(new URL('../../examples/topologies/small.yaml', import.meta.url));

interface BenchOptions {
  /** What the lab does where no source says it. */
  readonly assumptions?: Partial<Assumptions>;
  readonly speed?: number;
  readonly seed?: number;
  /** Whether what the lab sees counts as the product's, see `recordWire`. */
  readonly record?: boolean;
  readonly topology?: Topology;
  /** File that everything that comes into the lab is recorded into. */
  readonly inputs?: string;
  /** Changes the answers of every vCenter. */
  readonly tamper?: Tamper;
  /** True = the ports change nothing. */
  readonly readOnly?: boolean;
}

/** Of the user `vta-…` of a vCenter, where the topology has one: it does the vTA configuration, and `svc-…` the rest. */
const trustCredentialOf = (vcenter: string): string => `${vcenter}-vta`;

export const startLabVSphere = async ({
  speed = 2_000,
  seed = 1,
  record = true,
  topology,
  assumptions = {},
  tamper,
  inputs,
  readOnly = false,
}: BenchOptions = {}): Promise<LabVSphere> => {
  const given = topology ?? (await loadTopology(topologyFile));
  const shown = { ...given, assumptions: { ...given.assumptions, ...assumptions } };
  const lab = await startLab({ topology: shown, seed, speed, record: inputs });
  const proxies = new Map(
    await Promise.all(
      (tamper ? lab.vcenters : []).map(
        async ({ name, url }) => [name, await startTamperingProxy(url, tamper as Tamper)] as const,
      ),
    ),
  );
  const { world } = lab;
  const vcenters = [...world.vcenters.values()];
  const logins = new Map(
    vcenters.flatMap((vcenter) => [
      [vcenter.name, vcenter.users.find(({ name }) => name.startsWith('svc-'))],
      [`${vcenter.name}-hosts`, world.hostUsers(vcenter)[0]],
      [trustCredentialOf(vcenter.name), vcenter.users.find(({ name }) => name.startsWith('vta-'))],
    ]),
  );
  // What a person brings for the step that needs it.
  const brought = new Map(
    world.keyServers.flatMap(({ provider, login, client }) => [
      [`kmip.${provider}`, login?.password ?? ''],
      [`client-key.${provider}`, client.privateKey],
    ]),
  );
  const vsphere = createVSphere({
    readOnly,
    secrets: {
      resolve: (credential) => {
        const secret = brought.get(credential);
        if (secret) return Promise.resolve({ username: credential, password: secret });
        const user = logins.get(credential);
        if (!user) throw new Error(`no credential ${credential}`);
        return Promise.resolve({ username: user.name, password: user.password });
      },
    },
    backup: { location: 'sftp://backup.example.com/vcenter', locationType: 'SFTP' },
    timeScale: speed,
  });
  const vcenter = (name: string): LabVCenter => world.vcenters.get(name) as LabVCenter;
  const refOf = (name: string): VCenterRef => {
    const entry = lab.vcenters.find((vcenter) => vcenter.name === name);
    if (!entry) throw new Error(`no vCenter ${name}`);
    const { role } = entry;
    const { url, thumbprint } = proxies.get(name) ?? entry;
    const trustCredential = trustCredentialOf(name);
    const isApart = logins.get(trustCredential) !== undefined;
    return {
      name,
      url,
      tls: { thumbprint },
      credential: name,
      ...(isApart && { trustCredential }),
      zone: role,
    };
  };
  const addresses = lab.vcenters.flatMap(({ hosts }) => hosts.map(({ name, address }) => [name, address]));
  return {
    lab,
    vsphere,
    ta: refOf('ta-vc'),
    wl: refOf('wl-vc'),
    refOf,
    hostAccess: {
      credential: 'wl-vc-hosts',
      addresses: Object.fromEntries(addresses) as Record<string, string>,
    },
    vcenter,
    host: (name) => {
      const found = vcenters.flatMap(({ hosts }) => [...hosts.values()]).find((host) => host.name === name);
      if (!found) throw new Error(`no host ${name}`);
      return found;
    },
    secrets: () => [
      ...[...logins.values()].flatMap((user) => user?.password ?? []),
      ...[...brought.values()]
        .flatMap((secret) => [secret, ...secret.split('\n').slice(1, -2)])
        .filter(Boolean),
      ...vcenters.flatMap(({ sessions }) => [...sessions.keys()]),
    ],
    stop: async () => {
      await vsphere.close();
      if (record) await recordWire(lab.wire.read());
      await Promise.all([...proxies.values()].map((proxy) => proxy.close()));
      await lab.stop();
    },
  };
};
