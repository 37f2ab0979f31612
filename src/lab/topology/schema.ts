import { z } from 'zod';
import { EVC_MODES } from '../world/evc.js';
import { Assumptions } from './assumptions.js';
import { Timing } from './timing.js';
import { TrustAuthority } from './trust-schema.js';
import { Rule, Vm } from './vm-schema.js';
import { build, esxVersion, inventoryName, moid, name, vcenterVersion } from './words.js';

const User = z.strictObject({
  name: z.string().min(1).describe('login, `user@vsphere.local` for vCenter'),
  password: z
    .string()
    .min(1)
    .optional()
    .describe('drawn from the seed when absent; read it from the control API'),
  groups: z
    .array(z.string())
    .default([])
    .describe('SSO groups; TrustedAdmins is what Trust Authority asks for'),
  nestedGroups: z
    .array(z.string())
    .optional()
    .describe('groups that it is in through another group; the directory does not list it there'),
  privileges: z
    .array(z.string())
    .default(['System.Read'])
    .describe('privilege IDs; `Host.*` for a family, `*` for all but the TrustedAdmin family'),
});

/** Why a trusted host does not attest, found when the estate was recorded. */
const AttestationFailure = z.strictObject({
  status: z.enum(['notAttested', 'unknown']),
  id: z.string().describe('message ID'),
  text: z.string(),
});

const Host = z.strictObject({
  name,
  moid: moid('host-'),
  version: esxVersion.optional().describe('running version; the version of the cluster when absent'),
  fallback: esxVersion.optional().describe('version in the other boot bank; none when absent'),
  lastBoot: z.enum(['full', 'quick']).default('full'),
  bootedAt: z.iso.datetime().optional().describe('time of the last boot; one to two weeks ago when absent'),
  bootEventsKept: z
    .boolean()
    .default(true)
    .describe('the event history still knows how the host booted last'),
  measured: esxVersion.optional().describe('version of the last full boot; the running one when absent'),
  tpm: z.boolean().default(true),
  firmware: z.enum(['UEFI', 'BIOS']).default('UEFI').describe('with BIOS there is no Secure Boot'),
  tpmVendor: inventoryName
    .optional()
    .describe(
      'CA that has signed the certificate of its TPM, by name; when absent the TPM shows nothing, and is trusted',
    ),
  secureBoot: z.boolean().default(true),
  txt: z.boolean().default(false).describe('Intel TXT is on: with it the host cannot Quick Boot'),
  quickBootSupported: z.boolean().default(true),
  unsupportedDevices: z
    .array(z.string().min(1))
    .default([])
    .describe('devices that no image supports but the one that it runs'),
  maintenance: z.boolean().default(false),
  connection: z.enum(['connected', 'disconnected', 'notResponding']).default('connected'),
  memoryGiB: z.number().positive().default(1024),
  cpu: z.enum(EVC_MODES).default('intel-icelake').describe('the highest EVC mode that its CPUs have'),
  ntpServers: z
    .array(z.string().min(1))
    .default(['ntp.example.com'])
    .describe('time servers it is set to ask'),
  vsanHealth: z.enum(['healthy', 'unhealthy']).default('healthy').describe('of its part in vSAN'),
  services: z.record(z.string(), z.boolean()).default({}).describe('services that differ from the default'),
  missingImages: z.array(esxVersion).default([]).describe('Trust Authority hosts: base images it lacks'),
  attestationFailures: z
    .record(z.string(), AttestationFailure)
    .default({})
    .describe('trusted hosts: why it is not attested, by Trust Authority host; until its next boot'),
});

const Policy = z.strictObject({
  failure_action: z
    .strictObject({
      action: z.enum(['FAIL', 'RETRY']),
      retry_delay: z.number().int().min(0).optional(),
      retry_count: z.number().int().min(0).optional(),
    })
    .optional(),
  pre_remediation_power_action: z
    .enum(['POWER_OFF_VMS', 'SUSPEND_VMS', 'DO_NOT_CHANGE_VMS_POWER_STATE', 'SUSPEND_VMS_TO_MEMORY'])
    .optional(),
  disable_dpm: z.boolean().optional(),
  disable_hac: z.boolean().optional(),
  evacuate_offline_vms: z.boolean().optional(),
  enforce_hcl_validation: z.boolean().optional(),
  parallel_remediation_action: z
    .strictObject({ enabled: z.boolean(), max_hosts: z.number().int().min(1).optional() })
    .optional(),
});

