import { z } from 'zod';
import { ROLLBACK_WINDOW_HOURS } from '../domain/retiring/index.js';
import { DurationsConfig } from './durations.js';

const seconds = (standard: number, what: string) =>
  z
    .number()
    .positive()
    .max(86_400)
    .default(standard)
    .meta({ description: `${what}, in seconds` });

/** Where a secret is kept. The secret itself is never in a configuration. */
export const SecretReference = z
  .union([
    z.strictObject({
      file: z.string().min(1).meta({ description: 'file that holds nothing but the secret' }),
    }),
    z.strictObject({
      env: z
        .string()
        .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
        .meta({ description: 'name of an environment variable' }),
    }),
  ])
  .meta({ description: 'reference to a secret: `{ file: PATH }` or `{ env: NAME }`' });
export type SecretReference = z.infer<typeof SecretReference>;

export const Zone = z.enum(['orchestration', 'authority', 'trusted']);

const Backup = z.strictObject({
  location: z.url().meta({ description: 'where vCenter backups go, `sftp://backup.example.org/vcenter`' }),
  locationType: z
    .enum(['SFTP', 'FTP', 'FTPS', 'HTTP', 'HTTPS', 'SCP', 'NFS', 'SMB'])
    .meta({ description: 'protocol, as the appliance spells it' }),
  credential: z.string().exactOptional().meta({ description: 'credential for the location' }),
  encryptionCredential: z
    .string()
    .exactOptional()
    .meta({ description: 'credential whose password encrypts the backup' }),
});

const Limits = z.strictObject({
  connectSeconds: seconds(10, 'TCP and TLS to a vCenter or host'),
  requestSeconds: seconds(60, 'one ordinary vSphere request'),
  transferSeconds: seconds(600, 'upload or download of an image database'),
  readTaskSeconds: seconds(300, 'a read that vCenter answers with a task'),
  operatorAnswerSeconds: seconds(10, 'an answer to an operator before "no worker answered" is said'),
  planSeconds: seconds(180, 'reading an estate or planning'),
});

/** Whatever supervises the process must wait longer than `forceSeconds` before it kills: systemd does, Docker must be told. */
const Shutdown = z.strictObject({
  graceSeconds: seconds(
    30,
    'time for what is being started, and for requests under way, when the process is told to end',
  ),
  forceSeconds: seconds(45, 'time from there to the end of the process, whatever is still under way'),
});

/** Everything that can be configured. Unknown keys are errors. */
export const Config = z.strictObject({
  dataDirectory: z
    .string()
    .min(1)
    .default('.var')
    .meta({ description: 'folder of records, content-addressed store and embedded Temporal' }),
  api: z
    .strictObject({
      listen: z
        .string()
        .regex(/^(\[[0-9a-fA-F:]+\]|[^:[\]\s]+):\d{1,5}$/, 'expected host:port, for example 127.0.0.1:8780')
        .default('127.0.0.1:8780')
        .meta({ description: 'address of the REST API, `host:port`; port 0 takes a free one' }),
    })
    .prefault({}),
  temporal: z
    .strictObject({
      address: z
        .string()
        .min(1)
        .exactOptional()
        .meta({ description: '`host:port` of a Temporal server; absent: the embedded one is started' }),
      namespace: z.string().min(1).default('vta').meta({ description: 'Temporal namespace' }),
    })
    .prefault({}),
  zones: z
    .array(Zone)
    .min(1)
    .default(['orchestration', 'authority', 'trusted'])
    .meta({ description: 'zones whose work this process does' }),
  taskQueues: z
    .strictObject({
      authority: z
        .string()
        .min(1)
        .default('vta-authority')
        .meta({ description: 'task queue of the authority zone, as the estate file names it' }),
      trusted: z
        .string()
        .min(1)
        .default('vta-trusted')
        .meta({ description: 'task queue of the trusted zone, as the estate file names it' }),
    })
    .prefault({}),
  credentials: z
    .record(
      z.string().regex(/^[a-z0-9][a-z0-9._-]*$/i),
      z.strictObject({
        username: z.string().min(1).meta({ description: 'login name' }),
        password: SecretReference,
      }),
    )
    .default({})
    .meta({ description: "logins by the names that estate files use; only those of this process's zones" }),
  backup: Backup.exactOptional().meta({
    description: 'target of file-based vCenter backups; absent: this process cannot start one',
  }),
  timeScale: z
    .number()
    .positive()
    .max(100_000)
    .default(1)
    .meta({ description: 'estate seconds per real second; more than 1 only with the lab' }),
  vsphere: z
    .strictObject({
      callsPerSecond: z.number().positive().max(1_000).default(10).meta({
        description: 'most calls to one vCenter, per second of its time; what changes something goes first',
      }),
    })
    .prefault({}),
  limits: Limits.prefault({}),
  shutdown: Shutdown.prefault({}),
  retiring: z
    .strictObject({
      rollbackWindowHours: z.number().min(0).max(8_760).default(ROLLBACK_WINDOW_HOURS).meta({
        description:
          'how long after its upgrade a host may still be rolled back, so that its version before stays; 0 = never',
      }),
    })
    .prefault({}),
  durations: DurationsConfig.prefault({}),
  log: z
    .strictObject({
      level: z
        .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
        .default('info')
        .meta({ description: 'how much is written to stderr' }),
    })
    .prefault({}),
});
export type Config = z.infer<typeof Config>;
