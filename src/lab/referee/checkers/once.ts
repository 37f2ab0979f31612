import type { Checker } from '../checker.js';
import { text } from '../detail.js';
import { hostStarts, vcenterStart } from '../work.js';

/** What must never be issued twice for one need (2.17): apply, update install, reboot, removal. */

/** A second apply of one commit is a new need only after it failed, or when the host fell back. */
export const applyOnce: Checker = {
  rule: 'once/apply',
  step: (step, court) => {
    for (const { kind, host } of hostStarts(step)) {
      if (kind !== 'apply') continue;
      court.judged();
      const { apply } = host;
      if (apply?.commit !== text(step.entry, 'commit') || apply.status === 'failed') continue;
      if (apply.status === 'ok' && host.installed !== apply.version) continue;
      const why = apply.status === 'running' ? 'was still running' : 'had succeeded';
      court.violation(host.name, `commit ${apply.commit} was applied again although it ${why}`);
    }
  },
};

export const installOnce: Checker = {
  rule: 'once/install',
  step: (step, court) => {
    const start = vcenterStart(step);
    if (!start) return;
    court.judged();
    const { install, name } = start.vcenter;
    if (install?.status === 'running') {
      court.violation(name, `${start.target} was installed while ${install.version} was being installed`);
    } else if (install?.status === 'ok' && install.version === start.target) {
      court.violation(name, `${start.target} was installed again although it had succeeded`);
    }
  },
};

export const rebootOnce: Checker = {
  rule: 'once/reboot',
  step: (step, court) => {
    for (const { kind, host } of hostStarts(step)) {
      if (kind !== 'reboot') continue;
      court.judged();
      if (host.rebooting !== undefined) court.violation(host.name, 'was rebooted again before it was back');
      else if (!host.mayReboot) court.violation(host.name, 'was rebooted a second time without a new reason');
    }
  },
};

export const removalOnce: Checker = {
  rule: 'once/removal',
  step: ({ entry, before }, court) => {
    if (entry.effect !== 'image.removed') return;
    court.judged();
    const version = text(entry, 'version');
    const held = [...before.images.values()].some((images) => images.has(version));
    if (!held) court.violation(entry.subject, `${version} was removed although no TA host had it any more`);
  },
};
