import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, temporalSource, type Stack } from '../support/e2e.js';
import { applied, isApplyOn, isEntering } from '../support/e2e-journal.js';

const HOSTS = ['prod-esx1', 'prod-esx2', 'prod-esx3'];

describe('what goes away in the middle of a host', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(async () => {
    await stack?.stop();
  });

  it('ORD-7, ORD-8: a killed worker, started again, adopts what is under way; nothing is done twice', async () => {
    const estate = await stack.startEstate({ done: 'authority' });
    const run = await estate.start();
    const ended = estate.approveToEnd(run);
    ended.catch(() => undefined);

    for (const [what, anchor] of [
      ['evacuation of prod-esx1', isEntering('prod-esx1')],
      ['apply on prod-esx2', isApplyOn('prod-esx2')],
    ] as const) {
      const { seq } = await estate.until(what, anchor);
      await stack.worker('trusted').kill();
      await stack.startWorker('trusted');
      const backAtMs = Date.now();
      const loggedIn = await estate.until(
        `the new worker's first login after ${what}`,
        ({ seq: at, effect, vcenter }) => at > seq && effect === 'session.opened' && vcenter === 'wl-vc',
      );
      const seconds = (Date.parse(loggedIn.wallTime) - backAtMs) / 1000;
      console.info(`killed at the ${what}: work went on ${seconds.toFixed(1)} s after the restart (goal 10)`);
    }

    expect((await ended).state).toBe('succeeded');
    const journal = await estate.journal();
    expect(applied(journal)).toEqual(HOSTS);
    expect(journal.filter(isEntering('prod-esx1'))).toHaveLength(1);
    expect(await estate.referee()).toMatchObject({ ok: true, violations: [] });
  });

  it('DG-14: a trusted vCenter that is away is waited for and told about, and its work is not repeated', async () => {
    const estate = await stack.startEstate({ done: 'authority' });
    const run = await estate.start();
    const ended = estate.approveToEnd(run);
    ended.catch(() => undefined);

    await estate.until('the apply on prod-esx1', isApplyOn('prod-esx1'));
    // Longer than the silence after which people are told; all sessions and tasks are forgotten.
    const { id } = await estate.fault({ kind: 'outage', target: 'wl-vc', seconds: 36_000 });
    const told = await estate.untilEvent(run, 'prod-esx1 waits for its vCenter', ({ type, subject }) => {
      return type === 'waiting' && subject === 'prod-esx1';
    });
    await estate.endFault(id);

    expect((await ended).state).toBe('succeeded');
    expect(told.text).toMatch(/wl-vc/);
    const journal = await estate.journal();
    expect(applied(journal)).toEqual(HOSTS);
    expect(journal.filter(({ effect }) => effect === 'vcenter.api.down')).toHaveLength(1);
    expect(await estate.referee()).toMatchObject({ ok: true, violations: [] });
  });

  const itWithOwnTemporal = temporalSource.kind === 'address' ? it.skip : it;
  itWithOwnTemporal('a Temporal server that is killed and comes back loses nothing', async () => {
    const estate = await stack.startEstate({ done: 'authority' });
    const run = await estate.start();
    const ended = estate.approveToEnd(run);
    ended.catch(() => undefined);

    const { seq } = await estate.until('the apply on prod-esx2', isApplyOn('prod-esx2'));
    await stack.killTemporal();
    const shown = await estate.untilStatus(run, 'a status without Temporal', ({ live }) => !live);
    expect(shown.notLiveBecause).toBeDefined();
    // What is under way in the estate goes on meanwhile.
    await estate.until('prod-esx2 is up again', (line) => {
      return line.seq > seq && line.effect === 'host.booted' && line.subject === 'prod-esx2';
    });
    const revivingMs = Date.now();
    await stack.reviveTemporal();
    const backMs = Date.now();
    const next = await estate.until('the work on prod-esx2 goes on', (line) => {
      return line.seq > seq && line.effect === 'host.maintenance.requested' && line.subject === 'prod-esx2';
    });
    const seconds = (from: number, to: number): string => `${((to - from) / 1000).toFixed(1)} s`;
    console.info(
      `Temporal answered ${seconds(revivingMs, backMs)} after its restart, ` +
        `the estate saw us ${seconds(backMs, Date.parse(next.wallTime))} later`,
    );

    expect((await ended).state).toBe('succeeded');
    expect(applied(await estate.journal())).toEqual(HOSTS);
    expect(await estate.referee()).toMatchObject({ ok: true, violations: [] });
  });
});
