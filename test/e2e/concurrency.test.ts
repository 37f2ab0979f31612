import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type Stack } from '../support/e2e.js';
import { applied, isApplyOn, isEntering, maintenance, oneByOne } from '../support/e2e-journal.js';

describe('several trusted hosts at a time', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(async () => {
    await stack?.stop();
  });

  it('ORD-8: two by choice, after the test host alone; vLCM still works on one of them at a time', async () => {
    const estate = await stack.startEstate({ done: 'authority' });
    const run = await estate.start({ concurrency: { perCluster: 2, perVCenter: 2, global: 2 } });
    const ended = await estate.approveToEnd(run);
    expect(ended).toMatchObject({ state: 'succeeded', limits: { concurrency: { perCluster: 2 } } });

    const journal = await estate.journal();
    const at = (effect: string, subject: string): number =>
      journal.find((line) => line.effect === effect && line.subject === subject)?.seq ?? Number.NaN;
    const entering = (host: string): number => journal.find(isEntering(host))?.seq ?? Number.NaN;
    expect(entering('prod-esx2')).toBeGreaterThan(at('host.maintenance.exited', 'prod-esx1'));
    expect(entering('prod-esx3')).toBeLessThan(at('host.maintenance.exited', 'prod-esx2'));
    expect(applied(journal).toSorted()).toEqual(['prod-esx1', 'prod-esx2', 'prod-esx3']);

    expect(await estate.referee(2)).toMatchObject({ ok: true, violations: [] });
    // The same journal without the recorded choice is what the rules forbid.
    const { violations } = await estate.referee();
    expect(violations.map(({ rule }) => rule)).toContain('ORD-8');
  });

  it('ORD-8, ORD-5: by default six go strictly one after another; one that does not attest holds those behind it', async () => {
    const estate = await stack.startEstate({ done: 'authority', trustedHosts: 6 });
    const run = await estate.start();
    const ended = estate.approveToEnd(run, { leaving: /^hold\// });
    ended.catch(() => undefined);
    await estate.until('the apply on prod-esx3', isApplyOn('prod-esx3'));
    const { id } = await estate.fault({ kind: 'never-attests', target: 'prod-esx3' });

    const held = await estate.untilStatus(run, 'the hold', ({ waitingOn }) =>
      waitingOn.some(({ rule }) => rule === 'ORD-5'),
    );
    expect(held.waitingOn.find(({ rule }) => rule === 'ORD-5')).toMatchObject({
      have: 'not attested after the boot: prod-esx3',
    });
    await estate.later(1_800);
    expect(
      (await estate.journal())
        .filter(({ subject }) => /^prod-esx[456]$/.test(subject))
        .map(({ effect }) => effect)
        .filter((effect) => /^host\.(maintenance|reboot|install)/.test(effect)),
    ).toEqual([]);

    await estate.endFault(id);
    const last = await ended;
    expect(last).toMatchObject({ state: 'succeeded', parked: [] });
    expect(last.gates.find((gate) => gate.id === 'hold/trusted-hosts')).toMatchObject({
      state: 'not-needed',
    });
    const hosts = Array.from({ length: 6 }, (_, index) => `prod-esx${index + 1}`);
    expect(maintenance(await estate.journal())).toEqual(oneByOne(hosts));
    expect(await estate.referee()).toMatchObject({ ok: true, violations: [] });
  });
});