const Cluster = z.strictObject({
  name: inventoryName,
  kind: z.enum(['authority', 'trusted', 'plain']),
  moid: moid('domain-c'),
  lifecycle: z
    .enum(['image', 'baseline'])
    .default('image')
    .describe('managed by a vLCM image or by baselines'),
  version: esxVersion.optional().describe('ESXi version of hosts that name none'),
  image: esxVersion.optional().describe('desired base image; the version of the first host when absent'),
  commit: z.string().min(1).default('1').describe('ID of the commit that set the desired image'),
  preChecked: z
    .boolean()
    .default(false)
    .describe('the pre-check and the hardware check of the desired image were made before the start'),
  appliedConfig: z
    .enum(['OK', 'ERROR'])
    .default('OK')
    .describe('trusted clusters: whether its hosts run the vTA configuration it should have'),
  quickBoot: z.boolean().default(false),
  policy: Policy.default({}).describe('further fields of the vLCM apply policy that are set'),
  drs: z.enum(['fullyAutomated', 'partiallyAutomated', 'manual', 'off']).default('fullyAutomated'),
  ha: z
    .strictObject({ enabled: z.boolean(), admissionControl: z.boolean() })
    .default({ enabled: true, admissionControl: true }),
  dpm: z.boolean().default(false),
  vsan: z.boolean().default(false),
  evc: z.enum(EVC_MODES).optional().describe('EVC mode of the cluster; EVC is off when absent'),
  hosts: z.array(Host).min(1),
  vms: z.array(Vm).default([]),
  rules: z.array(Rule).default([]).describe('rules of DRS'),
});

const Update = z.strictObject({
  version: vcenterVersion,
  name: z.string().min(1),
  build,
  rebootRequired: z.boolean().default(true),
  sizeMB: z.number().int().positive().default(8_192),
  installMinutes: z.number().positive().default(35),
  changesPrincipal: z
    .boolean()
    .default(false)
    .describe('the update renews the token-signing certificates: the principal must be imported again'),
});

const Colour = z.enum(['green', 'yellow', 'orange', 'red', 'gray']).default('green');

const Alarm = z.strictObject({
  name: z.string().min(1).describe('system name, `alarm.HostTimeSyncAlarm`'),
  on: inventoryName.optional().describe('host, cluster or VM; the vCenter itself when absent'),
  status: z.enum(['yellow', 'red']).default('red'),
});

const VCenter = z.strictObject({
  name,
  role: z.enum(['authority', 'trusted']),
  version: vcenterVersion,
  build,
  datacenter: inventoryName.default('Datacenter'),
  updateState: z
    .enum(['UP_TO_DATE', 'UPDATES_PENDING', 'STAGE_IN_PROGRESS', 'INSTALL_IN_PROGRESS', 'INSTALL_FAILED'])
    .optional()
    .describe('state of the update engine at the start; follows from `updates` when absent'),
  health: Colour,
  storageHealth: Colour.describe('disk space of the appliance'),
  databaseHealth: Colour.describe('space of its database'),
  timeSync: z
    .enum(['NTP', 'HOST', 'DISABLED'])
    .default('NTP')
    .describe('where the appliance has its time from'),
  linkedWith: z.array(name).default([]).describe('nodes in Enhanced Linked Mode with it'),
  vcenterHa: z
    .enum(['NONE', 'AUTO', 'MANUAL'])
    .default('NONE')
    .describe('how vCenter HA is deployed: not at all, automatically, by hand'),
  certificateExpiresAt: z.iso
    .datetime()
    .optional()
    .describe('end of its TLS certificate, as it tells; what it shows lasts longer'),
  signingExpiresAt: z.iso.datetime().optional().describe('end of its token-signing certificate'),
  alarms: z.array(Alarm).default([]).describe('alarms that are triggered from the start on'),
  backedUpAt: z.iso.datetime().optional().describe('end of the newest file-based backup; none when absent'),
  principalId: z
    .string()
    .min(1)
    .optional()
    .describe(
      'trusted vCenters: ID under which the Trust Authority knows it; drawn from the seed when absent',
    ),
  licensed: z.boolean().default(true).describe('licence feature `trustedplatform`'),
  users: z.array(User).min(1),
  hostUsers: z
    .array(User)
    .default([{ name: 'root', groups: [], privileges: ['*'] }])
    .describe('logins of its ESXi hosts'),
  updates: z.array(Update).default([]),
  clusters: z.array(Cluster).min(1),
});

const EsxiImage = z.strictObject({
  version: esxVersion,
  displayVersion: z.string().min(1).describe('as vLCM shows it, `8.0 U3`'),
  releasedAt: z.iso.date(),
});

/** A simulated estate. The same schema is published as JSON Schema beside the sample topologies. */
export const Topology = z.strictObject({
  $schema: z.string().optional(),
  name: inventoryName,
  timing: Timing.default(Timing.parse({})),
  assumptions: Assumptions.default(Assumptions.parse({})).describe('what no source settles'),
  esxiImages: z.array(EsxiImage).default([]).describe('ESXi base images in the depot of every vCenter'),
  trustAuthority: TrustAuthority,
  vcenters: z.array(VCenter).min(1),
});
export type Topology = z.infer<typeof Topology>;
/** What may be written: defaults left out. */
export type TopologyInput = z.input<typeof Topology>;
export type TopologyVCenter = Topology['vcenters'][number];
export type TopologyCluster = TopologyVCenter['clusters'][number];
export type TopologyHost = TopologyCluster['hosts'][number];
