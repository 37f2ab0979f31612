import { z } from 'zod';
import type { LabKeyProvider } from '../../../world/model.js';
import { Address } from './shapes.js';

/** What a key provider keeps besides the world's own fields. Secrets are write-only and not kept at all. */
export interface StoredKeyProvider extends LabKeyProvider {
  readonly proxyServer?: { hostname: string; port?: number };
  readonly connectionTimeoutSeconds?: number;
  /** How many certificates have been generated: each new one differs. */
  readonly certificateGeneration?: number;
  /** A signing request was made: the hosts have the key of the certificate to come. */
  readonly requested?: boolean;
}

const Server = z.strictObject({ name: z.string().min(1), address: Address });
const common = {
  description: z.string().optional(),
  proxy_server: Address.optional(),
  connection_timeout: z.number().int().optional(),
};

export const NewKeyServer = z.strictObject({
  type: z.literal('KMIP'),
  ...common,
  kmip_server: z.strictObject({ servers: z.array(Server).min(1), username: z.string().optional() }),
});
export const KeyServerUpdate = z.strictObject({
  type: z.literal('KMIP').optional(),
  ...common,
  kmip_server: z
    .strictObject({ servers: z.array(Server).min(1).optional(), username: z.string().optional() })
    .optional(),
});
type Update = z.output<typeof KeyServerUpdate>;

/** Default port of KMIP. */
const kmipPort = 5_696;

/** Copies what an update sets over what is there; unset = unchanged. */
export function applyKeyServer(provider: StoredKeyProvider, update: Update): StoredKeyProvider {
  const { description, proxy_server, connection_timeout, kmip_server } = update;
  return {
    ...provider,
    ...(description === undefined ? {} : { description }),
    ...(proxy_server === undefined
      ? {}
      : {
          proxyServer: {
            hostname: proxy_server.hostname,
            ...(proxy_server.port ? { port: proxy_server.port } : {}),
          },
        }),
    ...(connection_timeout === undefined ? {} : { connectionTimeoutSeconds: connection_timeout }),
    ...(kmip_server?.username === undefined ? {} : { username: kmip_server.username }),
    ...(kmip_server?.servers === undefined
      ? {}
      : {
          servers: kmip_server.servers.map(({ name, address }) => ({
            name,
            hostname: address.hostname,
            port: address.port ?? kmipPort,
          })),
        }),
  };
}

/** `KeyServerInfo` of section 5.7. */
export function keyServerInfo(provider: StoredKeyProvider): Record<string, unknown> {
  return {
    type: 'KMIP',
    description: provider.description,
    ...(provider.proxyServer === undefined ? {} : { proxy_server: provider.proxyServer }),
    ...(provider.connectionTimeoutSeconds === undefined
      ? {}
      : { connection_timeout: provider.connectionTimeoutSeconds }),
    kmip_server: {
      servers: provider.servers.map(({ name, hostname, port }) => ({ name, address: { hostname, port } })),
      ...(provider.username === undefined ? {} : { username: provider.username }),
    },
  };
}
