import { describe, expect, it } from '@jest/globals';
import { createApplianceActivities } from '../../../src/activities/appliance.js';
import type { Patience } from '../../../src/activities/watch.js';
import type { AppliancePort } from '../../../src/ports/vsphere.js';
import { NEW_VC, OLD_VC } from '../../support/builders.js';
import {
  aFault,
  anEnvironment,
  aPatience,
  AUTHORITY_VC,
  fakeVSphere,
  inActivity,
  inTurn,
} from '../../support/fake-vsphere.js';

type Update = Awaited<ReturnType<AppliancePort['readUpdate']>>;

const on = { vcenter: AUTHORITY_VC, version: NEW_VC };
const anUpdate = (state: string, change: Partial<Update> = {}): Update => ({
  state,
  version: OLD_VC,
  ...change,
});
const pending = anUpdate('UPDATES_PENDING');
const staged = anUpdate('UPDATES_PENDING', { staged: NEW_VC });
const staging = anUpdate('STAGE_IN_PROGRESS', { version: NEW_VC });
const installing = anUpdate('INSTALL_IN_PROGRESS', { version: NEW_VC });
const failed = anUpdate('INSTALL_FAILED', { staged: NEW_VC, error: 'disk full' });
const idle = anUpdate('UP_TO_DATE', { version: NEW_VC });

function aVCenterThat(updates: readonly (Update | Error)[], versions: readonly string[] = [OLD_VC]) {
  return fakeVSphere({
    appliance: {
      readUpdate: inTurn(...updates),
      readVersion: inTurn(...versions.map((version) => ({ version, build: '1' }))),
      stage: async () => undefined,
      install: async () => undefined,
    },
  });
}

describe.each([
  ['startStage', 'appliance.stage'],
  ['startInstall', 'appliance.install'],
] as const)('%s', (name, effect) => {
  const start = async (update: Update, version = OLD_VC) => {
    const fake = aVCenterThat([update], [version]);
    await inActivity(createApplianceActivities(fake)[name], on);
    return fake.calls.filter((call) => call === effect);
  };

  it('starts once when nothing is under way', async () => {
    expect(await start(name === 'startStage' ? pending : staged)).toEqual([effect]);
  });

  it('ORD-2, ORD-4: adopts a version that is already there', async () => {
    expect(await start(idle, NEW_VC)).toEqual([]);
    // What an earlier install left behind does not matter once the version is there.
    expect(await start(failed, NEW_VC)).toEqual([]);
  });

  it('ORD-2, ORD-4: adopts an install in progress', async () => {
    expect(await start(installing)).toEqual([]);
  });
});

describe('another update', () => {
  it('ORD-2: is never taken for ours while it is being installed', async () => {
    const fake = aVCenterThat([anUpdate('INSTALL_IN_PROGRESS', { version: '8.0.2.00300' })]);
    const start = inActivity(createApplianceActivities(fake).startInstall, on);
    await expect(start).rejects.toThrow('another update, 8.0.2.00300');
  });
});

it('ORD-2: another update that is being staged is waited out, and named', async () => {
  const fake = aVCenterThat([anUpdate('STAGE_IN_PROGRESS', { version: '8.0.2.00300' })]);
  const start = inActivity(createApplianceActivities(fake).startStage, on);
  await expect(start).rejects.toMatchObject({ type: 'foreign-activity', nonRetryable: false });
  await expect(start).rejects.toThrow('another update, 8.0.2.00300, is being staged');
  expect(fake.calls).not.toContain('appliance.stage');
});

it('ORD-2: an install that is being rolled back is left to a person', async () => {
  const fake = aVCenterThat([anUpdate('ROLLBACK_IN_PROGRESS', { staged: NEW_VC })]);
  const { startInstall, awaitInstall } = createApplianceActivities(fake);
  await expect(inActivity(startInstall, on)).rejects.toMatchObject({ type: 'state', nonRetryable: true });
  expect(fake.calls).not.toContain('appliance.install');
  expect(await inActivity(awaitInstall, { ...on, patience: aPatience() })).toEqual({
    state: 'failed',
    error: 'the install is being rolled back',
  });
});

