import { z } from 'zod';
import { parts } from '../observed.js';
import { PSEUDONYM } from './naming.js';

/*
 * The recording of an estate, version 1; docs/reference/recording.md explains it. Strict, and every name has to be a
 * pseudonym: what was not redacted does not pass, and is not written.
 */

const name = z.string().regex(PSEUDONYM);
const text = z.string().max(4_000);
const word = z.string().regex(/^[A-Za-z0-9_$ -]{0,60}$/);
const instant = z.iso.datetime();
const esxVersion = z.string().regex(/^\d+\.\d+\.\d+-\d+$/);
const moid = z.string().regex(/^[a-z-]+\d+$/);
const health = z.enum(['NONE', 'OK', 'WARNING', 'ERROR']);
const message = z.strictObject({
  id: z
    .string()
    .regex(/^[\w.$-]{1,200}$/)
    .exactOptional(),
  text,
});

/** Fields of a remediation policy that are kept; others may hold anything. */
export const RecordedPolicy = z.object({
  failure_action: z
    .object({
      action: z.enum(['FAIL', 'RETRY']),
      retry_delay: z.number().int().exactOptional(),
      retry_count: z.number().int().exactOptional(),
    })
    .exactOptional(),
  pre_remediation_power_action: word.exactOptional(),
  enable_quick_boot: z.boolean().exactOptional(),
  disable_dpm: z.boolean().exactOptional(),
  disable_hac: z.boolean().exactOptional(),
  evacuate_offline_vms: z.boolean().exactOptional(),
  enforce_hcl_validation: z.boolean().exactOptional(),
  parallel_remediation_action: z
    .object({ enabled: z.boolean(), max_hosts: z.number().int().exactOptional() })
    .exactOptional(),
});

const Host = z.strictObject({
  moid,
  name,
  installed: esxVersion.exactOptional(),
  connection: z.enum(['connected', 'disconnected', 'notResponding', 'unknown']),
  inMaintenance: z.boolean().exactOptional(),
  bootedAt: instant.exactOptional(),
  boot: z.enum(['full', 'quick', 'unknown']),
  tpm: z.boolean().exactOptional(),
  secureBoot: z.boolean().exactOptional(),
  quickBootSupported: z.boolean().exactOptional(),
  services: z.record(word, z.boolean()).exactOptional(),
  attestation: z
    .array(
      z.strictObject({
        status: word,
        lifetimeSeconds: z.number().exactOptional(),
        messages: z.array(message),
      }),
    )
    .exactOptional(),
});

const Vm = z.strictObject({
  moid,
  name,
  host: moid,
  poweredOn: z.boolean(),
  encrypted: z.boolean(),
  pinned: z.boolean(),
  memoryMiB: z.number().int().positive().exactOptional(),
});

const Cluster = z.strictObject({
  moid,
  name,
  kind: z.enum(['authority', 'trusted']),
  imageManaged: z.boolean().exactOptional(),
  desired: z
    .strictObject({ image: text, commit: z.union([z.string().regex(/^\d{1,9}$/), name]).exactOptional() })
    .exactOptional(),
  policy: z
    .strictObject({
      configured: RecordedPolicy,
      effective: z.strictObject({
        quickBoot: z.boolean(),
        powerAction: word,
        disableDpm: z.boolean(),
        disableAdmissionControl: z.boolean(),
        parallelRemediation: z.boolean(),
      }),
    })
    .exactOptional(),
  drs: z.enum(['fullyAutomated', 'partiallyAutomated', 'manual', 'off', 'unknown']),
  ha: z.strictObject({ enabled: z.boolean(), admissionControl: z.boolean() }).exactOptional(),
  dpm: z.boolean().exactOptional(),
  vsan: z.boolean().exactOptional(),
  appliedConfig: z.enum(['NONE', 'OK', 'ERROR']).exactOptional(),
  hosts: z.array(Host),
  vms: z.array(Vm),
});

const VCenter = z.strictObject({
  name,
  role: z.enum(['authority', 'trusted']),
  version: z
    .string()
    .regex(/^\d+(\.\d+){1,4}$/)
    .exactOptional(),
  build: z.string().regex(/^\d*$/).exactOptional(),
  apiVersion: z
    .string()
    .regex(/^[\d.]*$/)
    .exactOptional(),
  updateState: word.exactOptional(),
  health: word.exactOptional(),
  licensed: z.boolean().exactOptional(),
  backedUpAt: instant.exactOptional(),
  updates: z.array(z.strictObject({ version: text, name: text, type: word, rebootRequired: z.boolean() })),
  depot: z.array(
    z.strictObject({
      version: text,
      displayVersion: text.exactOptional(),
      releasedAt: instant.exactOptional(),
    }),
  ),
  clusters: z.array(Cluster),
});

const named = z.array(z.strictObject({ name, health }));

const Authority = z.strictObject({
  attestationService: health,
  keyProviderService: health,
  images: z.array(
    z.strictObject({
      id: text,
      version: esxVersion.exactOptional(),
      displayName: text,
      health,
      details: z.array(message),
      /** Somebody attested with it, says `last_attested_time`. */
      attestedWith: z.boolean(),
    }),
  ),
  keyProviders: z.array(
    z.strictObject({
      name,
      health,
      masterKeyId: name.exactOptional(),
      servers: z.array(z.strictObject({ name, hostname: name, port: z.number().int().exactOptional() })),
    }),
  ),
  /** `vcenter`: the trusted vCenter of the estate that shows the same certificates. */
  principals: z.array(z.strictObject({ id: name, vcenter: name.exactOptional(), health })),
  tpmSettings: z.strictObject({
    health,
    requireEndorsementKeys: z.boolean().exactOptional(),
    requireCertificateValidation: z.boolean().exactOptional(),
  }),
  caCertificates: named,
  endorsementKeys: named,
});

export const Recording = z.strictObject({
  format: z.literal('vta-recording'),
  version: z.literal(1),
  /** Release of the probe. */
  takenBy: z.string(),
  takenAt: instant,
  estate: name,
  vcenters: z.array(VCenter),
  authority: Authority.exactOptional(),
  /** Facts that this estate settles, by the name of the lab's assumption. */
  assumptions: z.record(z.string(), z.string()),
  findings: z.array(
    z.strictObject({
      check: z.string(),
      subject: text,
      verdict: z.enum(['as-assumed', 'different', 'not-seen']),
      found: text,
    }),
  ),
  unreadable: z.array(
    z.strictObject({
      vcenter: name,
      part: z.enum(parts),
      cluster: name.exactOptional(),
      kind: word,
      errorType: word.exactOptional(),
    }),
  ),
});
export type Recording = z.infer<typeof Recording>;
export type RecordedVCenter = z.infer<typeof VCenter>;
export type RecordedCluster = z.infer<typeof Cluster>;
export type RecordedHost = z.infer<typeof Host>;
