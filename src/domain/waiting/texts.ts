import type { WaitingKind } from '../model/waiting.js';

/** What people are told about one kind of waiting. */
export interface WaitingText {
  /** One sentence: what it means. */
  readonly meaning: string;
  /** How long it is normal, in words. */
  readonly normalFor: string;
  /** What the reader does when it lasts longer. */
  readonly whatToDo: string;
}

const PEOPLE = 'As long as people need; nothing decides for them.';

/** Complete by its type: a new kind does not compile without its text. */
export const WAITING_TEXTS: Readonly<Record<WaitingKind, WaitingText>> = {
  gate: {
    meaning: 'The run stopped at a planned gate and waits for an approver.',
    normalFor: PEOPLE,
    whatToDo:
      'Look at the evidence of the gate, then approve or reject it. Whoever requested the run may not approve.',
  },
  'operator-decision': {
    meaning: 'Something turned out otherwise than a rule allows, and only a person can settle it.',
    normalFor: PEOPLE,
    whatToDo:
      'Read what was found and what is needed, repair it, then decide about the named host or vCenter.',
  },
  paused: {
    meaning: 'An operator paused the run; what had begun was finished, nothing new begins.',
    normalFor: PEOPLE,
    whatToDo: 'Resume or abort the run.',
  },
  'operator-upgrade': {
    meaning:
      'A vCenter goes to another release line, which people do with the installer; the run waits for the new version and then verifies it.',
    normalFor: 'Up to 4 hours (240 minutes) once people have begun; the run asks after 12.',
    whatToDo:
      'Upgrade the named vCenter to exactly the version that is needed, and let it keep its address, certificate and signing certificates; the run goes on by itself.',
  },
  'ta-host-unavailable': {
    meaning: 'A Trust Authority host is disconnected or in maintenance, so no other host may be taken out.',
    normalFor: 'Up to 15 minutes, while a host comes back.',
    whatToDo: 'Bring the named host back into service; the run goes on by itself.',
  },
  'ta-service-unhealthy': {
    meaning:
      'A service or setting of the Trust Authority Cluster is not OK, or not the same on all its hosts.',
    normalFor: 'Up to 15 minutes after a change or restart.',
    whatToDo:
      'Read attestd.log and kmxd.log on the TA hosts; make the setting equal, or restart the services one host at a time.',
  },
  'base-image-missing': {
    meaning:
      'The Trust Authority Cluster does not know an ESXi version that a host runs, attests with or will get.',
    normalFor: 'It does not go away by itself.',
    whatToDo: 'Import the image database of the named version into the Trust Authority Cluster.',
  },
  'base-image-inconsistent': {
    meaning: 'A base image is not on every Trust Authority host.',
    normalFor: 'Up to 10 minutes after an import.',
    whatToDo: 'Connect all TA hosts and import the image again from its archived file.',
  },
  'trusted-host-unattested': {
    meaning:
      'A trusted host is not attested, so a Trust Authority host is not touched or this host not rebooted.',
    normalFor: 'Up to 15 minutes, while a report is renewed.',
    whatToDo: 'Read kmxa.log on the named host, attestd.log and kmxd.log on the TA hosts.',
  },
  'host-unreadable': {
    meaning: 'The state of a host could not be read; not knowing is never taken for fine.',
    normalFor: 'Up to 30 minutes, while its vCenter is busy or restarts.',
    whatToDo: 'Check that the vCenter answers and that the credential may read the host.',
  },
  'host-not-connected': {
    meaning: 'A host is not connected to its vCenter.',
    normalFor: 'Up to 75 minutes around its reboot.',
    whatToDo: 'Look at the host console; reconnect the host in vCenter.',
  },
  'host-differs-from-plan': {
    meaning: 'A host is not what the approved plan expects: version, boot, attested version or maintenance.',
    normalFor: 'It does not go away by itself.',
    whatToDo:
      'Put the host back into the planned state, or abort and plan again so that the new state is approved.',
  },
  'host-in-maintenance': {
    meaning: 'A host is in maintenance mode.',
    normalFor: 'Up to 1 hour while this run works on it; otherwise as long as whoever put it there needs.',
    whatToDo: 'Take the host out of maintenance mode when other work on it is finished.',
  },
  'another-host-in-progress': {
    meaning: 'As many hosts are in hand as the limits allow (one, unless chosen otherwise).',
    normalFor: 'Up to 1 hour per step of the other host.',
    whatToDo: 'Wait; if the other host is parked, decide about it.',
  },
  'failure-budget': {
    meaning: 'More hosts have failed than the failure budget allows, or two of them in the same way.',
    normalFor: 'It does not go away by itself.',
    whatToDo: 'Decide about the failed hosts, or decide the hold gate; the limits show the budget.',
  },
  'vcenter-away': {
    meaning: 'A vCenter does not answer, or something in it could not be read.',
    normalFor: 'Up to 30 minutes after its update.',
    whatToDo: 'Look at the appliance; the run goes on by itself when it answers.',
  },
  backup: {
    meaning: 'A file-based backup of a vCenter is being taken before its update.',
    normalFor: 'Up to 1 hour.',
    whatToDo: 'Look at the backup job and its target in the appliance management interface.',
  },
  staging: {
    meaning: 'An update is being checked and loaded onto a vCenter.',
    normalFor: 'Up to 1 hour.',
    whatToDo: 'Look at the update log and free space of the appliance.',
  },
  installing: {
    meaning: 'A vCenter is installing its update; its API is away for a part of that time.',
    normalFor: 'Up to 90 minutes.',
    whatToDo: 'Look at the console of the appliance. Never start the installation a second time.',
  },
  evacuation: {
    meaning: 'Virtual machines are being moved off a host that enters maintenance mode.',
    normalFor: 'Up to 1 hour; with vSAN data migration up to a day.',
    whatToDo: 'Look at the running VM migrations; move or shut down what is pinned. Never force vSAN.',
  },
  remediation: {
    meaning: 'Lifecycle Manager is installing the image on a host.',
    normalFor: 'Up to 75 minutes with its reboot.',
    whatToDo: 'Look at the task and the host console.',
  },
  boot: {
    meaning: 'A host is rebooting.',
    normalFor: 'Up to 75 minutes by full boot, 45 by Quick Boot.',
    whatToDo:
      'Look at the host console; a host that hangs in Quick Boot may be power-cycled and then boots fully.',
  },
  attestation: {
    meaning: 'A host has booted and is not attested yet; it stays in maintenance mode until it is.',
    normalFor: 'Up to 15 minutes after the boot.',
    whatToDo:
      'Read kmxa.log on the host, attestd.log and kmxd.log on the TA hosts; check that its base image is imported.',
  },
  'image-import': {
    meaning: 'A base image is being imported, or does not show as OK on every Trust Authority host yet.',
    normalFor: 'Up to 10 minutes.',
    whatToDo: 'Check that all TA hosts are connected; the import is repeated by itself.',
  },
  'image-removal': {
    meaning: 'A base image that no host needs any more is being taken away from every Trust Authority host.',
    normalFor: 'Up to 10 minutes.',
    whatToDo: 'Check that all TA hosts are connected; the removal is never repeated without your decision.',
  },
  'foreign-activity': {
    meaning: 'Somebody else runs a lifecycle task on the same cluster or vCenter.',
    normalFor: 'As long as that task takes.',
    whatToDo: 'Let the task end or cancel it; the run goes on by itself.',
  },
};

/** `docs/reference/waiting.md`: one heading per kind, which is its anchor. */
export function renderWaitingReference(): string {
  const sections = Object.entries(WAITING_TEXTS).map(
    ([kind, { meaning, normalFor, whatToDo }]) =>
      `## ${kind}\n\n${meaning}\n\n- **Normal for:** ${normalFor}\n- **What to do:** ${whatToDo}\n`,
  );
  return `# What a run can be waiting for\n\nGenerated from \`src/domain/waiting/texts.ts\`; do not edit.\n\n${sections.join('\n')}`;
}
