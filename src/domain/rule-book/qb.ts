import type { Rule } from './rule.js';

export const QB: readonly Rule[] = [
  {
    id: 'QB-1',
    title: 'Where Quick Boot applies',
    statement:
      'Quick Boot is a remediation setting of a cluster that vSphere Lifecycle Manager manages by image or baseline. It is read per cluster before planning, and every host step says how the host will boot.',
    why: 'Counting on a full boot that never happened.',
    sees: 'The kind of boot beside each host in the plan, and the version with which it will attest.',
    may: 'Request full boots with `--boot full`, or change the setting in vCenter and plan again.',
  },
  {
    id: 'QB-2',
    title: 'It saves time, and only that',
    statement:
      'Quick Boot makes an upgrade shorter. The forecast counts with its own times, and the price, attestation on the old version, is said before anybody approves.',
    why: 'Taking Quick Boot for free of consequences.',
    sees: 'A warning per cluster in preflight, and a forecast that differs with the kind of boot.',
    may: 'Accept it by approving the plan, or request full boots at the price of time.',
  },
  {
    id: 'QB-3',
    title: 'Attestation stays behind',
    statement:
      'After a Quick Boot a host has the new version installed and goes on attesting with the measured one, that of its last full boot. This is correct, and both versions are kept apart everywhere.',
    why: 'Taking a correct attestation for a failure, or the old image for unused.',
    sees: 'Columns "installed" and "measured" per host; a host quick-booted as planned counts as done while it is attested.',
    may: 'Nothing; or boot the host fully later, to attest with the new version.',
  },
  {
    id: 'QB-4',
    title: 'A base image in use stays',
    statement:
      'A base image may leave the Trust Authority Cluster only when every trusted host has booted fully on a newer version. A host whose last full boot is unknown counts as one that needs it.',
    why: 'Quick-booted hosts that all fail their next attestation.',
    sees: 'In the report, images that stay with the hosts that need them, and hosts that attest with an old version.',
    may: '`vta debt list ESTATE` names the hosts, `vta quick-boot clear ESTATE --cluster NAME` boots them fully, one at a time; then ask again.',
  },
  {
    id: 'QB-5',
    title: 'A full boot is forced and proven',
    statement:
      'For a full boot, Quick Boot is switched off for the cluster first, the boot is proven to have been full, and the setting is put back as it was found, also after a failure. Hosts of another kind of boot wait meanwhile.',
    why: 'A reboot that was a Quick Boot again, and a setting that is left changed.',
    sees: 'A parked host that "was quick-booted" where a full boot was planned; a debt when the setting could not be put back.',
    may: '`vta quick-boot clear ESTATE --cluster NAME`. A parked host: boot it again with Quick Boot off and verify; put the setting back by hand where the report asks for it.',
  },
  {
    id: 'QB-6',
    title: 'Versions in between',
    statement:
      'After several Quick Boots, a version in between is removed only after looking when each image was last attested with, and only if no host has it measured or installed. What was seen is shown before approval.',
    why: 'Removing the version that hosts still attest with, because it looks superseded.',
    sees: 'A table of images with the time of their last attestation, and of hosts with both versions.',
    may: '`vta image evidence ESTATE` shows it, `vta image retire ESTATE --esx-version V` removes a version that no host needs; boot hosts fully to free another.',
  },
  {
    id: 'QB-7',
    title: 'The notice of an export',
    statement:
      'The export of a quick-booted host may carry a notice that says so. It is kept with the file and shown; it is information and no error.',
    why: 'Misjudging what the file is good for.',
    sees: 'The notice among the evidence of the gate `trust-image/VERSION`.',
    may: 'Read it and go on.',
  },
  {
    id: 'QB-8',
    title: 'What an export describes',
    statement:
      'An exported file describes the installed version, also on a quick-booted host, and is labelled so. It says nothing about the version with which that host attests.',
    why: 'Believing that its import makes a quick-booted host attest.',
    sees: 'The label of the file; an export from a host on another version than the target is refused.',
    may: 'Export from a host that runs the version you need.',
  },
  {
    id: 'QB-9',
    title: 'A cluster added later',
    statement:
      'When a regular cluster joins Trust Authority, its quick-booted hosts do not attest before a full boot, unless the version of their last full boot is imported. The full boots are planned as part of joining.',
    why: 'A trusted cluster on which nothing encrypted starts.',
    sees: 'The hosts that will not attest, each with its reason, before the cluster is added.',
    may: '`vta cluster onboard ESTATE --cluster NAME --vcenter NAME` boots the named hosts fully first. Or import the version of their last full boot (QB-10).',
  },
  {
    id: 'QB-10',
    title: 'The cause, and the second remedy',
    statement:
      'A quick-booted host that does not attest needs the base image of its last full boot; exporting it again gives only the present one. With the right image imported, from the archive for example, it attests without a reboot.',
    why: 'Exporting and importing the wrong version over and over.',
    sees: 'The measured version that is missing, and whether the archive has its file.',
    may: '`vta image repair ESTATE --host NAME` imports that file; or boot the host fully.',
  },
];
