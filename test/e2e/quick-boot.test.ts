import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JournalEntry } from '../../src/lab/world/model.js';
import { startStack, type Stack } from '../support/e2e.js';
import type { TestEstate } from '../support/e2e-estate.js';
import { startOperation } from '../support/e2e-operations.js';

const OLDER = '8.0.1-21495797';
const CLEAR = { kind: 'clear-quick-boot-debt', parameters: { cluster: 'Prod' } } as const;
const isReboot = ({ effect, subject }: JournalEntry): boolean =>
  effect === 'host.reboot' && subject === 'prod-esx1';

describe('full boots of quick-booted hosts', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(async () => {
    await stack?.stop();
  });

  /** `prod-esx1` attests with an older version than it runs; Quick Boot is on for its cluster. */
  const indebted = () =>
    stack.startEstate({ quickBoot: true, trustedHosts: 2, measured: OLDER, alsoTrusted: [OLDER] });
  const debts = async (estate: TestEstate) => {
    await estate.operator.api.survey(estate.name);
    return (await estate.operator.api.debts(estate.name)).items.map(({ host }) => host.name);
  };
  /** What the policy was set to, in order. */
  const quickBoot = (journal: readonly JournalEntry[]): unknown[] =>
    journal
      .filter(({ effect }) => effect === 'cluster.policy.written')
      .map(({ detail }) => (detail['after'] as Record<string, unknown>)['enable_quick_boot']);

  it('QB-5, DG-16: a worker that dies after the order: rebooted once, proven full, Quick Boot on again', async () => {
    const estate = await indebted();
    expect(await debts(estate)).toEqual(['prod-esx1']);
    const run = await startOperation(estate, CLEAR);
    const ended = estate.approveToEnd(run);
    ended.catch(() => undefined);
    await estate.until('the reboot', isReboot);
    await stack.worker('trusted').kill();
    await stack.startWorker('trusted');
    expect(await ended).toMatchObject({ state: 'succeeded', debts: [] });
    const journal = await estate.journal();
    expect(journal.filter(isReboot)).toHaveLength(1);
    expect(quickBoot(journal)).toEqual([false, true]);
    expect(await debts(estate)).toEqual([]);
    expect(await estate.referee()).toMatchObject({ violations: [], unknown: [] });
  });

  it('DG-16: aborted while the host boots: it is finished, and the policy is put back', async () => {
    const estate = await indebted();
    const run = await startOperation(estate, CLEAR);
    const ended = estate.approveToEnd(run);
    ended.catch(() => undefined);
    await estate.until('the reboot', isReboot);
    await estate.operator.api.steer(run, 'abort', { reason: 'a test' });
    expect((await ended).state).toMatch(/aborted|succeeded/);
    const journal = await estate.journal();
    expect(quickBoot(journal)).toEqual([false, true]);
    expect(await estate.referee()).toMatchObject({ violations: [], unknown: [] });
  });
});
