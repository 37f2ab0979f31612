import { expectThat, type Director } from '../stage.js';
import type { DemoScenario } from './scenario.js';

const OLD = '8.0.2-22380479';
const NEW = '8.0.3-24022510';
/** Longer than the default of `retiring.rollbackWindowHours`. */
const EIGHT_DAYS = 8 * 86_400;

const retire = (...versions: string[]) => ({ kind: 'retire-base-images', parameters: { versions } }) as const;

/** @rule QB-4, QB-6, FIX-3, FIX-4, DG-5, DG-11, INV-3 */
export const retireImages: DemoScenario = {
  shows: 'the old base image is retired once no host needs it, and not before',
  lab: ['--topology', 'examples/topologies/retire-images.yaml'],
  async play(director) {
    director.say('The file of the old base image goes into the archive, as long as a host has it.');
    await director.carryOut({ kind: 'archive-configuration', parameters: {} });

    director.say(`Asked for too early: a host still runs ${OLD}. And the newest is never let go.`);
    await refused(director, [OLD], 'QB-4', 'prod-esx3');
    await refused(director, [OLD, NEW], 'DG-5', NEW);

    director.say('That host is upgraded.');
    const request = { vcenterVersion: '8.0.3.00000', esxVersion: NEW, boot: 'full' } as const;
    const upgraded = await director.upgrade(request);
    expectThat(
      upgraded.state === 'succeeded',
      `the upgrade ended ${upgraded.state}: ${upgraded.outcome ?? ''}`,
    );

    director.say('It may still be rolled back, so the old image stays …');
    await refused(director, [OLD], 'DG-5', 'prod-esx3');
    director.say('… for a week.');
    await director.order('/lab/clock', { action: 'pause' });
    await director.order('/lab/clock', { action: 'step', seconds: EIGHT_DAYS });
    await director.order('/lab/clock', { action: 'resume' });

    director.say('Now it may go, with the evidence in front of the approver.');
    await director.carryOut(retire(OLD));
  },
};

/** @throws DemoFailed when the plan does not refuse it so */
async function refused(
  director: Director,
  versions: readonly string[],
  rule: string,
  subject: string,
): Promise<void> {
  const { findings } = await director.plan(retire(...versions));
  expectThat(
    findings.some(
      (found) => found.severity === 'blocker' && found.rule === rule && found.subject === subject,
    ),
    `${versions.join(', ')} should be refused by ${rule} because of ${subject}`,
  );
}
