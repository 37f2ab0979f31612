import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { imageDatabaseOf } from '../../src/lab/world/image-database.js';
import { startStack, type Stack } from '../support/e2e.js';
import { NEW, requestFor, type TestEstate } from '../support/e2e-estate.js';
import { applied, maintenance, oneByOne } from '../support/e2e-journal.js';
import type { JournalEntry } from '../../src/lab/world/model.js';

const ONLY_HOSTS = { tiers: ['trusted-hosts'], reason: 'a driver fix for the hosts' } as const;

/** Where the first entry that fits stands in the journal. */
const firstOf = (journal: readonly JournalEntry[], effect: string): number =>
  journal.findIndex((entry) => entry.effect === effect);

describe('less than the whole estate', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(async () => {
    await stack?.stop();
  });

  async function plannedFor(estate: TestEstate, request: object) {
    const { hash } = await stack.operator.api.createPlan({ ...requestFor(estate.name), ...request });
    return (await stack.operator.api.plan(hash)).plan;
  }

  it('ORD-6, IMG-1, BAK-3: trusted hosts only, with a reason: tiers 1 to 3 are skipped, image and archive are not', async () => {
    const estate = await stack.startEstate({ done: 'authority', trustedHosts: 2 });
    await expect(plannedFor(estate, { only: { ...ONLY_HOSTS, reason: ' ' } })).rejects.toThrow(/reason/);

    const { vcenterVersion: _, ...request } = requestFor(estate.name);
    const { runId } = await stack.operator.api.startRun({
      request: { ...request, only: ONLY_HOSTS },
      reason: 'change 4711',
    });
    const waiting = await estate.untilGate(runId, 'begin');
    const [begin] = waiting.gates;
    expect(begin).toMatchObject({ id: 'begin', rule: 'ORD-6' });
    expect(begin?.evidence?.[0]).toContain(ONLY_HOSTS.reason);
    expect(waiting.gates.map(({ id }) => id)).toContain(`trust-image/${NEW}`);

    const ended = await estate.approveToEnd(runId);
    expect(ended.state).toBe('succeeded');
    const journal = await estate.journal();
    expect(firstOf(journal, 'vcenter.install.started')).toBe(-1);
    expect(applied(journal)).toEqual(['prod-esx1', 'prod-esx2']);
    const [archive] = await stack.operator.api.archives(estate.name);
    const { images, trusted } = await stack.operator.api.archive(estate.name, archive?.hash ?? '');
    expect(images).toContainEqual(expect.objectContaining({ version: NEW, sourceHost: 'prod-esx1' }));
    expect(trusted.map(({ vcenter }) => vcenter)).toEqual(['wl-vc']);
    expect(await estate.referee()).toMatchObject({ ok: true, violations: [] });
  });

  it('ORD-1: tiers asked for in another order are planned in the recommended one, with its reason', async () => {
    const estate = await stack.startEstate({ trustedHosts: 2 });
    const tiers = ['trusted-hosts', 'authority-hosts', 'trusted-vcenters', 'authority-vcenter'] as const;
    const scrambled = await plannedFor(estate, { only: { tiers, reason: 'all, as listed' } });
    const whole = await plannedFor(estate, {});
    for (const plan of [scrambled, whole]) {
      expect(plan.tiers.map(({ kind }) => kind)).toEqual([
        'authority-vcenter',
        'authority-hosts',
        'trusted-vcenters',
        'trusted-hosts',
      ]);
    }
    expect(whole.gates[0]).toMatchObject({
      id: 'begin',
      title: expect.stringMatching(/Trust Authority side first.*newest/),
    });
  });

  it('IMG-1, IMG-2: the test host alone until its image is approved, no other host without the image', async () => {
    const estate = await stack.startEstate({ done: 'authority' });
    const run = await estate.start(undefined, { only: ONLY_HOSTS });
    const trust = `trust-image/${NEW}`;
    await estate.approve(run, 'begin');
    await estate.untilGate(run, trust);
    await estate.later(1_800);
    const before = await estate.journal();
    expect(applied(before)).toEqual(['prod-esx1']);
    expect(maintenance(before).filter((line) => !line.endsWith('prod-esx1'))).toEqual([]);
    expect(firstOf(before, 'image.import.requested')).toBe(-1);

    await estate.approve(run, trust);
    // The post-checks of the test host: attested, in service, and seen by a person (DG-6).
    await estate.untilGate(run, 'cluster/');
    expect(maintenance(await estate.journal())).toEqual(oneByOne(['prod-esx1']));
    await estate.act({ do: 'remove-image', host: 'prod-esx1', version: NEW });
    await estate.until('the removal', ({ effect }) => effect === 'image.removed');
    await estate.approve(run, 'cluster/');
    const missing = await estate.untilStatus(run, 'the missing image', ({ waitingOn }) =>
      waitingOn.some(({ kind }) => kind === 'base-image-missing'),
    );
    expect(missing.waitingOn.find(({ kind }) => kind === 'base-image-missing')).toMatchObject({
      rule: 'IMG-5',
      need: `base image ${NEW} for prod-esx2`,
    });
    await estate.later(1_800);
    expect(applied(await estate.journal())).toEqual(['prod-esx1']);

    await estate.act({ do: 'import-image', host: 'prod-esx1' });
    expect((await estate.approveToEnd(run)).state).toBe('succeeded');
    expect(maintenance(await estate.journal())).toEqual(oneByOne(['prod-esx1', 'prod-esx2', 'prod-esx3']));
    expect(await estate.referee()).toMatchObject({ ok: true, violations: [] });
  });

  it('ORD-6, ORD-4: hosts only do not go above the release of their vCenter', async () => {
    const estate = await stack.startEstate({ trustedHosts: 2 });
    const { findings } = await plannedFor(estate, { only: ONLY_HOSTS });
    expect(findings.filter(({ severity }) => severity === 'blocker')).toMatchObject([
      { rule: 'ORD-4', subject: 'wl-vc' },
    ]);
    await expect(estate.start(undefined, { only: ONLY_HOSTS })).rejects.toThrow(/ORD-4 wl-vc/);
  });

  it('IMG-2, IMG-4, IMG-5, DG-6: a supplied file is imported before any host; the first one proves it', async () => {
    const estate = await stack.startEstate({ done: 'authority', trustedHosts: 2 });
    const { hash } = await stack.operator.api.uploadImage(estate.name, imageDatabaseOf(NEW), NEW);
    const runId = await estate.start(undefined, { only: ONLY_HOSTS, imageFile: hash });
    const ended = await estate.approveToEnd(runId);
    expect(ended.state).toBe('succeeded');
    expect(ended.gates.find(({ id }) => id.startsWith('cluster/'))).toMatchObject({
      state: 'approved',
      rule: 'DG-6',
    });
    const journal = await estate.journal();
    const imported = firstOf(journal, 'image.imported');
    expect(imported).toBeGreaterThan(-1);
    expect(imported).toBeLessThan(firstOf(journal, 'host.maintenance.requested'));
    expect(await estate.referee()).toMatchObject({ ok: true, violations: [] });
  });

  it('IMG-5: an image on some TA hosts only holds the production hosts, and the lagging TA host is named', async () => {
    const estate = await stack.startEstate({ done: 'authority', trustedHosts: 2 });
    await estate.fault({ kind: 'partial-import', target: 'ta-vc', hosts: ['ta-esx1'] });
    const runId = await estate.start(undefined, { only: ONLY_HOSTS });
    const approving = estate.approveToEnd(runId);
    approving.catch(() => undefined);
    const held = await estate.untilStatus(runId, 'the lagging TA host', ({ waitingOn }) =>
      waitingOn.some(({ have }) => have.includes('ta-esx2')),
    );
    expect(held.state).not.toBe('succeeded');
    expect(applied(await estate.journal())).toEqual(['prod-esx1']);

    await estate.act({ do: 'import-image', host: 'prod-esx1' });
    expect((await approving).state).toBe('succeeded');
    expect(applied(await estate.journal())).toEqual(['prod-esx1', 'prod-esx2']);
    expect(await estate.referee()).toMatchObject({ ok: true, violations: [] });
  });
});
