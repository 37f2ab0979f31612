import { expectThat } from '../stage.js';
import type { DemoScenario } from './scenario.js';

/** A patch of 8.0 U2, which its vCenters can manage as they are. */
const PATCH = { version: '8.0.2-23305546', baseImage: '8.0.2-0.0.23305546' } as const;

/** @rule ORD-6, IMG-1 */
export const standalone: DemoScenario = {
  shows:
    'trusted hosts alone get a patch, with a business reason; its base image is trusted first all the same',
  async play(director) {
    const reason = 'a driver fix that the hosts need before the next maintenance window of the vCenters';
    const ended = await director.upgrade({
      esxVersion: PATCH.baseImage,
      boot: 'policy',
      only: { tiers: ['trusted-hosts'], reason },
    });
    expectThat(ended.state === 'succeeded', `the upgrade ended ${ended.state}: ${ended.outcome ?? ''}`);
    const gate = (id: string) => ended.gates.find((one) => one.id === id);
    const begin = gate('begin');
    expectThat(
      begin?.rule === 'ORD-6' && (begin.evidence ?? []).some((line) => line.includes(reason)),
      'the first gate did not show the business reason',
    );
    expectThat(
      gate(`trust-image/${PATCH.version}`)?.state === 'approved',
      'nobody was asked to trust the base image of the patch (IMG-1)',
    );
    const worked = ended.tiers.filter(({ done }) => done > 0).map(({ kind }) => kind);
    expectThat(worked.join() === 'trusted-hosts', `tiers with work done: ${worked.join(', ') || 'none'}`);
    director.say(
      'Tiers 1 to 3 were left as they are; the base image was exported, approved and trusted first.',
    );
  },
};
