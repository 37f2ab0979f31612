import { createConfigurationActivities } from '../../src/activities/configuration-items.js';
import type { AuthorityChange } from '../../src/domain/archive/change.js';
import type {
  AuthorityConfiguration,
  KeyProviderConfiguration,
} from '../../src/domain/archive/configuration.js';
import { compareConfiguration } from '../../src/domain/archive/compare.js';
import type { ArchiveManifest } from '../../src/domain/archive/manifest.js';
import { VSphereError } from '../../src/ports/errors.js';
import { aReading, storeArchive } from './archive-builders.js';
import { anAuthority } from './builders.js';
import { fakeVSphere } from './fake-vsphere.js';

/**
 * A Trust Authority Cluster in memory that can be restored: the real activities, over a port that takes every change at
 * once. `effects` holds what was written.
 */
export async function createStubConfiguration(
  archived: AuthorityConfiguration,
  start: AuthorityConfiguration,
  /** Credentials that nobody has brought yet. */
  absent: Set<string> = new Set(),
) {
  let now = start;
  const effects: string[] = [];
  const fake = fakeVSphere({
    trustAuthority: {
      readAuthority: async () => anAuthority({ cluster: now.cluster }),
      readConfiguration: async () => aReading(now),
      findImport: async () => undefined,
      startImport: async (_vcenter, _cluster, bytes) => {
        const version = new TextDecoder().decode(bytes).replace('the file of ', '');
        effects.push(`import ${version}`);
        now = { ...now, baseImages: [...now.baseImages, { version, id: version, displayName: version }] };
        return { kind: 'cis', id: 'import' };
      },
      startChange: async (_vcenter, _cluster, change) => {
        for (const name of secretsOf(change)) {
          if (absent.has(name)) {
            const about = { kind: 'refused', operation: 'secret', server: 'ta-vc' } as const;
            throw new VSphereError(`Credential '${name}' is not known to this process`, about);
          }
        }
        effects.push(change.do);
        now = applied(now, change);
        return { kind: 'cis', id: change.do };
      },
    },
    tasks: { readTask: async () => ({ state: 'succeeded' }) },
  });
  const archive = await storeArchive(fake.blobs, archived);
  const manifest = JSON.parse(new TextDecoder().decode(await fake.blobs.get(archive))) as ArchiveManifest;
  return {
    activities: createConfigurationActivities(fake),
    effects,
    /** What the reading before a plan finds. */
    extras: () => ({
      archive: { hash: archive, at: manifest.takenAt, manifest },
      comparison: compareConfiguration(archived, aReading(now)),
    }),
    get now() {
      return now;
    },
  };
}

const secretsOf = (change: AuthorityChange): string[] =>
  change.do === 'setKmipPassword'
    ? [change.password]
    : change.do === 'setClientCertificate'
      ? [change.privateKey]
      : [];

function applied(now: AuthorityConfiguration, change: AuthorityChange): AuthorityConfiguration {
  const provider = (name: string, edit: Partial<KeyProviderConfiguration>): AuthorityConfiguration => ({
    ...now,
    keyProviders: now.keyProviders.map((entry) => (entry.name === name ? { ...entry, ...edit } : entry)),
  });
  switch (change.do) {
    case 'createKeyProvider': {
      const { clientCertificate: _, ...rest } = change.provider;
      const fresh = { ...rest, servers: rest.servers.slice(0, 1), trustedCertificates: [] };
      return { ...now, keyProviders: [...now.keyProviders, fresh] };
    }
    case 'updateKeyProvider': {
      const { servers: _, ...settings } = change.provider;
      return provider(change.provider.name, settings);
    }
    case 'setKeyServers':
      return provider(change.provider, { servers: change.servers });
    case 'setClientCertificate':
      return provider(change.provider, { clientCertificate: change.certificate });
    case 'trustServerCertificates':
      return provider(change.provider, { trustedCertificates: change.certificates });
    case 'setKmipPassword':
      return now;
    case 'setTpmSettings':
      return { ...now, tpmSettings: change.settings };
    case 'addCaCertificate':
      return { ...now, caCertificates: [...now.caCertificates, { name: change.name, chain: change.chain }] };
    case 'addEndorsementKey': {
      const key = { name: change.name, publicKey: change.publicKey };
      return { ...now, endorsementKeys: [...now.endorsementKeys, key] };
    }
    case 'createPrincipal':
      return { ...now, principals: [...now.principals, change.principal] };
  }
}
