import { z } from 'zod';
import { certificateOf } from '../../../topology/pem.js';
import type { LabWorld } from '../../../world/api.js';
import type { LabCluster } from '../../../world/model.js';
import { changingTask, readingTask } from '../../as-task.js';
import { notFound, restError } from '../../errors.js';
import { route } from '../../types.js';
import type { Call } from '../../types.js';
import { applyKeyServer, keyServerInfo, KeyServerUpdate, NewKeyServer } from './key-provider-shapes.js';
import type { StoredKeyProvider } from './key-provider-shapes.js';
import { ti, tiService } from './shapes.js';
import { serverStatus } from './key-server-status.js';
import { changeEverywhere, createEverywhere, gather, healthOf } from './ta-config.js';

export const providersPath = `${ti}/trust-authority-clusters/{cluster}/kms/providers`;
export const providersService = `${tiService}.trust_authority_clusters.kms.providers`;
export const readKms = 'TrustedAdmin.ReadKMSTrust';
export const manageKms = 'TrustedAdmin.ManageKMSTrust';

const providersOf = (cluster: LabCluster): Map<string, StoredKeyProvider> =>
  gather<StoredKeyProvider>(cluster, (ta) => ta.keyProviders);

/** The provider named by the path variable `provider`. */
export function providerOf(call: Pick<Call, 'variable'>, cluster: LabCluster): StoredKeyProvider {
  const name = call.variable('provider');
  const provider = providersOf(cluster).get(name);
  if (provider === undefined) throw notFound('key provider', name);
  return provider;
}

/** What the key of a provider's client certificate is derived from; each newly generated one has the next number. */
export const clientIdentity = (cluster: LabCluster, provider: string, generation: number): string =>
  `${cluster.moid}/kmip-client of ${provider} ${generation}`;

/** Gives this version of a provider to every reachable TA host that has the provider; another one gets it by creating. */
export function storeProvider(
  { world, session }: Pick<Call, 'world' | 'session'>,
  cluster: LabCluster,
  provider: StoredKeyProvider,
): void {
  changeEverywhere(cluster, (ta) => {
    if (ta.keyProviders.has(provider.name)) ta.keyProviders.set(provider.name, provider);
  });
  world.configurationChanged(cluster, session, `keyProvider/${provider.name}`);
}

/** `Status` of section 5.7: a server is trusted once its certificate is. */
function statusOf(
  world: LabWorld,
  cluster: LabCluster,
  provider: StoredKeyProvider,
): Record<string, unknown> {
  const { health, details } = healthOf(world, cluster, { kind: 'keyProvider', key: provider.name });
  const servers = provider.servers.map(({ name, hostname }) =>
    serverStatus(name, provider, world.keyServer(provider.name, hostname)),
  );
  return {
    health: servers.every((server) => server.health === 'OK') ? health : 'ERROR',
    details,
    servers,
  };
}

const NewProvider = z.strictObject({
  provider: z.string().min(1),
  master_key_id: z.string().min(1),
  key_server: NewKeyServer,
});

/** Section 5.7, the providers themselves. */
export const keyProviderRoutes = [
  route({
    method: 'GET',
    path: providersPath,
    privilege: readKms,
    task: readingTask(providersService, 'list', ({ world }, cluster) =>
      [...providersOf(cluster).values()].map((provider) => ({
        provider: provider.name,
        health: statusOf(world, cluster, provider)['health'],
      })),
    ),
  }),
  route({
    method: 'POST',
    path: providersPath,
    privilege: manageKms,
    body: NewProvider,
    task: changingTask(providersService, 'create', ({ world, session, body }, cluster) => {
      const empty: StoredKeyProvider = {
        name: body.provider,
        masterKeyId: body.master_key_id,
        description: '',
        servers: [],
        clientCertificate: certificateOf(clientIdentity(cluster, body.provider, 0)),
        hasPrivateKey: true,
        trustedCertificates: [],
      };
      const provider = applyKeyServer(empty, body.key_server);
      const isKnown = createEverywhere(cluster, (ta) => ta.keyProviders, provider.name, provider);
      world.configurationChanged(cluster, session, `keyProvider/${provider.name}`);
      if (isKnown) throw restError('ALREADY_EXISTS', `The key provider '${provider.name}' exists already.`);
    }),
  }),
  route({
    method: 'GET',
    path: `${providersPath}/{provider}`,
    privilege: readKms,
    task: readingTask(providersService, 'get', (call, cluster) => {
      const provider = providerOf(call, cluster);
      return {
        master_key_id: provider.masterKeyId,
        key_server: keyServerInfo(provider),
        status: statusOf(call.world, cluster, provider),
      };
    }),
  }),
  route({
    method: 'PATCH',
    path: `${providersPath}/{provider}`,
    privilege: manageKms,
    body: z.strictObject({
      master_key_id: z.string().min(1).optional(),
      key_server: KeyServerUpdate.optional(),
    }),
    task: changingTask(providersService, 'update', (call, cluster) => {
      const { master_key_id, key_server = {} } = call.body;
      const provider = applyKeyServer(providerOf(call, cluster), key_server);
      storeProvider(call, cluster, { ...provider, masterKeyId: master_key_id ?? provider.masterKeyId });
    }),
  }),
  route({
    method: 'DELETE',
    path: `${providersPath}/{provider}`,
    privilege: manageKms,
    task: changingTask(providersService, 'delete', (call, cluster) => {
      const { name } = providerOf(call, cluster);
      changeEverywhere(cluster, (ta) => ta.keyProviders.delete(name));
      call.world.configurationChanged(cluster, call.session, `keyProvider/${name}`);
    }),
  }),
];
