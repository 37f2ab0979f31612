import type { Court, Step } from '../checker.js';
import { atWork } from '../conditions.js';
import type { TierNumber, VCenterState } from '../estate.js';
import { hostsOf, vcenterNamed } from '../estate.js';
import { hostStarts, vcenterStart } from '../work.js';

/** ORD-2 and ORD-4 alike: backed up and at rest before its update, updated for good before its hosts. */
export function judgeVCenterFirst(step: Step, court: Court, tier: TierNumber): void {
  const install = vcenterStart(step);
  if (install?.tier === tier) judgeInstall(step, install.vcenter, court);
  const begun = hostStarts(step).filter((start) => start.tier === tier + 1);
  for (const { host } of begun) {
    court.judged();
    const vcenter = vcenterNamed(step.before, host.vcenter);
    const status = vcenter.install?.status;
    if (status === 'running') court.violation(host.name, `was begun while ${vcenter.name} was being updated`);
    if (status === 'failed')
      court.violation(host.name, `was begun after the update of ${vcenter.name} failed`);
    if (vcenter.principalChanged) {
      court.violation(host.name, `was begun with the changed signing certificates of ${vcenter.name}`);
    }
  }
}

function judgeInstall({ before }: Step, vcenter: VCenterState, court: Court): void {
  court.judged();
  if (!vcenter.backedUp) court.violation(vcenter.name, 'was updated without a backup that succeeded');
  const busy = [...hostsOf(before, 'authority'), ...hostsOf(before, 'trusted')]
    .filter((host) => host.vcenter === vcenter.name && atWork(host))
    .map((host) => host.name);
  if (busy.length > 0) court.violation(vcenter.name, `was updated while ${busy.join(', ')} was at work`);
}
