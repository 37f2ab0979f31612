import type { TierKind } from '../model/plan.js';
import { broken, clustersOf, clusterSteps, isAsked, vcenterSteps, type PlanCheck } from './context.js';

/**
 * A narrower plan has a reason, which stands at its first gate; it has no step outside of what was asked for, and tells
 * of everything that it leaves out, and of nothing else. @rule ORD-6
 */
export const narrowPlan: PlanCheck = (context) => {
  const { plan } = context;
  const { only } = plan.request;
  const findings = strayed(context).map((name) => wrong(name, `${name} has steps, but was not asked for.`));
  const missing = unasked(context);
  const told = (plan.leftOut ?? []).map(({ kind, vcenter, name }) => `${kind} ${vcenter} ${name}`);
  if (missing.toSorted().join() !== told.toSorted().join()) {
    findings.push(
      wrong(
        'leftOut',
        `Left out are ${missing.join(', ') || 'none'}; the plan says ${told.join(', ') || 'none'}.`,
      ),
    );
  }
  if (plan.leftOut?.some(({ why }) => why.trim() === '')) {
    findings.push(wrong('leftOut', 'Something is left out without a reason.'));
  }
  if (!only) return findings;
  if (only.reason.trim() === '') {
    findings.push(wrong('request', 'The plan leaves something out without a business reason.'));
  }
  const begin = plan.gates.find(({ id }) => id === 'begin');
  if (begin && !(begin.rule === 'ORD-6' && begin.title.includes(only.reason))) {
    findings.push(wrong('begin', 'The first gate does not show the business reason of the narrower plan.'));
  }
  return findings;
};

function wrong(subject: string, message: string) {
  return broken('ORD-6', 'narrow-plan', subject, message);
}

function strayed({ plan }: Parameters<PlanCheck>[0]): string[] {
  return [
    ...vcenterSteps(plan)
      .filter(({ zone, vcenter }) => !isAsked(plan, vcenterKind(zone), { vcenter }))
      .map(({ vcenter }) => vcenter),
    ...clusterSteps(plan)
      .filter(
        ({ role, cluster: { vcenter, name } }) => !isAsked(plan, hostKind(role), { vcenter, cluster: name }),
      )
      .map(({ cluster }) => cluster.name),
  ];
}

function unasked({ plan, inventory }: Parameters<PlanCheck>[0]): string[] {
  return [
    ...[inventory.authority.vcenter, ...inventory.trusted.map(({ vcenter }) => vcenter)]
      .filter(({ zone, name }) => !isAsked(plan, vcenterKind(zone), { vcenter: name }))
      .map(({ name }) => `vcenter ${name} ${name}`),
    ...clustersOf(inventory)
      .filter(
        ({ role, ref: { vcenter, name } }) => !isAsked(plan, hostKind(role), { vcenter, cluster: name }),
      )
      .map(({ ref }) => `cluster ${ref.vcenter} ${ref.name}`),
  ];
}

function vcenterKind(zone: string): TierKind {
  return zone === 'authority' ? 'authority-vcenter' : 'trusted-vcenters';
}

function hostKind(role: string): TierKind {
  return role === 'authority' ? 'authority-hosts' : 'trusted-hosts';
}
