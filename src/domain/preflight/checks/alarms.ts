import type { TriggeredAlarm } from '../../model/readiness.js';
import { checkNamed } from '../check.js';

const { blocker, warning, check } = checkNamed({
  id: 'alarms',
  rule: 'DG-7',
  looksAt: 'No alarm about trust, keys, certificates or time is triggered.',
  severities: ['blocker', 'warning'],
  remedy: 'Settle what the alarm says; acknowledging it is not enough.',
});

interface Meaning {
  readonly stops?: true;
  readonly rule: string;
  readonly says: string;
  readonly remedy: string;
}

/** Alarms of vCenter that matter here (2.15), by their names without `alarm.` and `Alarm`, in lower case. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  tastscertificateschange: {
    stops: true,
    rule: 'ORD-4',
    says: 'the signing certificates of a trusted vCenter have changed',
    remedy: 'Import the principal of that vCenter into the Trust Authority Cluster again.',
  },
  langleyhostnotconfigured: {
    stops: true,
    rule: 'INV-5',
    says: 'a member of a Trust Authority or trusted cluster is not configured',
    remedy: 'Remediate the trusted cluster, or give the Trust Authority host its configuration.',
  },
  langleyhostdecommission: {
    rule: 'INV-5',
    says: 'a host has left its cluster with its vTA configuration',
    remedy: 'Decommission the host as described, or bring it back.',
  },
  tahostatteststatus: {
    rule: 'ATT-1',
    says: 'a trusted host failed to attest',
    remedy: 'Read kmxa.log on that host and attestd.log on the Trust Authority hosts.',
  },
  tpmattestation: {
    rule: 'ATT-1',
    says: 'vCenter itself does not accept the TPM of a host',
    remedy: 'Look at the TPM and Secure Boot of that host.',
  },
  vmrunningontpmattestationfailedhost: {
    rule: 'ATT-3',
    says: 'VMs run on a host whose TPM is not accepted',
    remedy: 'Move encrypted VMs to another host.',
  },
  vmcryptostatelocked: {
    rule: 'ATT-3',
    says: 'an encrypted VM is locked',
    remedy: 'Give it its key again before its host is upgraded.',
  },
  hostrequiresencryptionmodeenabled: {
    rule: 'ATT-3',
    says: 'a host needs encryption mode to be switched on',
    remedy: 'Switch encryption mode of the host on.',
  },
  hostcryptodisabled: {
    rule: 'ATT-3',
    says: 'encryption of a host is switched off',
    remedy: 'Switch encryption mode of the host on.',
  },
  hosttpmconfigencryption: {
    rule: 'BAK-3',
    says: 'the TPM recovery key of a host is not backed up',
    remedy: 'Back the recovery key up: without it a host whose TPM changes cannot boot.',
  },
  hosttimesync: {
    rule: 'ORD-5',
    says: 'the clock of a host is not synchronised',
    remedy: 'Set its time servers right.',
  },
  stscertexpirywarning: {
    rule: 'DG-13',
    says: 'a signing certificate is about to expire',
    remedy: 'Renew it before the run, and import the principal again.',
  },
  keyprovidernotbackedup: {
    rule: 'BAK-3',
    says: 'a key provider is not backed up',
    remedy: 'Back the key provider up.',
  },
};

const CERTIFICATE: Meaning = {
  rule: 'DG-13',
  says: 'a certificate is about to expire or has expired',
  remedy: 'Renew the certificate before the run.',
};

/** vCenter's own alarms tell of what no property shows, such as certificates and clocks of hosts. @rule DG-7, DG-13, ORD-4 */
export const alarms = check(({ sides }) =>
  sides.flatMap(({ vcenter, readiness }) =>
    (readiness.alarms ?? []).flatMap((alarm) => {
      const meaning = meaningOf(alarm);
      if (meaning === undefined) return [];
      const weigh = meaning.stops ? blocker : warning;
      return weigh(
        alarm.on,
        `The alarm ${alarm.name} of ${vcenter.name} is triggered (${alarm.status}) on ${alarm.on}: ${meaning.says}.`,
        meaning.remedy,
        meaning.rule,
      );
    }),
  ),
);

function meaningOf({ name }: TriggeredAlarm): Meaning | undefined {
  const key = name
    .toLowerCase()
    .replace(/^alarm\./, '')
    .replace(/alarm$/, '');
  return MEANINGS[key] ?? (key.includes('certificate') ? CERTIFICATE : undefined);
}