describe('staging', () => {
  it.each([
    ['staged', staged],
    ['being staged', staging],
  ])('startStage adopts a version that is %s', async (_, update) => {
    const fake = aVCenterThat([update]);
    await inActivity(createApplianceActivities(fake).startStage, on);
    expect(fake.calls).not.toContain('appliance.stage');
  });

  it('another version staged is not taken for this one', async () => {
    const fake = aVCenterThat([anUpdate('UPDATES_PENDING', { staged: '8.0.3.00200' })]);
    await inActivity(createApplianceActivities(fake).startStage, on);
    expect(fake.calls).toContain('appliance.stage');
  });

  const awaiting = (updates: readonly Update[], versions?: readonly string[]) => {
    const { awaitStage } = createApplianceActivities(aVCenterThat(updates, versions));
    return inActivity(awaitStage, { ...on, patience: aPatience() });
  };

  it('is done when the version is staged', async () => {
    expect(await awaiting([staging, staging, staged])).toMatchObject({ state: 'done' });
  });

  it('is done when the install of it runs or the version is there', async () => {
    expect(await awaiting([installing])).toMatchObject({ state: 'done' });
    expect(await awaiting([idle], [NEW_VC])).toMatchObject({ state: 'done' });
  });

  it('an end without the staged version is a failure with its reason', async () => {
    const broken = anUpdate('UPDATES_PENDING', { error: 'the repository is unreachable' });
    expect(await awaiting([staging, broken])).toEqual({
      state: 'failed',
      error: 'the repository is unreachable',
    });
    expect(await awaiting([pending])).toEqual({
      state: 'failed',
      error: 'staging ended in state UPDATES_PENDING',
    });
  });
});

describe('DG-14: an install that this step began and that was rolled back without a word', () => {
  const HOUR = 3_600_000;
  /** vCenter's clock is wrong by years. */
  const SERVER_NOW = '2019-06-01T12:00:00.000Z';
  const start = async (install: Update['install'], attempt = 1) => {
    const fake = aVCenterThat([
      anUpdate('UPDATES_PENDING', { staged: NEW_VC, ...(install ? { install } : {}) }),
    ]);
    const hosts = { ...fake.vsphere.hosts, readTime: async () => SERVER_NOW };
    const activities = createApplianceActivities({
      ...fake,
      vsphere: { ...fake.vsphere, hosts },
      timeScale: 1,
    });
    const environment = anEnvironment({ attempt, scheduledTimestampMs: Date.now() - HOUR });
    const error: unknown = await environment
      .run(activities.startInstall, on)
      .catch((caught: unknown) => caught);
    return { error, isBegun: fake.calls.includes('appliance.install') };
  };

  it.each`
    situation                                                | install                                      | attempt | begun
    ${'it began after the step did'}                         | ${{ startedAt: '2019-06-01T11:30:00.000Z' }} | ${2}    | ${false}
    ${'it began as the step did'}                            | ${{ startedAt: '2019-06-01T11:00:00.000Z' }} | ${2}    | ${false}
    ${'its beginning is not told'}                           | ${{}}                                        | ${2}    | ${false}
    ${'not told, and nothing was attempted yet'}             | ${{}}                                        | ${1}    | ${true}
    ${'it began before the step, or a person decided since'} | ${{ startedAt: '2019-06-01T10:59:50.000Z' }} | ${2}    | ${true}
    ${'the appliance tells of none'}                         | ${undefined}                                 | ${2}    | ${true}
  `('$situation: begun again is $begun', async ({ install, attempt, begun }: any) => {
    const { error, isBegun } = await start(install, attempt);
    expect(isBegun).toBe(begun);
    if (!begun) expect(error).toMatchObject({ type: 'state', nonRetryable: true });
    else expect(error).toBeUndefined();
  });
});

