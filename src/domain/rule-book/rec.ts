import type { Rule } from './rule.js';

export const REC: readonly Rule[] = [
  {
    id: 'REC-0',
    title: 'When recovery begins',
    statement:
      'A Trust Authority host is recovered only when its upgrade did not succeed within its limit, the other Trust Authority hosts are healthy, and people decide it. Nothing destructive happens by itself.',
    why: 'Tearing a host out of its cluster for a fault that passes.',
    sees: 'The parked host with what was tried, what may be decided, and what is not offered with its reason.',
    may: 'Retry, verify, take over or skip it with `vta host decide`; when that does not help, end the run and `vta recover ESTATE --host NAME`.',
  },
  {
    id: 'REC-1',
    title: 'Remove the failed host',
    statement:
      'The failed host is removed from the Trust Authority Cluster, after the archive of the vTA configuration is complete. No trusted cluster loses a member in this step.',
    why: 'A broken member that makes calls for the whole cluster fail or disagree.',
    sees: 'The cluster without the host, its other hosts OK, the trusted hosts attested.',
    may: 'Approve the removal once the evidence is shown.',
  },
  {
    id: 'REC-2',
    title: 'Bring back the former ESXi',
    statement:
      'The host is brought back to the version and build that it had before, by its other boot bank or a fresh installation. People do it; that it is so is read, not believed.',
    why: 'Adding a host again in a state that nobody knows.',
    sees: 'The version that is needed; the step stays open and says so while the host shows another one.',
    may: 'Roll back at the console (Shift+R), or install the former version, then confirm.',
  },
  {
    id: 'REC-3',
    title: 'Add it again, complete',
    statement:
      'The host is added to the Trust Authority Cluster free of earlier vTA configuration, and gets every setting, certificate, principal, key provider and base image from the archive. Secrets that no archive holds come from people.',
    why: 'A member without images or keys, which answers trusted hosts that it does not know their software.',
    sees: 'Every item of the archive with what became of it.',
    may: 'Supply the secrets that are asked for; settle items that fail one by one.',
  },
  {
    id: 'REC-4',
    title: 'Make sure it equals the others',
    statement:
      'The host is compared with the other Trust Authority hosts in every part of the vTA configuration. Where its address or certificate is new, the registrations on the trusted vCenters are renewed and the trusted clusters remediated.',
    why: 'Trusted hosts that refuse the host because its certificate changed.',
    sees: 'Each difference by name, and the health of the trusted clusters afterwards.',
    may: 'Approve the remediation of the trusted clusters.',
  },
  {
    id: 'REC-5',
    title: 'In this order',
    statement:
      'Removal, former version, addition and comparison follow each other in this order. Each step looks first and is not repeated when it is done; no host is added before its version is verified.',
    why: 'A host added again before it is known what it runs.',
    sees: 'The step at which the recovery stands, also after an outage of the product.',
    may: 'Let it go on from there; it repeats nothing.',
  },
];
