import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TierKind } from '../../src/domain/model/plan.js';
import { imageDatabaseOf } from '../../src/lab/world/image-database.js';
import { requestFor } from '../support/e2e-estate.js';
import { effectsOn } from '../support/e2e-journal.js';
import { startStack, type Stack } from '../support/e2e.js';

describe('evidence, and the way out', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ speed: 800 });
  });
  afterAll(async () => {
    await stack?.stop();
  });

  it('ATT-4, ATT-5: is collected beside an upgrade, for a host and for the estate, and holds no secret', async () => {
    const estate = await stack.startEstate({ trustedHosts: 2 });
    await estate.fault({ kind: 'never-attests', target: 'prod-esx1' });
    const run = await estate.start();
    await estate.untilStatus(run, 'the begin gate', ({ gates }) =>
      gates.some(({ state }) => state === 'open'),
    );

    const { api } = stack.operator;
    const all = await api.diagnose(estate.name, undefined);
    const titles = all.tables.map(({ title }) => title);
    expect(titles).toEqual(
      expect.arrayContaining(['vCenters', 'Hosts', 'Base images', 'vTA services of the TA hosts']),
    );
    expect(all.messages.map(({ subject }) => subject)).toEqual(expect.arrayContaining(['ta-vc', 'wl-vc']));
    expect(all.unreadable).toEqual([]);
    const one = await api.diagnose(estate.name, 'prod-esx1');
    const rowsOf = (title: RegExp) => one.tables.find((table) => title.test(table.title))?.rows.flat();
    expect(rowsOf(/^Log files/)).toContain('kmxa.log on prod-esx1');
    expect(one.messages.flatMap(({ lines }) => lines).join('\n')).toMatch(/esx\.audit\.host\.boot/);

    const written = JSON.stringify([all, one]);
    const secrets = estate.accounts.flatMap(({ users, hostUsers }) =>
      [...users, ...hostUsers].map(({ password }) => password),
    );
    expect(secrets.length).toBeGreaterThan(0);
    for (const secret of secrets) expect(written).not.toContain(secret);
    // It took nothing from the run, which still waits at its gate.
    expect((await estate.status(run)).gates.find(({ id }) => id === 'begin')).toMatchObject({
      state: 'open',
    });
    await api.steer(run, 'abort', { reason: 'seen' });
  });

  it('DG-1: a 9.x target is refused with an exit plan that names the VMs and their key provider', async () => {
    const estate = await stack.startEstate({ trustedHosts: 2 });
    const request = { ...requestFor(estate.name), vcenterVersion: '9.0.0.00000' };
    const { findings } = await stack.operator.api.preflight(request);
    const ofDg1 = findings.filter(({ rule }) => rule === 'DG-1');
    const expected = [
      { check: 'target-version', severity: 'blocker', subject: '9.0.0.00000' },
      {
        check: 'exit-plan',
        subject: 'wl-vc: kp-main',
        message: expect.stringMatching(/1 VM, vault-1 \(on prod-esx2\)/),
      },
    ];
    expect(ofDg1).toEqual(expect.arrayContaining(expected.map((one) => expect.objectContaining(one))));
  });

  it('DG-1: no way into 9.x: narrower, by hand, as a patch alone, or by a file; each says why, with the way out', async () => {
    const estate = await stack.startEstate({ trustedHosts: 2 });
    const { api } = stack.operator;
    const { vcenterVersion, esxVersion, ...rest } = requestFor(estate.name);
    const nine = { vcenterVersion: '9.0.0.00000', esxVersion: '9.0.0-0.0.24755229' } as const;
    const only = (tier: TierKind) => ({ only: { tiers: [tier], reason: 'the others follow' } });
    const hosts = { ...rest, esxVersion: nine.esxVersion };
    for (const request of [
      { ...rest, ...nine },
      { ...rest, vcenterVersion: nine.vcenterVersion, ...only('authority-vcenter') },
      { ...hosts, ...only('authority-hosts') },
      { ...rest, vcenterVersion: nine.vcenterVersion, ...only('trusted-vcenters') },
      { ...hosts, ...only('trusted-hosts') },
      { ...hosts, ...only('trusted-hosts'), executors: { clusters: { Prod: 'baseline' } } },
      { ...hosts, ...only('trusted-hosts'), imageFile: 'a'.repeat(64) },
      // Not even where nothing of the plan would get there.
      { ...rest, vcenterVersion, esxVersion: nine.esxVersion, ...only('authority-vcenter') },
      { ...rest, vcenterVersion: nine.vcenterVersion, esxVersion, ...only('trusted-hosts') },
    ] as const) {
      const { hash } = await api.createPlan(request);
      const { plan } = await api.plan(hash);
      const ofDg1 = plan.findings.filter(({ rule }) => rule === 'DG-1');
      expect(ofDg1.map(({ check, severity }) => `${check} ${severity}`)).toEqual(
        expect.arrayContaining(['target-version blocker', 'exit-plan info']),
      );
      await expect(api.startRun({ estate: estate.name, planHash: hash, reason: 'r' })).rejects.toThrow(
        /DG-1/,
      );
    }
    const upload = api.uploadImage(estate.name, imageDatabaseOf(nine.esxVersion));
    await expect(upload).rejects.toThrow(/Trust Authority is removed[\s\S]*DG-1[\s\S]*leaving-vta\.md/);
    expect(effectsOn(await estate.journal())).toEqual([]);
  });
});
