import type { Rule } from './rule.js';

export const INV: readonly Rule[] = [
  {
    id: 'INV-1',
    title: 'Attestable now',
    statement:
      'The measured version of every trusted host in service, that of its last full boot, is a base image of the Trust Authority Cluster.',
    why: 'A host that fails its next attestation.',
    sees: 'A blocker that names the host and the version with which it attests; "waiting for base image" in a run.',
    may: 'Import the named version, from the archive for example.',
  },
  {
    id: 'INV-2',
    title: 'Attestable after any full boot',
    statement:
      'The installed version of every trusted host in service is a base image too. A quick-booted host may lose power at any time, and then comes back by a full boot.',
    why: 'A power failure after which quick-booted hosts no longer attest.',
    sees: 'A blocker that names the host and the version that it runs.',
    may: 'Import the named version; export it from that very host.',
  },
  {
    id: 'INV-3',
    title: 'No removal that orphans a host',
    statement:
      'A base image leaves the Trust Authority Cluster only when no trusted host has it measured or installed. A host whose versions are unknown keeps all images.',
    why: 'Hosts left without the image that they attest with.',
    sees: 'The hosts that need each image, in the report of a run.',
    may: 'Boot these hosts fully on the new version; find out what is unknown.',
  },
  {
    id: 'INV-4',
    title: 'Another Trust Authority host serves',
    statement:
      'At most one Trust Authority host is out of service because of us, and at least one other is proven healthy before.',
    why: 'An estate in which nobody attests and nobody gives out keys.',
    sees: 'A blocker with fewer than two Trust Authority hosts in service, a note with two; "waiting for Trust Authority host" in a run.',
    may: 'Bring another Trust Authority host into service; three are recommended.',
  },
  {
    id: 'INV-5',
    title: 'All Trust Authority hosts are equal',
    statement:
      'All hosts of the Trust Authority Cluster hold the same vTA configuration: base images, principals, key providers, certificates, TPM settings. Any difference stops the roll.',
    why: 'Attestation that depends on which host answers.',
    sees: 'A blocker, or a reason for waiting, that names the part and its health.',
    may: 'Make the named part equal on all hosts; import an image again from its file.',
  },
  {
    id: 'INV-6',
    title: 'The order of the tiers',
    statement:
      'Trust Authority vCenter, Trust Authority hosts, trusted vCenters, trusted hosts: no tier begins before the one ahead is verified, unless a narrower plan was approved (ORD-6). The two sides are different vCenters.',
    why: 'Two sides of an estate in a combination that nobody has foreseen.',
    sees: 'The four tiers of the plan; a blocker for a vCenter that stands on both sides, or a cluster that was not found.',
    may: 'Correct the estate file; approve the gate between the tiers.',
  },
];
