import { by } from '../compare.js';
import type { Finding } from '../model/finding.js';
import { majorOf } from '../versions/index.js';

/** An encrypted VM: which key provider its key comes from. */
export interface EncryptedVm {
  readonly name: string;
  /** Name of its host; absent = could not be told. */
  readonly host?: string;
  /** ID of the key provider; absent = not readable. */
  readonly keyProvider?: string;
}

/** Encrypted VMs of the trusted clusters of one vCenter; `vms` absent = they could not be read. */
export interface EncryptedVmsOf {
  readonly vcenter: string;
  readonly vms?: readonly EncryptedVm[];
}

const DOCUMENT = 'docs/leaving-vta.md';

/**
 * Why nothing of a 9.x version comes into an estate: no file, no base image, no cluster.
 *
 * @returns undefined where the version is no such one
 * @rule DG-1
 */
export function whyNotWithoutVta(
  version: string,
): { readonly message: string; readonly remedy: string } | undefined {
  if (!hasNoVta(version)) return undefined;
  return {
    message: `${version} is vSphere 9 or later, where Trust Authority is removed: VMs encrypted with a trusted key provider would become unmanageable there.`,
    remedy: `Stay with the newest 8.0 release. The way out is a project of its own: ${DOCUMENT}; vta plan create with this version names the VMs that it concerns.`,
  };
}

/** vSphere 9 and later have no Trust Authority. @rule DG-1 */
export const hasNoVta = (version: string): boolean => (majorOf(version) ?? 0) >= 9;

/**
 * What has to be done before an estate can leave vTA: every VM by name under the trusted key provider that its key comes
 * from. A key provider of the VM that the Trust Authority Cluster does not have is another kind, and stays.
 *
 * @param trustedProviders - names of the key providers of the Trust Authority Cluster
 * @returns findings for the refusal of a target that knows no vTA; notes, and never empty
 * @rule DG-1, DG-14
 */
export function exitPlan(trustedProviders: readonly string[], read: readonly EncryptedVmsOf[]): Finding[] {
  const findings = read.toSorted(by(({ vcenter }) => vcenter)).flatMap(({ vcenter, vms }) => {
    if (vms === undefined) return [unread(vcenter)];
    const providers = new Set(vms.map(({ keyProvider }) => keyProvider ?? UNKNOWN));
    return [...providers]
      .toSorted()
      .map((provider) => underProvider(vcenter, provider, trustedProviders, vms));
  });
  return findings.length > 0
    ? findings
    : [
        note(
          'estate',
          'No VM of the trusted clusters is encrypted.',
          `Take the trusted clusters out of vTA and remove the trusted key providers as ${DOCUMENT} says; then the release can be chosen freely.`,
        ),
      ];
}

const UNKNOWN = '(not readable)';

function underProvider(
  vcenter: string,
  provider: string,
  trusted: readonly string[],
  all: readonly EncryptedVm[],
): Finding {
  const vms = all
    .filter(({ keyProvider = UNKNOWN }) => keyProvider === provider)
    .toSorted(by(({ name }) => name));
  const names = vms.map(({ name, host }) => (host === undefined ? name : `${name} (on ${host})`)).join(', ');
  const count = vms.length === 1 ? '1 VM' : `${vms.length} VMs`;
  const subject = `${vcenter}: ${provider}`;
  if (provider === UNKNOWN) {
    return note(
      subject,
      `The key provider of ${count} could not be read: ${names}.`,
      'Give the login the privilege to read them; until then count them as encrypted with a trusted key provider.',
    );
  }
  if (!trusted.includes(provider)) {
    return note(
      subject,
      `Encrypted with ${provider}: ${count}. It is no key provider of this Trust Authority Cluster: ${names}.`,
      'No VM of it depends on vTA; nothing to do.',
    );
  }
  return note(
    subject,
    `Encrypted with the trusted key provider ${provider}, and unmanageable without vTA: ${count}, ${names}.`,
    `Exit plan (${DOCUMENT}): add another key provider to ${vcenter}, make it the default, re-encrypt each of these VMs with it (shallow recrypt), see that none is left under ${provider}, and only then take the clusters out of vTA.`,
  );
}

const unread = (vcenter: string): Finding =>
  note(
    vcenter,
    `The VMs of ${vcenter} could not be read: which of them use a trusted key provider is not known.`,
    'See that it answers, and plan again: the exit plan is complete only with them.',
  );

const note = (subject: string, message: string, remedy: string): Finding => ({
  rule: 'DG-1',
  check: 'exit-plan',
  subject,
  severity: 'info',
  message,
  remedy,
});
