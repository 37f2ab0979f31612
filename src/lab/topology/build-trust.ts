import type {
  LabCluster,
  LabHost,
  LabKeyServer,
  LabPrincipal,
  LabTaConfig,
  LabVCenter,
} from '../world/model.js';
import { toBaseImage } from '../world/versions.js';
import { passwordDigest } from '../world/trust-items.js';
import { caChainOf } from './build-tpm.js';
import { passwordOf, uuidOf } from './ids.js';
import { certificateOf, privateKeyOf, publicKeyOf } from './pem.js';
import type { Topology } from './schema.js';

/** Port at which the services of a Trust Authority host are registered. */
const SERVICE_PORT = 443;

/** Identity of a vCenter as the Trust Authority knows it. */
export function principalOf(vcenter: string, seed: number, generation = 0, expiresAt?: string): LabPrincipal {
  const root = `${seed}/CA of ${vcenter} ${generation}`;
  return {
    id: uuidOf(seed, 'principal', vcenter),
    name: `vpxd-${uuidOf(seed, 'vpxd', vcenter)}`,
    domain: 'vsphere.local',
    issuer: `https://${vcenter}/openidconnect/vsphere.local`,
    issuerAlias: vcenter,
    certificates: [
      [certificateOf(`${seed}/sts of ${vcenter} ${generation}`, root, expiresAt), certificateOf(root)],
    ],
  };
}

/** Gives every Trust Authority host its copy of the configuration and registers its services with the trusted side. */
export function linkTrust(topology: Topology, vcenters: ReadonlyMap<string, LabVCenter>, seed: number): void {
  const hosts = [...vcenters.values()].flatMap((vcenter) =>
    [...vcenter.hosts.values()].filter((host) => host.cluster.kind === 'authority'),
  );
  const lacking = new Map(
    topology.vcenters.flatMap(({ clusters }) =>
      clusters.flatMap((cluster) =>
        cluster.hosts.map((host) => [host.name, new Set(host.missingImages)] as const),
      ),
    ),
  );
  for (const host of hosts) host.ta = taConfig(topology, vcenters, seed, lacking.get(host.name) ?? new Set());
  for (const vcenter of vcenters.values()) {
    if (vcenter.role !== 'trusted') continue;
    for (const host of hosts) registerServices(vcenter, host, seed);
    const stale = new Set(
      topology.vcenters
        .find(({ name }) => name === vcenter.name)
        ?.clusters.filter(({ appliedConfig }) => appliedConfig === 'ERROR')
        .map(({ name }) => name),
    );
    for (const cluster of vcenter.clusters.values()) bindAll(cluster, stale.has(cluster.name));
  }
}

const clientOf = (provider: string, seed: number): string => `${seed}/client of ${provider}`;
const keyServerOf = (hostname: string, provider: string, seed: number): string =>
  `${seed}/${hostname} of ${provider}`;
const kmipPasswordOf = (provider: string, seed: number): string => passwordOf(seed, 'kmip', provider);

/** The key servers of all key providers: what each one shows, and whom it lets in. */
export function keyServersOf({ trustAuthority }: Topology, seed: number): LabKeyServer[] {
  return trustAuthority.keyProviders.flatMap(
    ({ name: provider, username, servers, clientCertificateExpiresAt }) =>
      servers.map(({ hostname, reachable }) => ({
        provider,
        hostname,
        reachable,
        certificate: certificateOf(keyServerOf(hostname, provider, seed)),
        client: {
          certificate: certificateOf(clientOf(provider, seed), undefined, clientCertificateExpiresAt),
          privateKey: privateKeyOf(clientOf(provider, seed)),
        },
        ...(username === undefined ? {} : { login: { username, password: kmipPasswordOf(provider, seed) } }),
      })),
  );
}

/** A key with the name of a host is that of its TPM. */
function keyOf(name: string, vcenters: ReadonlyMap<string, LabVCenter>, seed: number): string {
  const hosts = [...vcenters.values()].flatMap((vcenter) => [...vcenter.hosts.values()]);
  const named = hosts.find((host) => host.name === name)?.endorsement;
  return named?.publicKey ?? publicKeyOf(`${seed}/${name}`);
}

function taConfig(
  { trustAuthority }: Topology,
  vcenters: ReadonlyMap<string, LabVCenter>,
  seed: number,
  lacking: ReadonlySet<string>,
): LabTaConfig {
  const accepted = trustAuthority.principals;
  const principals = [...vcenters.values()]
    .filter(({ name, role }) => role === 'trusted' && (accepted?.includes(name) ?? true))
    .map(({ principal }) => principal);
  return {
    images: new Map(
      trustAuthority.baseImages
        .filter((version) => !lacking.has(version))
        .map((version) => [version, { displayName: `ESXi ${toBaseImage(version)}` }]),
    ),
    principals: new Map(principals.map((principal) => [principal.id, principal])),
    keyProviders: new Map(
      trustAuthority.keyProviders.map(({ username, clientCertificateExpiresAt, ...provider }) => [
        provider.name,
        {
          ...provider,
          // Whether one answers is no part of what the hosts hold.
          servers: provider.servers.map(({ name, hostname, port }) => ({ name, hostname, port })),
          ...(username === undefined ? {} : { username }),
          clientCertificate: certificateOf(
            clientOf(provider.name, seed),
            undefined,
            clientCertificateExpiresAt,
          ),
          hasPrivateKey: true,
          ...(username === undefined
            ? {}
            : { passwordDigest: passwordDigest(kmipPasswordOf(provider.name, seed)) }),
          trustedCertificates: provider.servers.map(({ hostname }) =>
            certificateOf(keyServerOf(hostname, provider.name, seed)),
          ),
        },
      ]),
    ),
    caCertificates: new Map(
      trustAuthority.caCertificates.map((name) => [name, { chain: caChainOf(name, seed) }]),
    ),
    endorsementKeys: new Map(
      trustAuthority.endorsementKeys.map((name) => [name, { publicKey: keyOf(name, vcenters, seed) }]),
    ),
    tpmSettings: { ...trustAuthority.tpmSettings },
  };
}

function registerServices(vcenter: LabVCenter, host: LabHost, seed: number): void {
  for (const kind of ['attestation', 'kms'] as const) {
    const id = uuidOf(seed, kind, vcenter.name, host.name);
    vcenter.taServices.set(id, {
      id,
      kind,
      hostname: host.name,
      port: SERVICE_PORT,
      group: uuidOf(seed, 'service-group', host.cluster.name),
      taCluster: taClusterId(host.cluster, seed),
      trustedCa: host.trustedCa,
      taHostMoid: host.moid,
    });
  }
}

/** Identifier by which trusted vCenters know a Trust Authority Cluster; not its moid (vsphere-rest.md 5.3). */
export function taClusterId(cluster: LabCluster, seed: number): string {
  return uuidOf(seed, 'ta-cluster', cluster.vcenter.name, cluster.name);
}

/** A stale cluster lacks one key provider service on its hosts: attestation goes on as it was. */
function bindAll(cluster: LabCluster, isStale: boolean): void {
  if (!cluster.trust) return;
  const services = [...cluster.vcenter.taServices.values()];
  const lacking = isStale ? services.findLast(({ kind }) => kind === 'kms') : undefined;
  for (const service of services) {
    cluster.trust.desired.add(service.id);
    if (service !== lacking) cluster.trust.applied.set(service.id, service.trustedCa);
  }
}
