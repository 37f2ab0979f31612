import { z } from 'zod';
import type * as domain from '../domain/model/readiness.js';
import { EsxVersion, Instant, list } from './common.js';
import { Health } from './hosts.js';

const RunningTask = z.object({
  id: z.string(),
  operation: z.string(),
  entity: z.object({ type: z.string(), moid: z.string(), name: z.string() }).exactOptional(),
  user: z.string().exactOptional(),
  since: z.string().exactOptional(),
});

const ClockReading = z.object({
  at: Instant,
  readAtMs: z.number(),
  toleranceSeconds: z.number(),
  timeScale: z.number(),
});

const HostPlatform = z.object({
  tpmAttestation: z.enum(['accepted', 'notAccepted']).exactOptional(),
  message: z.string().exactOptional(),
  firmware: z.string().exactOptional(),
  secureBoot: z.boolean().exactOptional(),
  tpmVersion: z.string().exactOptional(),
  txt: z.boolean().exactOptional(),
});

/** A running VM that something ties to its host, or to some hosts. */
const BoundVm = z.object({
  name: z.string(),
  heldBy: list(z.string()),
  mayBeHeldBy: list(z.string()),
  needs: list(
    z.object({
      what: z.enum(['datastore', 'network', 'evc', 'rule']),
      name: z.string(),
      hosts: list(z.string()),
    }),
  ),
  apart: list(z.object({ rule: z.string(), running: z.number() })),
  faultTolerant: z.boolean(),
});

const VsanReading = z.object({
  cluster: z.string(),
  nodes: list(z.object({ moid: z.string(), health: z.string(), members: z.number() })),
  resync: z.object({ objects: z.number(), bytes: z.number() }).exactOptional(),
});

const HostReadiness = z.object({
  moid: z.string(),
  memoryMiB: z.number().exactOptional(),
  usedMiB: z.number().exactOptional(),
  runningMiB: z.number().exactOptional(),
  largestVm: z.object({ name: z.string(), memoryMiB: z.number() }).exactOptional(),
  reservedMiB: z.number().exactOptional(),
  reservedVms: list(z.object({ name: z.string(), memoryMiB: z.number() })).exactOptional(),
  evcMode: z.string().exactOptional(),
  timeServers: z.number().exactOptional(),
  timeServiceRuns: z.boolean().exactOptional(),
  platform: HostPlatform.exactOptional(),
  clock: ClockReading.exactOptional(),
  boundVms: list(BoundVm).exactOptional(),
});

/** What vLCM told when its checks of a cluster were last made; `none` = never. */
const ImageReports = z.object({
  cluster: z.string(),
  preCheck: z
    .union([
      z.literal('none'),
      z.object({
        commit: z.string(),
        at: Instant.exactOptional(),
        hosts: list(z.string()),
        troubles: list(
          z.object({
            host: z.string().exactOptional(),
            kind: z.enum(['error', 'unfinished']),
            texts: list(z.string()),
          }),
        ),
      }),
    ])
    .exactOptional(),
  hardware: z
    .union([
      z.literal('none'),
      z.object({
        baseImage: EsxVersion,
        at: Instant.exactOptional(),
        devices: list(
          z.object({ name: z.string(), kind: z.enum(['device', 'driver']), hosts: list(z.string()) }),
        ),
      }),
    ])
    .exactOptional(),
});

const Access = z.object({
  login: z.string(),
  missingPrivileges: list(z.string()),
  trustedAdmin: z.boolean().exactOptional(),
});

/** How fit a vCenter and its hosts are for an upgrade; what is absent could not be read. */
export const Readiness = z
  .object({
    vcenter: z.string(),
    instanceUuid: z.string().exactOptional(),
    linkedWith: list(z.string()).exactOptional(),
    authorityClusters: list(z.string()).exactOptional(),
    serviceAddresses: list(z.string()).exactOptional(),
    access: Access.exactOptional(),
    trustAccess: Access.exactOptional(),
    clock: ClockReading.exactOptional(),
    timeSync: z.string().exactOptional(),
    storage: z.string().exactOptional(),
    databaseStorage: z.string().exactOptional(),
    vcenterHa: z.enum(['NONE', 'AUTO', 'MANUAL']).exactOptional(),
    certificates: list(z.object({ name: z.string(), expiresAt: Instant.exactOptional() })).exactOptional(),
    alarms: list(z.object({ name: z.string(), on: z.string(), status: z.string() })).exactOptional(),
    tasks: z
      .object({
        vcenter: z.string(),
        login: z.string(),
        trustLogin: z.string().exactOptional(),
        tasks: list(RunningTask),
      })
      .exactOptional(),
    depot: list(EsxVersion).exactOptional(),
    imageReports: list(ImageReports).exactOptional(),
    keyServers: list(
      z.object({
        provider: z.string(),
        name: z.string(),
        health: Health,
        trustsClient: z.boolean(),
        isTrusted: z.boolean(),
      }),
    ).exactOptional(),
    vsan: list(VsanReading).exactOptional(),
    insecureVms: list(
      z.object({
        name: z.string(),
        keyProvider: z.string().exactOptional(),
        firmware: z.string().exactOptional(),
        secureBoot: z.boolean().exactOptional(),
      }),
    ).exactOptional(),
    hosts: list(HostReadiness).exactOptional(),
  })
  .meta({ id: 'Readiness' }) satisfies z.ZodType<domain.Readiness>;
