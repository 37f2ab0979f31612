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
export function operatorStep({ vcenter, zone, from, target }: VCenterStep): Step {
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
          what: `upgrade ${vcenter} to exactly ${target} with the installer (or reduced downtime upgrade); the run goes on by itself`,
        },
        { who: 'operator', what: 'vta run abort' },
      ],
    },
  };
}

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
