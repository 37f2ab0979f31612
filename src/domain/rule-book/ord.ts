import type { Rule } from './rule.js';

export const ORD: readonly Rule[] = [
  {
    id: 'ORD-1',
    title: 'The recommended order, and why',
    statement:
      'A plan takes the Trust Authority side first: its vCenter, its hosts, then the trusted vCenters, then the trusted hosts. The estate so gets the newest Trust Authority functions first.',
    why: 'A trusted side that is ahead of its authority by accident.',
    sees: 'Four tiers in this order in every plan, with a gate between them; the first gate says why they come so.',
    may: 'Approve the gates one after the other, or ask for fewer tiers with a reason (ORD-6).',
  },
  {
    id: 'ORD-2',
    title: 'Tier 1: the Trust Authority vCenter',
    statement:
      'It is upgraded first, after a backup, and verified: version, health, Trust Authority Cluster enabled, its hosts connected. Before that no Trust Authority host is touched.',
    why: 'Hosts upgraded under a vCenter that is half upgraded.',
    sees: 'Blockers for a sick appliance, a missing licence, an update that is not offered or a cluster that is switched off; then backup, staging, installing, verifying.',
    may: 'Repair what the blocker names. A parked vCenter is retried, verified or taken over, never skipped.',
  },
  {
    id: 'ORD-3',
    title: 'Tier 2: the Trust Authority hosts',
    statement:
      'All of them are upgraded, singly, each verified to be equal to the others before the next one is touched. This begins only when tier 1 is verified.',
    why: 'An upgrade that ends attestation for everybody.',
    sees: 'One host at a time under "Hosts in hand"; the next tier waits for hosts that are not finished.',
    may: 'Decide about a parked host. Hosts that no image manages are upgraded by hand, and verified.',
  },
  {
    id: 'ORD-4',
    title: 'Tier 3: the trusted vCenters',
    statement:
      'They come third, and are verified like the first one. Their trusted clusters must have the applied configuration OK, and they must still show the signing certificates that the Trust Authority Cluster accepts.',
    why: 'A trusted vCenter that the Trust Authority Cluster no longer knows.',
    sees: 'A blocker when an applied configuration is not OK or a vCenter would be older than its hosts; a stop after the upgrade when the principal must be imported again.',
    may: 'Remediate the trusted cluster, or import the principal again; then verify.',
  },
  {
    id: 'ORD-5',
    title: 'Tier 4: the trusted hosts',
    statement:
      'They come last and gradually. Each is attested before the next begins: with the new version after a full boot, still with the old one after a Quick Boot. Hosts that are away or in maintenance are left out, and named.',
    why: 'Encrypted workloads lost on all hosts at once.',
    sees: 'Warnings for hosts that are left out; a host that does not attest is parked, in maintenance mode, and a gate `hold/trusted-hosts` keeps the others where they are.',
    may: 'Bring a host that was left out into service and plan again; decide about a parked one, or have the hold approved: the next host begins all the same.',
  },
  {
    id: 'ORD-6',
    title: 'Narrower plans stay possible',
    statement:
      'A plan may cover some tiers only, when a business reason is given. The reason becomes part of the plan; the rules on images, Quick Boot and backup hold as ever.',
    why: 'An upgrade of the whole estate where one part is needed, and an exception that would skip the import of an image.',
    sees: 'A blocker without a reason, a warning with it, so that the approver reads it.',
    may: '`vta plan create ESTATE --reason TEXT` with `--only-tier`, `--only-vcenter` or `--only-cluster`.',
  },
  {
    id: 'ORD-7',
    title: 'Trust Authority hosts one at a time',
    statement: 'At most one Trust Authority host is in hand. No setting changes this.',
    why: 'No attestation and no keys anywhere.',
    sees: 'A higher limit is refused; a warning when parallel remediation is switched on in vCenter.',
    may: 'Wait for the host in hand, or decide about it when it is parked.',
  },
  {
    id: 'ORD-8',
    title: 'Trusted hosts one at a time, unless chosen',
    statement:
      'Trusted hosts go one by one. More at a time is a recorded choice with limits per cluster, per vCenter and for the run; a vSAN cluster stays at one. When more hosts fail than the budget allows, or two fail alike, nothing new begins.',
    why: 'One mistake that hits many hosts.',
    sees: '"Waiting for the hosts in hand", or a gate `hold/…` with the failed hosts; blockers for VMs that cannot leave their host.',
    may: 'Change the limits with `vta run limits`, decide about failed hosts, approve or reject the hold.',
  },
];
