import { expectThat } from '../stage.js';
import type { DemoScenario } from './scenario.js';

/** A regular cluster joins: one of its hosts was quick-booted and boots fully first. @rule QB-9, QB-5 */
export const onboarding: DemoScenario = {
  shows: 'a regular cluster becomes a trusted one; its quick-booted host boots fully first',
  lab: ['--topology', 'examples/topologies/regular-cluster.yaml'],
  async play(director) {
    const refused = await director.plan({
      kind: 'onboard-cluster',
      parameters: { cluster: 'Prod', vcenter: 'wl-vc' },
    });
    expectThat(
      refused.findings.some(({ rule, severity }) => rule === 'QB-9' && severity === 'blocker'),
      'a cluster that is trusted already should be refused',
    );
    const ended = await director.carryOut({
      kind: 'onboard-cluster',
      parameters: { cluster: 'Regular', vcenter: 'wl-vc' },
    });
    expectThat(
      ended.debts.some(({ kind, subject }) => kind === 'cluster-unregistered' && subject === 'Regular'),
      'the cluster should be left to be registered',
    );
  },
};
