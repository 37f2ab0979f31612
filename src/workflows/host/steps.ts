import { VM_IMPACT } from '../../domain/attestation/index.js';
import type { HostStep } from '../../domain/model/plan.js';
import type { WhyNot } from '../../domain/model/waiting.js';
import type { DurationKind } from '../../domain/durations.js';
import type { Step } from '../step.js';

function step(
  name: string,
  durations: DurationKind,
  waiting: Omit<WhyNot, 'normalUpToSeconds' | 'youMay'> & Partial<Pick<WhyNot, 'youMay'>>,
): Step {
  return { name, kind: durations, waiting: { youMay: [], ...waiting } };
}

/** How people upgrade a host, in words. */
const BY_HAND: Readonly<Record<NonNullable<HostStep['way']> | 'either', string>> = {
  either: 'by baseline or by hand',
  baseline: 'by remediating it alone with the baseline of that release',
  iso: 'from the ISO of that release, as an upgrade that keeps its configuration',
};

/** What a host's upgrade waits for, in the order of the upgrade. */
export const steps = {
  evacuation: (subject: string): Step =>
    step('evacuation', 'evacuation', {
      kind: 'evacuation',
      subject,
      have: 'entering maintenance mode',
      need: 'no powered-on VM on the host, maintenance mode on',
      rule: 'ORD-8',
    }),
  turn: (subject: string): Step =>
    step('turn', 'fullBoot', {
      kind: 'another-host-in-progress',
      subject,
      have: 'in maintenance mode; another host of the cluster is remediated',
      need: 'no other software task of the cluster: vLCM has one at a time',
      rule: 'ORD-8',
    }),
  remediation: (subject: string, { boot, target }: HostStep): Step =>
    step('remediation', boot === 'quick' ? 'quickBoot' : 'fullBoot', {
      kind: 'remediation',
      subject,
      have: `vLCM installs the image, ${boot} boot`,
      need: `connected on ${target}`,
      rule: 'QB-3',
    }),
  reboot: (subject: string): Step =>
    step('reboot', 'fullBoot', {
      kind: 'boot',
      subject,
      have: 'restarted for a full boot',
      need: 'connected with another boot time',
      rule: 'QB-5',
    }),
  upgradeByHand: (subject: string, { target, role, way, boot }: HostStep): Step => ({
    name: 'remediation',
    kind: 'fullBoot',
    byPeople: 'asked',
    waiting: {
      kind: 'operator-decision',
      subject,
      have: 'in maintenance mode; no image manages its cluster, so the run cannot upgrade it',
      need: `connected on ${target}`,
      rule: role === 'authority' ? 'ORD-3' : 'ORD-5',
      youMay: [
        {
          who: 'vSphere administrator',
          what: `upgrade ${subject} to ${target} now, ${BY_HAND[way ?? 'either']},${role === 'trusted' && boot === 'full' ? ' with a full boot (Quick Boot off),' : ''} and leave it in maintenance mode; the run sees it and goes on`,
        },
        { who: 'operator', what: 'vta run abort' },
      ],
    },
  }),
  attestation: (subject: string): Step =>
    step('attestation', 'attestation', {
      kind: 'attestation',
      subject,
      have: 'not attested since its boot',
      need: 'attested by a Trust Authority host',
      rule: 'DG-9',
      youMay: [
        {
          who: 'vSphere administrator',
          what: `read kmxa.log on ${subject}, attestd.log and kmxd.log on the TA hosts`,
        },
        { who: 'operator', what: `keep encrypted VMs off it. ${VM_IMPACT}` },
      ],
    }),
  exit: (subject: string): Step =>
    step('exit-maintenance', 'attestation', {
      kind: 'remediation',
      subject,
      have: 'leaving maintenance mode',
      need: 'maintenance mode off',
      rule: 'DG-9',
    }),
};

/** Why a test host does not go on: it attests with an image that has to be taken, approved and imported first. */
export const untrustedImage = (version: string): WhyNot => ({
  kind: 'image-import',
  subject: version,
  have: 'its base image is exported, decided about at its gate, and imported',
  need: 'trusted on every TA host',
  rule: 'DG-4',
  youMay: [],
});
