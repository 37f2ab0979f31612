import type { DurationKind } from '../../domain/durations.js';
import type { VCenterStep } from '../../domain/model/plan.js';
import type { WhyNot } from '../../domain/model/waiting.js';
import type { Step } from '../step.js';

export const step = (
  name: string,
  kind: DurationKind,
  waiting: Pick<WhyNot, 'kind' | 'subject' | 'need'>,
): Step => ({
  name,
  kind,
  waiting: {
    ...waiting,
    have: `${name} under way`,
    rule: 'ORD-2',
    youMay: [],
  },
});

/** What people read while the run waits for them. */
export function operatorStep({ vcenter, zone, from, target, way, linked }: VCenterStep): Step {
  return {
    name: 'upgrade by an operator',
    kind: 'majorUpgrade',
    byPeople: 'expected',
    waiting: {
      kind: 'operator-upgrade',
      subject: vcenter,
      have: `version ${from.version}`,
      need: `version ${target}`,
      rule: zone === 'authority' ? 'ORD-2' : 'ORD-4',
      youMay: [
        {
          who: 'vSphere administrator',
          what: `upgrade ${vcenter} to exactly ${target} ${HOW[way ?? 'either']}; keep its address and certificates; the run goes on by itself`,
        },
        ...(linked === undefined
          ? []
          : [
              {
                who: 'vSphere administrator',
                what: `to go back, power off ${[vcenter, ...linked.with].join(', ')} and revert all of them to their snapshots before any is powered on`,
              },
            ]),
        { who: 'operator', what: 'vta run abort' },
      ],
    },
  };
}

const HOW: Readonly<Record<NonNullable<VCenterStep['way']> | 'either', string>> = {
  either: 'with the installer (or reduced downtime upgrade)',
  installer: 'with the installer (GUI or vcsa-deploy)',
  'reduced-downtime':
    'by reduced downtime upgrade: lifecycle plug-in up to date, ISO mounted, a temporary address free; switch over when it is prepared',
};

export function precheckReason(subject: string, errors: readonly string[]): WhyNot {
  return {
    kind: 'operator-decision',
    subject,
    have: `pre-check: ${errors.join('; ')}`,
    need: 'a pre-check without errors',
    rule: 'ORD-2',
    youMay: [
      { who: 'administrator', what: 'remove the causes named by the pre-check' },
      { who: 'operator', what: 'vta run abort' },
    ],
  };
}
