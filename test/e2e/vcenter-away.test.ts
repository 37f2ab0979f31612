import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isFinal, type Run } from '../../src/cli/client/types.js';
import { startStack, type Stack } from '../support/e2e.js';
import { applied, isApplyOn } from '../support/e2e-journal.js';

const SECONDS_PER_DAY = 86_400;
/** Seven days are 42 seconds. */
const SPEED = 14_400;
const LOOK_EVERY_MS = 250;

describe('a trusted vCenter that is away for a week, in the middle of its hosts', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ speed: SPEED });
  });
  afterAll(async () => {
    await stack?.stop();
  });

  it('DG-14: nobody is needed, the reason is shown throughout, and the run completes', async () => {
    const estate = await stack.startEstate({ done: 'authority', sessionIdleSeconds: SECONDS_PER_DAY / 6 });
    const run = await estate.start();
    const ended = estate.approveToEnd(run);
    ended.catch(() => undefined);

    await estate.until('the apply on prod-esx2', isApplyOn('prod-esx2'));
    await estate.fault({ kind: 'outage', target: 'wl-vc', seconds: 7 * SECONDS_PER_DAY });
    const isWaiting = ({ waitingOn }: Run): boolean => waitingOn.some(({ kind }) => kind === 'vcenter-away');
    const told = await estate.untilStatus(run, 'the reason', isWaiting);
    const toldAt = await estate.labTime();

    const looks: Run[] = [told];
    const isBack = (): Promise<boolean> =>
      estate.journal().then((lines) => lines.some(({ effect }) => effect === 'vcenter.api.up'));
    while (!(await isBack())) {
      looks.push(await estate.status(run));
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    // The last look may be of the moment in which it came back.
    const throughout = looks.slice(0, -1);
    expect(throughout.length).toBeGreaterThan(40);
    expect(throughout.filter((look) => !isWaiting(look))).toEqual([]);
    expect(throughout.filter(({ state, parked = [] }) => state !== 'running' || parked.length > 0)).toEqual(
      [],
    );
    expect(new Set(throughout.map(({ reason }) => reason?.kind))).toEqual(new Set(['vcenter-away']));

    const last = await ended;
    expect(isFinal(last.state)).toBe(true);
    expect(last).toMatchObject({ state: 'succeeded', parked: [] });
    const journal = await estate.journal();
    const at = (name: string): number =>
      Date.parse(journal.find(({ effect }) => effect === name)?.labTime ?? '');
    const days = (from: number, to: number): number => (to - from) / 1000 / SECONDS_PER_DAY;
    expect(days(at('vcenter.api.down'), at('vcenter.api.up'))).toBeGreaterThanOrEqual(7);
    console.info(
      `the reason was shown ${days(at('vcenter.api.down'), toldAt).toFixed(2)} lab days after the vCenter went`,
    );

    const down = journal.find(({ effect }) => effect === 'vcenter.api.down');
    for (const { decidedAt = '' } of last.gates.filter(({ by }) => by !== undefined)) {
      expect(Date.parse(decidedAt)).toBeLessThan(Date.parse(down?.wallTime ?? ''));
    }
    expect(last.decisions ?? []).toEqual([]);
    // A host that was parked, if only for a moment, would have let the next one begin beside it.
    const asked = (await stack.operator.api.events(run)).filter(({ type }) => type === 'subject.parked');
    expect(asked.map(({ text }) => text)).toEqual([]);
    expect(applied(journal)).toEqual(['prod-esx1', 'prod-esx2', 'prod-esx3']);
    expect(await estate.referee()).toMatchObject({ ok: true, violations: [] });
  }, 240_000);
});