describe('installing', () => {
  it('ORD-2, ORD-4: INSTALL_FAILED is not repeated but left to a person', async () => {
    const fake = aVCenterThat([failed]);
    await expect(inActivity(createApplianceActivities(fake).startInstall, on)).rejects.toMatchObject({
      nonRetryable: true,
      type: 'state',
      message: 'vc-authority: an earlier install failed: disk full',
    });
    expect(fake.calls).not.toContain('appliance.install');
  });

  const awaiting = (
    updates: readonly (Update | Error)[],
    versions?: readonly string[],
    patience = aPatience(),
  ) => {
    const { awaitInstall } = createApplianceActivities(aVCenterThat(updates, versions));
    return inActivity(awaitInstall, { ...on, patience });
  };

  it('waits out install, reboot and silence; done is the version, with nothing running any more', async () => {
    const silence = Array.from({ length: 5 }, () => aFault('passing'));
    const end = await awaiting([installing, ...silence, installing, pending, idle], [OLD_VC, NEW_VC]);
    expect(end).toMatchObject({ state: 'done', value: { version: NEW_VC } });
  });

  it('the version alone is not done while the install runs', async () => {
    const end = await awaiting([installing], [NEW_VC], aPatience({ sinceMs: 0, limitSeconds: 1 }));
    expect(end).toEqual({ state: 'overdue', have: 'installing' });
  });

  it('a failed install ends it with the reason', async () => {
    expect(await awaiting([installing, failed])).toEqual({ state: 'failed', error: 'disk full' });
  });

  it('a vCenter that never comes back is overdue by its limit, though its silence is expected', async () => {
    const end = await awaiting([aFault('passing')], [], aPatience({ sinceMs: 0, limitSeconds: 1 }));
    expect(end).toEqual({ state: 'overdue', have: 'a passing fault' });
  });
});

describe('precheckUpdate', () => {
  const report = { errors: ['the root password has expired'], warnings: [] };
  const ask = async (update: Update, version = OLD_VC) => {
    const fake = fakeVSphere({
      appliance: {
        readUpdate: async () => update,
        readVersion: async () => ({ version, build: '1' }),
        precheck: async () => report,
      },
    });
    return inActivity(createApplianceActivities(fake).precheckUpdate, on);
  };

  it('hands on what the appliance finds, unchanged', async () => {
    expect(await ask(pending)).toBe(report);
    expect(await ask(failed)).toBe(report);
    expect(await ask(anUpdate('INSTALL_IN_PROGRESS', { version: '8.0.3.00500' }))).toBe(report);
  });

  it('ORD-2, ORD-4: does not ask about what is being installed or installed already', async () => {
    expect(await ask(installing)).toEqual({ errors: [], warnings: [] });
    expect(await ask(idle, NEW_VC)).toEqual({ errors: [], warnings: [] });
  });

  it('waits while an update is being staged', async () => {
    await expect(ask(staging)).rejects.toMatchObject({ type: 'foreign-activity', nonRetryable: false });
  });
});

describe('awaitUpgrade: people upgrade it, the run only looks', () => {
  const seven = '7.0.3.01700';
  const upgrade = { vcenter: AUTHORITY_VC, from: seven, version: NEW_VC };
  const seen = (readVersion: AppliancePort['readVersion'], patience: Partial<Patience> = {}) => {
    const fake = fakeVSphere({ appliance: { readVersion } });
    const input = { ...upgrade, patience: aPatience(patience) };
    return inActivity(createApplianceActivities(fake).awaitUpgrade, input);
  };
  const versions = (...answers: (string | Error)[]) =>
    inTurn(...answers.map((answer) => (answer instanceof Error ? answer : { version: answer, build: '1' })));

  it('waits through the old version, the absence and half-installed answers until the target is there', async () => {
    const gone = aFault('passing');
    const halfway = aFault('not-found', { status: 404 });
    const outcome = await seen(versions(seven, gone, halfway, aFault('protocol'), gone, NEW_VC));
    expect(outcome).toMatchObject({ state: 'done', value: { version: NEW_VC } });
  });

  it.each`
    found                        | answer                                                     | says
    ${'another version'}         | ${'8.0.3.00500'}                                           | ${/runs 8\.0\.3\.00500, which is neither the planned .* nor 7\.0\.3\.01700/}
    ${'another certificate'}     | ${aFault('refused', { errorType: 'CERTIFICATE_REFUSED' })} | ${/the certificate is not the pinned one .*put the former certificate back, or abort, write the new thumbprint into the estate file/}
    ${'a login that is refused'} | ${aFault('refused', { status: 401 })}                      | ${/a refused fault/}
  `('asks for a person at $found, and goes on looking', async ({ answer, says }: any) => {
    expect(await seen(versions(answer))).toEqual({ state: 'failed', error: expect.stringMatching(says) });
    const later = await seen(versions(answer, answer, NEW_VC), { handedOver: true });
    expect(later).toMatchObject({ state: 'done' });
  });

  it('is overdue after its limit, with what was seen last', async () => {
    const outcome = await seen(versions(seven), { sinceMs: 0, limitSeconds: 1 });
    expect(outcome).toEqual({ state: 'overdue', have: `version ${seven}` });
  });
});
