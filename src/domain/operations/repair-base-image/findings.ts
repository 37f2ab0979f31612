import { VM_IMPACT } from '../../attestation/index.js';
import { whyNotWithoutVta } from '../../leaving/index.js';
import type { Finding } from '../../model/finding.js';
import type { EsxHost } from '../../model/inventory.js';
import type { EsxVersion } from '../../model/version.js';
import type { Diagnosis, RepairWay, WayOut } from '../../repairing/index.js';
import type { OperationFacts } from '../facts.js';

const finding = (rule: string, check: string, subject: string, message: string, remedy: string): Finding => ({
  rule,
  check,
  subject,
  severity: 'blocker',
  message,
  remedy,
});

export function noHost(facts: OperationFacts, name: string, hosts: readonly EsxHost[]): Finding[] {
  const isTa = facts.inventory.authority.cluster.hosts.some(({ ref }) => ref.name === name);
  return [
    finding(
      'ATT-1',
      'repair-host',
      name,
      isTa
        ? `${name} is a Trust Authority host; it attests others and is not attested.`
        : `${name} is not the name of exactly one trusted host of this estate.`,
      `Name one of: ${hosts
        .map(({ ref }) => ref.name)
        .toSorted()
        .join(', ')}.`,
    ),
  ];
}

/** @rule ATT-1 */
export function whyNotRepair({ ref: { name } }: EsxHost, found: Diagnosis): Finding[] {
  switch (found.state) {
    case 'attested':
      return [finding('ATT-2', 'attested', name, `${name} is attested.`, 'There is nothing to repair.')];
    case 'base-image-inconsistent':
      return [
        finding(
          'INV-5',
          'image-inconsistent',
          name,
          found.text,
          'Connect every TA host, and import the file again by hand into the Trust Authority Cluster; the image is not missing.',
        ),
      ];
    case 'measured-unknown':
      return [
        finding(
          'QB-10',
          'measured-unknown',
          name,
          found.text,
          'Hand in boot_imgdb.tgz of the version that the host was last booted fully with; or boot it fully.',
        ),
      ];
    case 'base-image-missing':
      return [];
    case 'other':
      return [
        finding(
          'ATT-1',
          'not-an-image',
          name,
          `${found.failure.text} The base images are not the cause.`,
          `Read ${found.failure.logs.join(', ')}.`,
        ),
      ];
  }
}

export function noWay(missing: EsxVersion, wanted: RepairWay | undefined, ways: readonly WayOut[]): Finding {
  const why = ways.filter(({ way }) => wanted === undefined || way === wanted).map(({ text }) => text);
  return finding(
    'FIX-1',
    'no-file',
    missing,
    `There is no file of ${missing}: ${why.join('; ')}.`,
    `Hand in boot_imgdb.tgz of exactly ${missing}, or boot a host fully on a version that is trusted.`,
  );
}

/** @rule ATT-3 */
export const impact = (subject: string, text: string): Finding => ({
  rule: 'ATT-3',
  check: 'vm-impact',
  subject,
  severity: 'warning',
  message: text,
  remedy: `Keep encrypted VMs off ${subject} until it is seen attested. ${VM_IMPACT}`,
});

/** @rule DG-15 */
export function absentTaHosts({ inventory }: OperationFacts): Finding[] {
  const away = inventory.authority.cluster.hosts.filter(({ connection }) => connection !== 'connected');
  return away.map(({ ref, connection }) => ({
    rule: 'DG-15',
    check: 'ta-host-away',
    subject: ref.name,
    severity: 'warning',
    message: `${ref.name} is ${connection}: the import waits until every TA host is connected.`,
    remedy: 'Connect it; an import reaches connected hosts only.',
  }));
}

/** A base image of 9.x is never trusted. @rule DG-1 */
export function withoutVta(missing: EsxVersion): Finding[] {
  const why = whyNotWithoutVta(missing);
  return why === undefined ? [] : [finding('DG-1', 'no-vta', missing, why.message, why.remedy)];
}
