import type { Rule } from './rule.js';

export const DG: readonly Rule[] = [
  {
    id: 'DG-1',
    title: 'No vSphere 9',
    statement: 'A target at vSphere 9 is refused: Trust Authority does not exist there any more.',
    why: 'Virtual machines encrypted with a trusted key provider that nobody can manage.',
    sees: 'A blocker that names the target.',
    may: 'Choose the newest 8.0 release; leaving Trust Authority is a project of its own, and the refusal names what it concerns.',
  },
  {
    id: 'DG-2',
    title: 'People approve what matters',
    statement:
      'A run stops at a gate before each tier, before a base image is trusted, before a remediation policy switches HA admission control off, and wherever reality left the plan. Whoever requested the run cannot approve it, and a decision names the plan that it is about.',
    why: 'Steps with consequences that nobody has looked at.',
    sees: 'Open gates in `vta run watch` and `vta gate list RUN`, with their evidence.',
    may: '`vta gate approve` or `vta gate reject`, with a reason and the role of an approver.',
  },
  {
    id: 'DG-3',
    title: 'Both versions of every host',
    statement:
      'For each trusted host the installed and the measured version are kept, with the evidence for its last boot and the time. A host whose measured version is not the planned one is not touched.',
    why: 'Decisions about images on the strength of one version alone.',
    sees: 'Both versions in inventory, plan, run and report; "host differs from plan" when one changed.',
    may: 'Look what happened to the host, then plan again.',
  },
  {
    id: 'DG-4',
    title: 'Import before the roll',
    statement:
      'The target is imported before any trusted host beside the test host is remediated, also where Quick Boot would not need it at once.',
    why: 'A quick-booted host that loses power and comes back with a version that nobody knows.',
    sees: 'The gate `trust-image/VERSION` ahead of all other hosts of the tier.',
    may: 'Approve the gate; the import follows.',
  },
  {
    id: 'DG-5',
    title: 'Removal is separate work',
    statement:
      'Base images are never removed as part of a roll. Removal comes later, one version at a time, with evidence for every host, never of the last image and never while a rollback is still wanted.',
    why: 'Removing in haste what a host needs tomorrow.',
    sees: 'In the report, the images that stay and who needs them; removal as an operation of its own, with a table of all hosts.',
    may: 'Leave them; or plan the removal of one version when no host needs it.',
  },
  {
    id: 'DG-6',
    title: 'The test host proves the image',
    statement:
      'The test host boots fully on the target and is seen attested with it before other hosts follow. When nothing tells how it booted, a person confirms the full boot at a gate.',
    why: 'An image that was imported and does not fit.',
    sees: 'Gates `cluster/…` after the test host, and `confirm-full-boot/…` where no evidence came.',
    may: 'Look at the host and its console, then approve.',
  },
  {
    id: 'DG-7',
    title: 'Before each Trust Authority host',
    statement:
      'Every other Trust Authority host is in service, both services are OK, all images are OK, and all trusted hosts are attested, apart from those accepted by name in the plan.',
    why: 'A fault that was there before, blamed on the upgrade or hidden by it.',
    sees: '"Waiting for" with the host, service or image, and the same as blockers in preflight.',
    may: 'Repair what is named; the run goes on by itself.',
  },
  {
    id: 'DG-8',
    title: 'Before each trusted host',
    statement:
      'At least one Trust Authority host is in service and serving, and installed, measured and target version of the host are base images. The host itself is readable and connected.',
    why: 'A host that needs its keys after the reboot and finds nobody who gives them.',
    sees: '"Waiting for Trust Authority host" or "waiting for base image".',
    may: 'Bring a Trust Authority host back; import what is missing.',
  },
  {
    id: 'DG-9',
    title: 'Out of maintenance only when attested',
    statement:
      'A trusted host leaves maintenance mode when it is attested since its last boot, not before. Otherwise it is parked where it is.',
    why: 'Encrypted machines that move to a host which cannot run them.',
    sees: 'The host in maintenance mode, "waiting for attestation", then parked with what may be decided.',
    may: 'Repair the attestation and verify; or skip the host with a reason, which leaves it as it is; or take it over with a reason and take it out of maintenance mode yourself, which is recorded.',
  },
  {
    id: 'DG-10',
    title: 'All trusted clusters count',
    statement:
      'Whether an image may be removed is judged over all trusted clusters and vCenters that use the Trust Authority Cluster, also those outside the plan. One that cannot be read forbids the removal.',
    why: 'Removing an image that is in use at a vCenter nobody thought of.',
    sees: 'The hosts of all trusted vCenters in the table of the removal; a blocker for what is unread.',
    may: 'Add the missing vCenter to the estate file, or repair access to it.',
  },
  {
    id: 'DG-11',
    title: 'Every image has its file',
    statement:
      'The file of every imported image is archived, since no interface gives it back. A listed image without a file is named before the work begins, and approving the plan accepts that gap.',
    why: 'A Trust Authority host that cannot be added again, for want of a file.',
    sees: 'A warning per image without a file.',
    may: '`vta archive create ESTATE` exports it while a host still runs that version; or accept the gap.',
  },
  {
    id: 'DG-12',
    title: 'One at work at a time',
    statement:
      'An estate has one run at a time. Tasks of other administrators on a vCenter, cluster or host are seen and waited for before a step begins there.',
    why: 'Two people upgrading the same host without knowing.',
    sees: '"Waiting for the end of foreign activity", with task, user and time; a second run is refused.',
    may: 'Let the task end or cancel it in vCenter.',
  },
  {
    id: 'DG-13',
    title: 'Who trusts whom is checked again',
    statement:
      'After the upgrade of a vCenter its principals, registrations and signing certificates are compared with those of before, not its version alone; after that of the Trust Authority Cluster also those of every trusted vCenter.',
    why: 'A vCenter on the right version that the Trust Authority Cluster does not accept.',
    sees: 'A stop that names what is gone or changed.',
    may: 'Import the principal or the services information again, then verify.',
  },
  {
    id: 'DG-14',
    title: 'Not knowing is never success',
    statement:
      'An unknown kind of boot counts as Quick Boot, unknown attestation as not attested, health NONE as not OK. What could not be read blocks, and is named.',
    why: 'Taking silence for a good sign.',
    sees: 'Blockers and reasons with "could not be read"; after a pause, a gate with what changed meanwhile.',
    may: 'Repair access to what is named, then read again.',
  },
  {
    id: 'DG-15',
    title: 'No import while a host is away',
    statement:
      'An import waits until every Trust Authority host is connected: it reaches connected hosts only.',
    why: 'Trust in an image on some hosts without anybody noticing.',
    sees: '"Waiting for Trust Authority host", with how many are connected.',
    may: 'Reconnect the host; the import then begins by itself.',
  },
  {
    id: 'DG-16',
    title: 'Changed settings are put back',
    statement:
      'Every setting that the run changed is put back as it was found: after success, failure and abort. What could not be put back stands in the report.',
    why: 'A cluster that behaves otherwise after the upgrade.',
    sees: 'A debt with the cluster and the settings that differ; after an abort, everything that is left with what to do.',
    may: 'Set it back by hand; the plan names what was found.',
  },
  {
    id: 'DG-17',
    title: 'No suspend to memory',
    statement:
      'Where encrypted virtual machines run, remediation never suspends them to memory; they move away instead.',
    why: 'Encrypted machines that stop a Quick Boot, or do not survive it.',
    sees: 'A blocker for a cluster with this power action and encrypted machines.',
    may: 'Set the power action to "Do not change power state".',
  },
  {
    id: 'DG-18',
    title: 'Secrets for the moment only',
    statement:
      'Passwords and private keys are asked for when a step needs them, held for that step, and written to no history, log or archive.',
    why: 'A secret that outlives its use in a place that many can read.',
    sees: 'A refusal of estate files that contain a secret; `vta config show` tells where a secret is kept, never what it is.',
    may: 'Put the secret into a file that only the service reads, and name it in the configuration.',
  },
];
