import type { Rule } from './rule.js';

export const ATT: readonly Rule[] = [
  {
    id: 'ATT-1',
    title: 'An expected failure',
    statement:
      'A trusted host on a version that the Trust Authority Cluster does not know fails to attest. This is expected and no sign of tampering, and the host is not rolled back for it. It is told by comparing versions, never by the message alone.',
    why: 'Needless rollbacks and false security alarms.',
    sees: '`BASE_IMAGE_MISSING` with the version in preflight and in a run, which waits with the host in maintenance mode.',
    may: 'Export and import the named version (FIX-1, FIX-2); the run goes on by itself. Older versions stay until no host needs them (FIX-3).',
  },
  {
    id: 'ATT-2',
    title: 'It lasts until the host is seen attested',
    statement:
      'Such a failure is over when the image is imported and the host has been seen attested since its last boot. An import alone proves nothing.',
    why: 'Calling a host done because its image was imported.',
    sees: '"Waiting for attestation" with how long that is normal; the host is done only afterwards.',
    may: 'Wait. When it lasts longer than is normal, read the logs that are named (ATT-5).',
  },
  {
    id: 'ATT-3',
    title: 'What it means for virtual machines',
    statement:
      'On a host that is not attested, no VM can be encrypted and encrypted VMs cannot be powered on. Such a host stays in maintenance mode, so that none get there.',
    why: 'An outage of encrypted workloads.',
    sees: 'This sentence beside each failed attestation; the host stays in maintenance mode.',
    may: 'Repair the attestation first; keep encrypted VMs on attested hosts meanwhile.',
  },
  {
    id: 'ATT-4',
    title: 'Errors in vCenter',
    statement:
      'The failed tasks and attestation messages that vCenter has for a host are collected and shown with the host that is parked. When they cannot be read, that is said.',
    why: 'Repeating blindly, without knowing the cause.',
    sees: 'The messages with time and subject in `vta host show RUN HOST`.',
    may: 'Act on the cause that they name; `vta diagnose --host NAME` collects everything in one file.',
  },
  {
    id: 'ATT-5',
    title: 'Errors in log files',
    statement:
      'The logs to read are named with the host on which each lies: kmxa.log on the trusted host, attestd.log and kmxd.log on the Trust Authority hosts.',
    why: 'Searching on the wrong host.',
    sees: 'The list of log files in `vta host show RUN HOST` and in findings about attestation.',
    may: 'Read them, by default below /var/run/log.',
  },
];
