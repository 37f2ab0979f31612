import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { UpgradePlan } from '../../src/cli/client/types.js';
import type { BaseImageList } from '../../src/contract/index.js';
import type { JournalEntry } from '../../src/lab/world/model.js';
import { startStack, type Stack } from '../support/e2e.js';
import { cliOf } from '../support/e2e-cli.js';
import { NEW, OLD, requestFor, type TestEstate } from '../support/e2e-estate.js';
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

  it('QB-1, QB-2: every host step tells its boot and with what it attests; without Quick Boot it takes longer', async () => {
    const estate = await stack.startEstate({ done: 'authority', quickBoot: true, trustedHosts: 3 });
    const plan = async (boot: 'policy' | 'full') => {
      const { hash } = await estate.operator.api.createPlan({ ...requestFor(estate.name), boot });
      return (await estate.operator.api.plan(hash)).plan;
    };
    const [quick, full] = [await plan('policy'), await plan('full')];
    const steps = ({ tiers }: UpgradePlan) =>
      tiers.flatMap((tier) => ('clusters' in tier ? tier.clusters.flatMap(({ hosts }) => hosts) : []));
    // The test host is exported from, and so boots fully.
    expect(steps(quick).map(({ host, boot, measuredAfter }) => [host.name, boot, measuredAfter])).toEqual([
      ['prod-esx1', 'full', NEW],
      ['prod-esx2', 'quick', OLD],
      ['prod-esx3', 'quick', OLD],
    ]);
    expect(steps(full).map(({ boot, measuredAfter }) => [boot, measuredAfter])).toEqual(
      Array.from({ length: 3 }, () => ['full', NEW]),
    );
    expect(full.forecast.totalSeconds).toBeGreaterThan(quick.forecast.totalSeconds);
    const warned = ({ findings }: UpgradePlan) =>
      findings.filter(({ rule, severity }) => rule === 'QB-2' && severity === 'warning');
    expect(warned(quick)).toHaveLength(1);
    expect(warned(quick)[0]?.message).toMatch(/Quick Boot/);
    expect(warned(full)).toEqual([]);
  });

  it('CLI-1: three base images with name, health, its details and the last attestation, and the same in PowerCLI', async () => {
    const estate = await stack.startEstate({ trustedHosts: 2, measured: OLDER, alsoTrusted: [OLDER] });
    await estate.fault({ kind: 'partial-import', target: 'ta-vc', hosts: ['ta-esx1'] });
    await estate.act({ do: 'import-image', host: 'ta-esx1', version: NEW });
    await estate.until('the import', ({ effect }) => effect === 'image.imported');
    const home = join(stack.dir, 'home');
    await mkdir(home, { recursive: true });
    const vta = cliOf(home);
    await vta('login', '--url', stack.facts.url, '--token-file', stack.facts.tokenFiles['viewer'] ?? '');
    const listed = await vta('base-images', 'list', estate.name, '--json');
    const items = (JSON.parse(listed.stdout) as BaseImageList).items.toSorted((one, other) =>
      one.version.localeCompare(other.version),
    );
    expect(items.map(({ version, health, details }) => [version, health, details])).toEqual([
      [OLDER, 'OK', []],
      [OLD, 'OK', []],
      [NEW, 'ERROR', [expect.stringContaining('Missing on ta-esx2')]],
    ]);
    // Hosts attest with both of the old ones, and nobody with the new one.
    expect(items.map(({ lastAttestedAt }) => lastAttestedAt !== undefined)).toEqual([true, true, false]);
    const { stdout } = await vta('base-images', 'list', estate.name);
    for (const { version, displayName } of items) {
      expect(stdout).toContain(version);
      expect(stdout).toContain(displayName);
    }
    expect(stdout).toContain('Missing on ta-esx2');
    expect(stdout).toMatch(
      /Get-TrustAuthorityCluster -Name 'TA'\n\s+Get-TrustAuthorityVMHostBaseImage \$vTA \| select \*/,
    );
  });

  it('QB-5, DG-16: a worker that dies after the order: rebooted once, proven full, Quick Boot on again', async () => {
    const estate = await indebted();
    expect(await debts(estate)).toEqual(['prod-esx1']);
    const run = await startOperation(estate, CLEAR);
    const ended = estate.approveToEnd(run);
    ended.catch(() => undefined);
    await estate.until('the reboot', isReboot);
    await stack.worker('trusted').kill();
    // Nothing is proven yet: the host counts as one that attests with the old version.
    expect((await estate.operator.api.debts(estate.name)).items.map(({ host }) => host.name)).toEqual([
      'prod-esx1',
    ]);
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
