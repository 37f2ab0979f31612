import { z } from 'zod';

/**
 * One thing that no source settles. Its alternatives are a closed list; the first is what the lab does unless told
 * otherwise.
 *
 * @param source - section of the references that leaves it open
 */
const open = <const Values extends readonly [string, string, ...string[]]>(
  about: string,
  source: string,
  values: Values,
) =>
  z
    .enum(values)
    .default(values[0] as Values[number])
    .describe(`${about} [${source}]`);

/** Attestation reports, and what virtual machines may do with them. */
const attestation = {
  attestationReports: open('lifetime of an attestation report', 'vta-operations 2.5', [
    'as-timed',
    'short-lived',
    'long-lived',
    'without-end',
  ]),
  missingImageError: open(
    'what a host is told whose version is not among the base images',
    'vta-operations 2.3',
    ['unknown-software', 'verify-failed', 'no-message', 'status-unknown'],
  ),
  attestationEvents: open('events of attestation in vCenter', 'vim-and-vcsim 6', ['emitted', 'absent']),
  lastAttestedTime: open('`last_attested_time` of a base image', 'vta-operations 2.8', ['filled', 'absent']),
  encryptedVmsAtExpiry: open(
    'running encrypted VMs when the last report of their host expires',
    'vta-operations 2.5',
    ['stay-usable', 'lock'],
  ),
  encryptedVmMoves: open('where encrypted VMs are moved to', 'vta-operations 2.5', [
    'anywhere',
    'attested-hosts-only',
  ]),
  keyPersistence: open('keys in the TPM of a trusted host survive its boot', 'vta-operations 2.5', [
    'off',
    'on',
  ]),
};

/** How hosts boot, and what vCenter tells of it. */
const boot = {
  bootEvents: open('events that tell the kind of a boot', 'vim-and-vcsim 2.10', [
    'with-reason',
    'late',
    'without-reason',
  ]),
  bootTimeOnQuickBoot: open('`runtime.bootTime` at a Quick Boot', 'vsphere-rest 6.2', ['moves', 'stays']),
  operatorReboot: open('`RebootHost_Task` on a host whose policy says Quick Boot', 'vim-and-vcsim 2.4', [
    'full-boot',
    'quick-boot',
  ]),
  quickBootFallback: open('remediation of a host that cannot Quick Boot', 'vta-operations 2.12', [
    'full-boot',
    'fails',
    'skipped',
  ]),
};

/** The image database that a host gives away. */
const imageExport = {
  imageDownload: open('what opens `boot_imgdb.tgz` on a host', 'vim-and-vcsim 3.2', [
    'login-or-ticket',
    'nothing-needed',
    'basic-login',
    'session-cookie',
    'ticket',
    'refused',
  ]),
  exportNotice: open('notice in the export of a host that booted quickly', 'vta-operations 2.19', [
    'none',
    'in-header',
    'in-archive',
  ]),
  exportAfterQuickBoot: open('version in the export of a host that booted quickly', 'vim-and-vcsim 3.2', [
    'installed',
    'measured',
  ]),
};

/** The Trust Authority Cluster and its hosts. */
const authority = {
  baseImageId: open('identifier of a base image', 'vsphere-rest 5.4', [
    'release-form',
    'patch-form',
    'display-form',
  ]),
  healthAfterChange: open('when health settles after a change', 'vta-operations 2.7', [
    'as-timed',
    'at-once',
    'late',
    'warning-between',
  ]),
  importWithAbsentHost: open(
    'import of a base image while a Trust Authority host is away',
    'vsphere-rest 12',
    ['reaches-the-others', 'fails'],
  ),
  absentHostInQueries: open('query of Trust Authority hosts while one is away', 'vsphere-rest 5.3', [
    'listed',
    'left-out',
    'fails',
  ]),
  hostServices: open('vTA services in the service list of a host', 'vta-operations 2.3', [
    'all',
    'without-kmxa',
    'none',
  ]),
  removedCalls: open('answer of vSphere 9 to Trust Authority calls', 'vsphere-rest 12', [
    'unsupported',
    'not-found',
    'unavailable',
  ]),
};

/** vSphere Lifecycle Manager. */
const lifecycle = {
  authorityImages: open('vLCM images on a Trust Authority Cluster', 'vta-operations 2.14', [
    'supported',
    'refused',
  ]),
  failedApply: open('end of the task of an apply that fails on a host', 'vsphere-rest 8.5', [
    'task-failed',
    'task-succeeded',
  ]),
};

/** The Automation API, and sessions and tasks of both doors. */
const wire = {
  validationErrors: open('where a task operation refuses bad input', 'vsphere-rest 3.1', [
    'mixed',
    'on-the-call',
    'in-the-task',
  ]),
  cancelledTask: open('what a cancelled task leaves behind', 'vsphere-rest 3.3', [
    'failed-with-canceled',
    'failed-without-error',
    'runs-then-gone',
  ]),
  taskOperation: open('operation in the info of a task', 'vsphere-rest 3.3', ['with-suffix', 'bare']),
  taskError: open('error in the info of a failed task', 'vsphere-rest 3.3', ['object', 'text']),
  taskRetention: open('how long finished tasks stay readable', 'vsphere-rest 12', [
    'as-timed',
    'ten-minutes',
  ]),
  taskLocation: open('header `Location` of an answer 202', 'vsphere-rest 3.1', ['absent', 'sent']),
  unsetFields: open('optional fields of an answer that are not set', 'vsphere-rest 1', ['absent', 'null']),
  unknownFields: open('body fields and parameters that an operation does not have', 'vsphere-rest 1', [
    'refused',
    'ignored',
  ]),
  messageTexts: open('texts of messages', 'vsphere-rest 1', ['default', 'localized']),
  sessionEnd: open('when a session ends', 'vsphere-rest 2.1', [
    'as-timed',
    'soon-when-idle',
    'after-ten-minutes',
  ]),
};

/**
 * Everything that no source settles and that the lab must decide, as switches. Whoever uses the lab must get along
 * with each alternative.
 */
export const Assumptions = z.strictObject({
  ...attestation,
  ...boot,
  ...imageExport,
  ...authority,
  ...lifecycle,
  ...wire,
});
export type Assumptions = z.infer<typeof Assumptions>;
export type AssumptionName = keyof Assumptions;

/** One switch in plain data: what the lab's help, the documentation and the tests list. */
export interface AssumptionInfo {
  readonly name: AssumptionName;
  readonly about: string;
  readonly source: string;
  /** The first is the default. */
  readonly alternatives: readonly string[];
}

export const assumptionList: readonly AssumptionInfo[] = Object.entries(Assumptions.shape).map(
  ([name, schema]) => {
    const [, about = '', source = ''] = /^(.*) \[(.*)\]$/.exec(schema.description ?? '') ?? [];
    return { name: name as AssumptionName, about, source, alternatives: schema.unwrap().options };
  },
);
