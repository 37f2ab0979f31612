import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JournalLine } from '../../src/composition/demo/lab-control.js';
import { startStack, type Stack } from '../support/e2e.js';

describe('the worker of the trusted side, killed in the middle of a host', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(async () => {
    await stack?.stop();
  });

  it('ORD-7, ORD-8: started again it adopts the evacuation and the apply under way; nothing is done twice', async () => {
    const estate = await stack.startEstate({ done: 'authority' });
    const run = await estate.start();
    const ended = estate.approveToEnd(run);
    ended.catch(() => undefined);

    const isEvacuation = ({ effect, subject, detail }: JournalLine): boolean =>
      effect === 'host.maintenance.requested' && subject === 'prod-esx1' && detail['direction'] === 'enter';
    const isApply = ({ effect, detail }: JournalLine): boolean =>
      effect === 'cluster.apply.requested' && (detail['hosts'] as string[]).includes('prod-esx2');
    for (const [what, anchor] of [
      ['evacuation of prod-esx1', isEvacuation],
      ['apply on prod-esx2', isApply],
    ] as const) {
      const { seq } = await estate.until(what, anchor);
      await stack.worker('trusted').kill();
      await stack.startWorker('trusted');
      const backAtMs = Date.now();
      const loggedIn = await estate.until(
        `the new worker's first login after ${what}`,
        (line) => line.seq > seq && line.effect === 'session.opened' && line.vcenter === 'wl-vc',
      );
      const seconds = (Date.parse(loggedIn.wallTime) - backAtMs) / 1000;
      console.info(`killed at the ${what}: work went on ${seconds.toFixed(1)} s after the restart (goal 10)`);
    }

    expect((await ended).state).toBe('succeeded');
    const journal = await estate.journal();
    const hosts = ['prod-esx1', 'prod-esx2', 'prod-esx3'];
    const applied = journal.flatMap(({ effect, detail }) =>
      effect === 'cluster.apply.requested' ? (detail['hosts'] as string[]) : [],
    );
    expect(applied.toSorted()).toEqual(hosts);
    expect(journal.filter((line) => isEvacuation(line))).toHaveLength(1);
    expect(await estate.referee()).toMatchObject({ ok: true, violations: [] });
  });
});
