import type { SecretsPort } from '../ports/secrets.js';
import type { RestOperation } from './rest/operations.js';

/** What this package needs of a logger; a pino logger fits. */
export interface VSphereLogger {
  debug(keys: object, message: string): void;
  info(keys: object, message: string): void;
  warn(keys: object, message: string): void;
}

/** Time limits, in milliseconds of wall time. */
export interface VSphereTimeouts {
  /** TCP and TLS. */
  readonly connect: number;
  /** One ordinary request, from sending to the last byte of the answer. */
  readonly request: number;
  /** Upload or download of an image database. */
  readonly transfer: number;
  /** A read that vCenter answers with a task: from its start to its result. */
  readonly readTask: number;
}

/** Where a file-based backup goes. Names of credentials only; they are resolved when a backup starts. */
export interface BackupTarget {
  /** URL, `sftp://backup.example/vcenter`. */
  readonly location: string;
  /** `SFTP`, `HTTPS`, `NFS`, `SMB`, `FTPS`… as the appliance spells it. */
  readonly locationType: string;
  /** Login at the location. */
  readonly credential?: string;
  /** Credential whose password encrypts the backup. */
  readonly encryptionCredential?: string;
}

/** One answer of the Automation API that was no error. */
export interface RestAnswer {
  readonly server: string;
  readonly operation: RestOperation;
  /** Below `/api`, as it was asked for. */
  readonly path: string;
  /** The parsed body, null when there is none. Not to be kept: it may hold anything. */
  readonly value: unknown;
}

export interface VSphereOptions {
  readonly secrets: SecretsPort;
  /** Absent: backups cannot be started by this process. */
  readonly backup?: BackupTarget;
  readonly logger?: VSphereLogger;
  /** Every call that could change a server is refused before it is sent. */
  readonly readOnly?: boolean;
  readonly timeouts?: Partial<VSphereTimeouts>;
  /** Most calls per second of its own time that go to one vCenter; absent = no cap. */
  readonly callsPerSecond?: number;
  /** How many times faster than the wall clock the servers' time runs; 1, but for the lab. */
  readonly timeScale?: number;
  /** Sees every answer of the Automation API before it is judged by a schema. */
  readonly observe?: (answer: RestAnswer) => void;
}
