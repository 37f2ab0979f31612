import type { AuthorityConfiguration } from '../../src/domain/archive/configuration.js';
import type { VCenterRef } from '../../src/domain/model/estate.js';
import type {
  ApplyPolicy,
  Attestation,
  AuthorityFacts,
  BaseImage,
  EsxCluster,
  EsxHost,
  TrustLink,
  VCenterFacts,
} from '../../src/domain/model/inventory.js';
import { aConfiguration, aKeyProvider, aPrincipal } from './archive-builders.js';
import { OLD, VC_NEW, VC_OLD, type StubHost, type StubWorld } from './stub-world.js';

const ATTESTED_UNTIL = '2099-01-01T00:00:00.000Z';

/** What both sides say of a stub estate, as it is at that moment. */
export function stubFacts(world: StubWorld) {
  const { shape, trouble, ta, wl, hosts, policies, commits, images, versions, updateStates, bound } = world;
  const attestationOf = (host: StubHost): Attestation => {
    const isTrustedHost =
      shape.regular?.[host.cluster.name] === undefined || bound.has(`attestation ${host.cluster.name}`);
    const isAttested =
      isTrustedHost && images.has(host.measured) && (trouble.attests?.(host.ref.name) ?? true);
    const status = isAttested ? ('attested' as const) : ('notAttested' as const);
    const at = new Date().toISOString();
    return {
      status,
      ...(isAttested ? { attestedAt: at, attestedUntil: ATTESTED_UNTIL } : {}),
      services: [{ status, messages: isAttested ? [] : ['attest_unknown_software'] }],
    };
  };
  const hostFacts = (host: StubHost): EsxHost => {
    const bootTime = new Date(Date.UTC(2026, 0, 1 + host.boots)).toISOString();
    const isUnseen = host.boots > 0 && (trouble.bootsUnseen?.(host.ref.name) ?? false);
    return {
      ref: host.ref,
      cluster: host.cluster,
      role: host.ref.vcenter === ta.name ? 'authority' : 'trusted',
      installed: host.version,
      connection: 'connected',
      inMaintenance: host.inMaintenance,
      bootTime,
      boot: isUnseen
        ? { type: 'unknown', source: 'none', bootTime }
        : { type: host.bootType, source: 'event', bootTime },
      attestation: attestationOf(host),
      quickBootSupported: true,
      tpm: true,
      thumbprint: 'AA',
      poweredOnVms: 0,
      encryptedVms: 0,
      pinnedVms: [],
    };
  };
  const policyOf = (name: string): ApplyPolicy => ({
    enableQuickBoot: policies[name]?.['enable_quick_boot'] === true,
    powerAction: 'DO_NOT_CHANGE_VMS_POWER_STATE',
    disableDpm: false,
    disableAdmissionControl: shape.disablesAdmissionControl?.includes(name) === true,
    parallelRemediation: false,
    raw: { ...policies[name] },
  });
  const clusterFacts = (name: string): EsxCluster => {
    const members = [...hosts.values()].filter(({ cluster }) => cluster.name === name);
    const [first] = members;
    if (first === undefined) throw new Error(`no cluster ${name}`);
    return {
      ref: first.cluster,
      role: first.ref.vcenter === ta.name ? 'authority' : 'trusted',
      imageManaged: name === 'TA' ? shape.taImage !== false : shape.withoutImage?.includes(name) !== true,
      desired: { baseImage: commits[name] ?? OLD, commit: commits[name] === undefined ? '1' : '2' },
      policy: policyOf(name),
      drs: 'fullyAutomated',
      ha: { enabled: true, admissionControl: true },
      dpm: false,
      vsan: false,
      appliedConfig: 'OK',
      hosts: members.map(hostFacts),
    };
  };
  const vcenterFacts = ({ name, zone }: VCenterRef): VCenterFacts => ({
    name,
    zone,
    current: versions[name] ?? VC_OLD,
    updateState: updateStates[name] ?? 'UP_TO_DATE',
    pending: [{ version: VC_NEW.version, name: 'update', type: 'UPDATE', rebootRequired: true }],
    health: 'green',
    licensed: true,
    lastBackupAt: '2026-01-01T00:00:00.000Z',
  });
  const imageFacts = (version: string): BaseImage => ({
    version,
    id: version,
    displayName: version,
    health: 'OK',
    details: [],
  });
  const authority = (): AuthorityFacts => ({
    cluster: { vcenter: ta.name, moid: 'domain-TA', name: 'TA' },
    state: 'ENABLE',
    attestationService: 'OK',
    keyProviderService: 'OK',
    images: [...images].map(imageFacts),
    keyProviders: [{ name: 'kp', health: 'OK' }],
    principals: [{ id: 'p', issuer: 'i', health: 'OK' }],
    tpmSettings: trouble.authorityDiffers?.() === true ? 'ERROR' : 'OK',
    caCertificates: [{ name: 'ca', health: 'OK' }],
    endorsementKeys: [],
  });
  /** What the facts above name, as an archive has it. */
  const configuration = (): AuthorityConfiguration => {
    const { cluster, keyProviders, principals, caCertificates, images: listed } = authority();
    return aConfiguration({
      cluster,
      keyProviders: keyProviders.map(({ name }) => aKeyProvider({ name })),
      caCertificates: caCertificates.map(({ name }) => ({ name, chain: [name] })),
      endorsementKeys: [],
      baseImages: listed.map(({ version, id, displayName }) => ({ version, id, displayName })),
      principals: principals.map(({ issuer }) => aPrincipal({ issuer })),
    });
  };
  const link: TrustLink = {
    vcenter: wl.name,
    principalFingerprint: 'f',
    principalIssuer: 'i',
    attestationServices: ['ta-1:443'],
    keyProviderServices: ['ta-1:443'],
  };
  return {
    attestationOf,
    hostFacts,
    policyOf,
    clusterFacts,
    vcenterFacts,
    imageFacts,
    authority,
    configuration,
    link,
  };
}

export type StubFacts = ReturnType<typeof stubFacts>;
