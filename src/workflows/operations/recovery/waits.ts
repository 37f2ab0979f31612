import { restoreProcedure } from '../../../domain/operations/recover-ta-host/steps.js';
import type { DurationKind } from '../../../domain/durations.js';
import type { WhyNot } from '../../../domain/model/waiting.js';
import type { Step } from '../../step.js';
import type { RecoveryDetails } from './looks.js';

function step(
  name: string,
  kind: DurationKind,
  waiting: Pick<WhyNot, 'kind' | 'subject' | 'have' | 'need' | 'rule'>,
): Step {
  return { name, kind, waiting: { ...waiting, youMay: [] } };
}

/** What a recovery waits for, in its order. */
export const waits = {
  isolation: ({ host }: RecoveryDetails): Step =>
    step('isolation', 'evacuation', {
      kind: 'evacuation',
      subject: host.name,
      have: 'on its way into maintenance mode, or being disconnected',
      need: 'in maintenance mode or disconnected',
      rule: 'REC-1',
    }),
  removal: ({ host, cluster }: RecoveryDetails): Step =>
    step('removal', 'attestation', {
      kind: 'remediation',
      subject: host.name,
      have: `being removed from ${cluster.name}`,
      need: 'in no inventory',
      rule: 'REC-1',
    }),
  /** People do it; nothing but the host's own answer ends it. @rule REC-2, SVC-5 */
  restoration: ({ host, recorded }: RecoveryDetails): Step => ({
    name: 'restoration',
    kind: 'fullBoot',
    byPeople: 'asked',
    waiting: {
      kind: 'operator-decision',
      subject: host.name,
      have: 'removed from its cluster; people restore the previous ESXi at its console',
      need: `${host.name} itself answers with ${recorded}`,
      rule: 'REC-2',
      youMay: [
        ...restoreProcedure(host.name, recorded).map((what) => ({
          who: 'administrator at the console',
          what,
        })),
        { who: 'operator', what: 'vta run abort; vta recover goes on with it later' },
      ],
    },
  }),
  addition: ({ host, cluster }: RecoveryDetails): Step =>
    step('addition', 'attestation', {
      kind: 'remediation',
      subject: host.name,
      have: `being added to ${cluster.name}`,
      need: 'a connected member of the cluster',
      rule: 'REC-3',
    }),
  enabling: ({ cluster }: RecoveryDetails): Step =>
    step('enabling', 'attestation', {
      kind: 'ta-service-unhealthy',
      subject: cluster.name,
      have: 'its vTA services are being switched on',
      need: 'attestation and key provider service OK on every host',
      rule: 'REC-3',
    }),
  item: ({ cluster }: RecoveryDetails, item: string): Step =>
    step('configuration', 'imageImport', {
      kind: 'ta-service-unhealthy',
      subject: cluster.name,
      have: `${item} is being applied`,
      need: 'as archived',
      rule: 'REC-3',
    }),
  configuration: ({ cluster }: RecoveryDetails): Step =>
    step('configuration', 'imageImport', {
      kind: 'ta-service-unhealthy',
      subject: cluster.name,
      have: 'every item is applied',
      need: 'every item OK on every host',
      rule: 'INV-5',
    }),
  exit: ({ host }: RecoveryDetails): Step =>
    step('exit-maintenance', 'attestation', {
      kind: 'remediation',
      subject: host.name,
      have: 'leaving maintenance mode',
      need: 'maintenance mode off',
      rule: 'REC-4',
    }),
  registration: (vcenter: string): Step =>
    step('registration', 'attestation', {
      kind: 'remediation',
      subject: vcenter,
      have: 'the services of the host are registered anew',
      need: 'registered as the Trust Authority gives them out',
      rule: 'REC-4',
    }),
  remediation: (cluster: string): Step =>
    step('remediation', 'remediateConfiguration', {
      kind: 'remediation',
      subject: cluster,
      have: 'its vTA configuration is being remediated',
      need: 'applied configuration OK',
      rule: 'REC-4',
    }),
};
