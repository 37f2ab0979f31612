import { z } from 'zod';

/*
 * The recording of an estate, version 1, as docs/reference/recording.md describes it. Every name in it is a
 * pseudonym such as `n012-host`.
 */

const name = z.string().regex(/^n\d{3,7}-[a-z]+$/, 'a pseudonym such as n012-host');
const moid = (kind: string) =>
  z.string().regex(new RegExp(`^${kind}\\d{1,9}$`), `a managed object ID such as ${kind}12`);
const esxVersion = z.string().regex(/^\d+\.\d+\.\d+-\d+$/, 'an ESXi version such as 8.0.3-24022510');
const instant = z.iso.datetime();
const health = z.enum(['NONE', 'OK', 'WARNING', 'ERROR']);
const message = z.strictObject({ id: z.string().optional(), text: z.string() });

const Policy = z.strictObject({
  failure_action: z
    .strictObject({
      action: z.enum(['FAIL', 'RETRY']),
      retry_delay: z.number().int().min(0).optional(),
      retry_count: z.number().int().min(0).optional(),
    })
    .optional(),
  pre_remediation_power_action: z.string().optional(),
  enable_quick_boot: z.boolean().optional(),
  disable_dpm: z.boolean().optional(),
  disable_hac: z.boolean().optional(),
  evacuate_offline_vms: z.boolean().optional(),
  enforce_hcl_validation: z.boolean().optional(),
  parallel_remediation_action: z
    .strictObject({ enabled: z.boolean(), max_hosts: z.number().int().min(1).optional() })
    .optional(),
});

const Host = z.strictObject({
  moid: moid('host-'),
  name,
  installed: esxVersion.optional(),
  connection: z.enum(['connected', 'disconnected', 'notResponding', 'unknown']),
  inMaintenance: z.boolean().optional(),
  bootedAt: instant.optional(),
  boot: z.enum(['full', 'quick', 'unknown']),
  tpm: z.boolean().optional(),
  secureBoot: z.boolean().optional(),
  quickBootSupported: z.boolean().optional(),
  services: z.record(z.string(), z.boolean()).optional(),
  attestation: z
    .array(
      z.strictObject({
        status: z.string(),
        lifetimeSeconds: z.number().optional(),
        messages: z.array(message),
      }),
    )
    .optional(),
});

const Vm = z.strictObject({
  moid: moid('vm-'),
  name,
  host: moid('host-'),
  poweredOn: z.boolean(),
  encrypted: z.boolean(),
  pinned: z.boolean(),
  memoryMiB: z.number().int().positive().optional(),
});

const Cluster = z.strictObject({
  moid: moid('domain-c'),
  name,
  kind: z.enum(['authority', 'trusted']),
  imageManaged: z.boolean().optional(),
  desired: z.strictObject({ image: z.string(), commit: z.string().min(1).optional() }).optional(),
  policy: z
    .strictObject({
      configured: Policy,
      effective: z.strictObject({
        quickBoot: z.boolean(),
        powerAction: z.string(),
        disableDpm: z.boolean(),
        disableAdmissionControl: z.boolean(),
        parallelRemediation: z.boolean(),
      }),
    })
    .optional(),
  drs: z.enum(['fullyAutomated', 'partiallyAutomated', 'manual', 'off', 'unknown']),
  ha: z.strictObject({ enabled: z.boolean(), admissionControl: z.boolean() }).optional(),
  dpm: z.boolean().optional(),
  vsan: z.boolean().optional(),
  appliedConfig: z.enum(['NONE', 'OK', 'ERROR']).optional(),
  hosts: z.array(Host),
  vms: z.array(Vm),
});

const VCenter = z.strictObject({
  name,
  role: z.enum(['authority', 'trusted']),
  version: z.string().optional(),
  build: z.string().optional(),
  apiVersion: z.string().optional(),
  updateState: z.string().optional(),
  health: z.string().optional(),
  licensed: z.boolean().optional(),
  backedUpAt: instant.optional(),
  updates: z.array(
    z.strictObject({ version: z.string(), name: z.string(), type: z.string(), rebootRequired: z.boolean() }),
  ),
  depot: z.array(
    z.strictObject({
      version: z.string(),
      displayVersion: z.string().optional(),
      releasedAt: instant.optional(),
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
      id: z.string(),
      version: esxVersion.optional(),
      displayName: z.string(),
      health,
      details: z.array(message),
      attestedWith: z.boolean(),
    }),
  ),
  keyProviders: z.array(
    z.strictObject({
      name,
      health,
      masterKeyId: name.optional(),
      servers: z.array(
        z.strictObject({ name, hostname: name, port: z.number().int().min(1).max(65_535).optional() }),
      ),
    }),
  ),
  principals: z.array(z.strictObject({ id: name, vcenter: name.optional(), health })),
  tpmSettings: z.strictObject({
    health,
    requireEndorsementKeys: z.boolean().optional(),
    requireCertificateValidation: z.boolean().optional(),
  }),
  caCertificates: named,
  endorsementKeys: named,
});

export const Recording = z.strictObject({
  format: z.literal('vta-recording'),
  version: z.literal(1),
  takenBy: z.string(),
  takenAt: instant,
  estate: name,
  vcenters: z.array(VCenter),
  authority: Authority.optional(),
  assumptions: z.record(z.string(), z.string()),
  findings: z.array(
    z.strictObject({
      check: z.string(),
      subject: z.string(),
      verdict: z.enum(['as-assumed', 'different', 'not-seen']),
      found: z.string(),
    }),
  ),
  unreadable: z.array(
    z.strictObject({
      vcenter: name,
      part: z.string(),
      cluster: name.optional(),
      kind: z.string(),
      errorType: z.string().optional(),
    }),
  ),
});
export type Recording = z.infer<typeof Recording>;
export type RecordedVCenter = z.infer<typeof VCenter>;
export type RecordedCluster = z.infer<typeof Cluster>;
export type RecordedHost = z.infer<typeof Host>;
export type RecordedAuthority = z.infer<typeof Authority>;

/** Real name of each pseudonym, kept apart from the recording it belongs to. */
export const Names = z.strictObject({
  format: z.literal('vta-recording-names'),
  version: z.literal(1),
  recording: z.string().regex(/^[0-9a-f]{64}$/, 'the SHA-256 of the recording file'),
  names: z.record(name, z.string().min(1)),
});
export type Names = z.infer<typeof Names>;
