import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type Stack } from '../support/e2e.js';
import { applied, effectsOn, isEntering } from '../support/e2e-journal.js';
import { eventually } from '../support/eventually.js';

describe('what people decide', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(async () => {
    await stack?.stop();
  });

  it('DG-2: a rejected begin gate ends the run with nothing touched', async () => {
    const estate = await stack.startEstate();
    const run = await estate.start();
    const { planHash } = await estate.untilGate(run, 'begin');

    const rejection = { verdict: 'rejected', planHash, reason: 'not this week' } as const;
    await stack.approver.api.decideGate(run, 'begin', rejection);

    const ended = await estate.untilStatus(run, 'the end', ({ state }) => state === 'rejected');
    expect(ended.gates.filter(({ state }) => state !== 'planned')).toEqual([
      expect.objectContaining({ id: 'begin', state: 'rejected', by: 'approver', reason: 'not this week' }),
    ]);
    expect(ended.debts).toEqual([]);
    expect(effectsOn(await estate.journal())).toEqual([]);
    const report = await eventually('the report', () =>
      stack.operator.api.report(run).catch(() => undefined),
    );
    expect(report).toMatchObject({ state: 'rejected', hosts: [], planHash });
  });

  it('a paused run finishes the host in hand, begins no other, and goes on when resumed', async () => {
    const estate = await stack.startEstate({ done: 'authority' });
    const run = await estate.start();
    const ended = estate.approveToEnd(run);
    ended.catch(() => undefined);

    await estate.until('the evacuation of prod-esx2', isEntering('prod-esx2'));
    const paused = await stack.operator.api.steer(run, 'pause', { reason: 'a freeze' });
    expect(paused).toMatchObject({ state: 'paused', pausedBy: { by: 'operator', reason: 'a freeze' } });
    const { labTime } = await estate.until('prod-esx2 back at work', ({ effect, subject }) => {
      return effect === 'host.maintenance.exited' && subject === 'prod-esx2';
    });
    // Half an hour of the estate's time is far more than lies between two hosts.
    const waitedUntil = Date.parse(labTime) + 30 * 60_000;
    await eventually('half an hour in the lab', async () => (await estate.labTime()) > waitedUntil);

    expect((await estate.journal()).filter(isEntering('prod-esx3'))).toEqual([]);
    const shown = await estate.status(run);
    expect(shown.state).toBe('paused');
    expect(shown.waitingOn).toEqual([expect.objectContaining({ kind: 'paused', need: expect.any(String) })]);

    await stack.operator.api.steer(run, 'resume', { reason: 'the freeze is over' });
    const { state, gates } = await ended;
    expect(state).toBe('succeeded');
    // Nobody had changed anything in between: the run asked nothing before it went on.
    expect(gates.map(({ id }) => id)).not.toContain('resume/1');
    expect(applied(await estate.journal())).toEqual(['prod-esx1', 'prod-esx2', 'prod-esx3']);
    expect(await estate.referee()).toMatchObject({ ok: true, violations: [] });
  });

  it('DG-16: an aborted run finishes the host in hand, restores the policy and names what it leaves', async () => {
    const estate = await stack.startEstate({ done: 'authority' });
    const run = await estate.start();
    const approving = estate.approveToEnd(run);
    approving.catch(() => undefined);

    await estate.until('the evacuation of prod-esx2', isEntering('prod-esx2'));
    await stack.operator.api.steer(run, 'abort', { reason: 'the change is withdrawn' });
    const ended = await estate.untilStatus(run, 'the end', ({ state }) => state === 'aborted');

    const kinds = (ended.residue ?? []).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['commit', 'image']));
    expect(kinds).not.toContain('host');
    expect(kinds).not.toContain('policy');
    expect(kinds).not.toContain('unread');
    const journal = await estate.journal();
    expect(applied(journal)).toEqual(['prod-esx1', 'prod-esx2']);
    const left = (effect: string) =>
      journal.filter((entry) => entry.effect === effect).map(({ subject }) => subject);
    expect(left('host.maintenance.exited')).toEqual(expect.arrayContaining(['prod-esx1', 'prod-esx2']));
    expect(await estate.referee()).toMatchObject({ ok: true, violations: [] });
    const report = await eventually('the report', () =>
      stack.operator.api.report(run).catch(() => undefined),
    );
    expect(report.residue).toEqual(ended.residue);
    expect(report.time).toMatchObject({ now: null });
  });
});
