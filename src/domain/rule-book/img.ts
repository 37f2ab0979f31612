import type { Rule } from './rule.js';

export const IMG: readonly Rule[] = [
  {
    id: 'IMG-1',
    title: 'Every new ESXi version needs its base image',
    statement:
      'Whenever trusted hosts get another ESXi version, also by the smallest patch, the Trust Authority Cluster needs the base image of exactly that version. The target is therefore named with its build, and hosts only move forward.',
    why: 'Trusted hosts that cannot attest after their reboot.',
    sees: 'In preflight, whether the image is new; a blocker for a target without a build, or older than what a host runs. In a run, "waiting for base image".',
    may: 'Name the target exactly, such as 8.0.3-24022510. The run imports the image itself; nothing else is to be done.',
  },
  {
    id: 'IMG-2',
    title: 'The test host goes first',
    statement:
      'In each trusted cluster one host, without encrypted virtual machines, is upgraded to the exact target image before any other host of the cluster is touched.',
    why: 'Finding out on a host in production that the base image is missing.',
    sees: 'The test host at the head of its cluster in the plan; a warning when it carries encrypted VMs; a blocker when no image manages the cluster. While it is in hand or parked, the others wait.',
    may: 'Name the test host in the estate file, or leave the choice to the planner; or `vta image upload` a file of the version and plan with `--image-file`. A parked test host is repaired or verified, not skipped.',
  },
  {
    id: 'IMG-3',
    title: 'Export of the base image',
    statement:
      'The image database is exported from a host that runs the target version, and kept by its SHA-256 with version, source host, time and kind of boot. An empty file, or one of a host on another version, is refused.',
    why: 'Importing the description of a wrong version, and losing the only copy.',
    sees: 'The event "exported and archived"; a blocker when the estate file gives no access to the hosts; a parked cluster when the host gives the file to no program.',
    may: 'Add `hostAccess` to the trusted side of the estate file, or export and import by hand: the run goes on when the version is listed.',
  },
  {
    id: 'IMG-4',
    title: 'Import into the Trust Authority Cluster',
    statement:
      'The file is imported through the vCenter of the Trust Authority Cluster, and counts as imported only when the version is listed with health OK, that is, on every Trust Authority host. A version that is listed already is adopted.',
    why: 'An image on some Trust Authority hosts only, so that attestation depends on which one answers.',
    sees: 'A gate `trust-image/VERSION` before, "waiting for the import of base image" during it; a blocker for each image whose health is not OK.',
    may: 'Approve the gate. Import an image that is not OK again from its file, with all Trust Authority hosts connected.',
  },
  {
    id: 'IMG-5',
    title: 'Only then the other hosts',
    statement:
      'No trusted host but the test host is taken out of service before its target version is a base image with health OK on every Trust Authority host.',
    why: 'Hosts in production that fail to attest, one after the other.',
    sees: '"Waiting for base image", with the version and its health.',
    may: 'Finish the import, or reconnect the Trust Authority host that lacks the image; the run goes on by itself.',
  },
];
