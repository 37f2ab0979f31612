import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Run } from '../../src/cli/client/types.js';
import { imageDatabaseOf } from '../../src/lab/world/image-database.js';
import type { JournalEntry } from '../../src/lab/world/model.js';
import { startStack, type Stack } from '../support/e2e.js';
import { NEW, OLD, type TestEstate } from '../support/e2e-estate.js';
import { planOf, startOperation, type AskedOperation } from '../support/e2e-operations.js';

const OLDER = '8.0.1-21495797';
const ARCHIVE = { kind: 'archive-configuration', parameters: {} } as const;
const RESTORE = { kind: 'restore-configuration', parameters: {} } as const;
const retire = (...versions: string[]) => ({ kind: 'retire-base-images', parameters: { versions } }) as const;
const effects = (journal: readonly JournalEntry[], effect: string): JournalEntry[] =>
  journal.filter((entry) => entry.effect === effect);

describe('the vTA configuration: archived, restored, and rid of old base images', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ speed: 800 });
  });
  afterAll(async () => {
    await stack?.stop();
  });

  async function carriedOut(estate: TestEstate, asked: AskedOperation): Promise<Run> {
    const ended = await estate.approveToEnd(await startOperation(estate, asked));
    expect(ended).toMatchObject({ state: 'succeeded' });
    return ended;
  }
  const blockers = async (estate: TestEstate, asked: AskedOperation): Promise<string[]> =>
    (await planOf(estate, asked)).findings
      .filter(({ severity }) => severity === 'blocker')
      .map(({ rule, subject }) => `${rule} ${subject}`);

  it('BAK-1, BAK-2: a fresh vCenter backup alone does not open the tier; the reason says where the configuration is', async () => {
    const estate = await stack.startEstate({ trustedHosts: 2 });
    const backup = 'POST /api/appliance/recovery/backup/job*';
    await estate.fault({ kind: 'outage', operation: backup, target: 'wl-vc', seconds: 14_400 });
    const only = { tiers: ['authority-vcenter'], reason: 'the others follow' } as const;
    const run = await estate.start(undefined, { only });
    const ended = estate.approveToEnd(run);
    ended.catch(() => undefined);
    const told = await estate.untilEvent(run, 'the block', ({ type, text }) => {
      return type === 'waiting' && text.includes('vTA configuration not archived');
    });
    expect(told.text).toMatch(/^ta-vc: vTA configuration not archived, trust of wl-vc: /);
    const waiting = await estate.untilStatus(run, 'BAK-1', ({ waitingOn }) => {
      return waitingOn.some(({ rule }) => rule === 'BAK-1');
    });
    expect(waiting.state).not.toBe('succeeded');
    const before = await estate.journal();
    expect(effects(before, 'vcenter.backup.ended')).toMatchObject([
      { subject: 'ta-vc', detail: { ok: true } },
    ]);
    expect(effects(before, 'vcenter.stage.started')).toEqual([]);
    expect(await ended).toMatchObject({ state: 'succeeded' });
    expect(await stack.operator.api.archives(estate.name)).not.toEqual([]);
    expect(await estate.referee()).toMatchObject({ violations: [], unknown: [] });
  });

  it('QB-7, QB-8: an export of a quick-booted host is kept with its notice, which the run shows and goes on', async () => {
    const estate = await stack.startEstate({
      trustedHosts: 1,
      measured: OLDER,
      alsoTrusted: [OLDER],
      assumptions: { exportNotice: 'in-archive' },
    });
    const { api } = stack.operator;
    const run = await startOperation(estate, ARCHIVE);
    expect(await estate.approveToEnd(run)).toMatchObject({ state: 'succeeded' });
    const told = await estate.untilEvent(run, 'the export', ({ text }) => text.includes(`${OLD} exported`));
    expect(told.text).toMatch(/no proof of a full boot .*notice of the export: .*quick/i);
    const [archive] = await api.archives(estate.name);
    const { images } = await api.archive(estate.name, archive?.hash ?? '');
    // Labelled with what it runs; of what it attests with there is no file.
    expect(images).toMatchObject([{ version: OLD, sourceHost: 'prod-esx1', quickBooted: true }]);
  });

  it('BAK-3, REC-3, INV-5: an emptied cluster is restored from the archive of both sides, also past KB 77146', async () => {
    const estate = await stack.startEstate({ trustedHosts: 2 });
    const { api } = stack.operator;
    await carriedOut(estate, ARCHIVE);
    const [archive] = await api.archives(estate.name);
    const manifest = await api.archive(estate.name, archive?.hash ?? '');
    expect(archive).toMatchObject({ complete: true });
    expect(manifest).toMatchObject({
      authority: { cluster: { name: 'TA' } },
      trusted: [{ vcenter: 'wl-vc' }],
      images: [{ version: OLD, sourceHost: expect.stringMatching(/^prod-esx/) }],
    });
    expect(manifest.notArchived.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
      expect.stringMatching(/^kmip-password .*kp-main/),
      expect.stringMatching(/^private-key .*kp-main/),
    ]);

    await estate.act({ do: 'keep-issuers', host: 'ta-esx1' });
    await estate.act({ do: 'empty-configuration', host: 'ta-esx1' });
    const plan = await planOf(estate, RESTORE);
    expect(new Set(plan.tables[0]?.rows.map(([, state]) => state))).toContain('missing');
    const run = await startOperation(estate, RESTORE);
    const ended = estate.approveToEnd(run);
    ended.catch(() => undefined);
    const parked = await estate.untilStatus(
      run,
      'the kept issuer',
      ({ state }) => state === 'needs-operator',
    );
    expect(parked.waitingOn).toEqual([
      expect.objectContaining({ have: expect.stringMatching(/^principal .* is missing\..*KB 77146/) }),
    ]);
    await estate.act({ do: 'decommission', host: 'ta-esx1' });
    await api.decideHost(run, parked.waitingOn[0]?.subject ?? '', {
      choice: 'retry',
      planHash: parked.planHash,
      reason: 'decommissioned',
    });
    expect(await ended).toMatchObject({ state: 'succeeded' });

    const after = await planOf(estate, RESTORE);
    expect(new Set(after.tables[0]?.rows.map(([, state]) => state))).toEqual(new Set(['present']));
    await estate.until('hosts that attest again', ({ effect, subject, seq }) => {
      return effect === 'host.attested' && subject === 'prod-esx2' && seq > 0;
    });
    expect(await estate.referee()).toMatchObject({ violations: [], unknown: [] });
  });

  it('REC-0, QB-9, FIX-3, FIX-4, BAK-3: what must not be begun is refused by its rule, and nothing is touched', async () => {
    const estate = await stack.startEstate({ trustedHosts: 2 });
    const { api } = stack.operator;
    await carriedOut(estate, ARCHIVE);
    const [archive] = await api.archives(estate.name);
    const file = Buffer.from(await api.exportArchive(estate.name, archive?.hash ?? ''));
    const kept = JSON.stringify(await api.archives(estate.name));
    const touched = (lines: readonly JournalEntry[]): JournalEntry[] =>
      lines.filter(({ effect, login }) => login !== '' && !/^(session|lab|fault)\./.test(effect));
    const before = touched(await estate.journal());

    const recover = { kind: 'recover-ta-host', parameters: { host: 'ta-esx1' } } as const;
    expect(await blockers(estate, recover)).toContain('REC-0 ta-esx1');
    const onboard = { kind: 'onboard-cluster', parameters: { vcenter: 'ta-vc', cluster: 'TA' } } as const;
    expect(await blockers(estate, onboard)).toContain('QB-9 TA');
    await expect(planOf(estate, retire())).rejects.toThrow(/versions/);
    expect(await blockers(estate, retire(OLD))).not.toEqual([]);

    const tampered = Buffer.from(file);
    const inside = tampered.indexOf('"keyProviders"');
    expect(inside).toBeGreaterThan(0);
    tampered.write('"keyProvidurs"', inside);
    for (const [bytes, why] of [
      [tampered, /hash|changed/i],
      [file.subarray(0, file.length / 2), /./],
      [Buffer.from('no archive'), /./],
    ] as const) {
      await expect(api.importArchive(estate.name, { file: bytes.toString('base64') })).rejects.toThrow(why);
    }
    expect(JSON.stringify(await api.archives(estate.name))).toBe(kept);
    expect(touched(await estate.journal())).toEqual(before);
  });

  it('FIX-3, FIX-4, DG-5, DG-10: with two trusted vCenters a version goes only when no host of either needs it', async () => {
    const estate = await stack.startEstate({
      done: 'all',
      trustedHosts: 2,
      alsoTrusted: [NEW],
      eastMeasured: OLD,
      reportLifetimeSeconds: 3_600,
    });
    const { api } = stack.operator;
    await api.uploadImage(estate.name, imageDatabaseOf(OLD), OLD);
    await carriedOut(estate, ARCHIVE);
    await expect(planOf(estate, retire())).rejects.toThrow(/versions/);
    expect(await blockers(estate, retire(OLD))).toEqual([`QB-6 ${OLD}`, 'QB-4 east-esx1']);
    expect(await blockers(estate, retire(NEW))).toContain('QB-4 prod-esx1');
    expect(await blockers(estate, retire(OLD, NEW))).toContainEqual(expect.stringMatching(/^DG-5 /));

    await estate.fault({ kind: 'foreign-administrator', target: 'east-esx1', does: 'reboot' });
    await estate.until('its full boot', ({ effect, subject, detail }) => {
      return effect === 'host.attested' && subject === 'east-esx1' && detail['version'] === NEW;
    });
    const outage = await estate.fault({ kind: 'outage', target: 'east-vc', seconds: 86_400 });
    expect(await blockers(estate, retire(OLD))).toContain('DG-10 east-vc');
    await estate.endFault(outage.id);

    expect(await blockers(estate, retire(OLD))).toEqual([]);
    const run = await startOperation(estate, retire(OLD));
    const asked = await estate.untilGate(run, `retire/${OLD}`);
    const evidence = asked.gates.find(({ id }) => id === `retire/${OLD}`)?.evidence?.join('\n');
    for (const host of ['prod-esx1', 'prod-esx2', 'east-esx1']) expect(evidence).toContain(host);
    expect(effects(await estate.journal(), 'image.removed')).toEqual([]);
    const ended = await estate.approveToEnd(run);
    expect(ended).toMatchObject({ state: 'succeeded', outcome: expect.stringContaining(`removed ${OLD}`) });

    const journal = await estate.journal();
    const removed = effects(journal, 'image.removed');
    expect(removed).toMatchObject([{ detail: { version: OLD } }]);
    // Each host was attested anew before the removal counted as done, and none lost its attestation by it.
    const { inventory } = await api.survey(estate.name);
    const hosts = inventory.trusted.flatMap(({ clusters }) => clusters.flatMap((cluster) => cluster.hosts));
    expect(hosts.map(({ ref }) => ref.name)).toEqual(['prod-esx1', 'prod-esx2', 'east-esx1']);
    for (const { attestation } of hosts) {
      expect(attestation.status).toBe('attested');
      expect(Date.parse(attestation.attestedAt ?? '')).toBeGreaterThan(Date.parse(removed[0]?.labTime ?? ''));
    }
    expect(effects(journal, 'host.unattested').filter(({ seq }) => seq > (removed[0]?.seq ?? 0))).toEqual([]);
    const left = await api.baseImages(estate.name);
    expect(JSON.stringify(left)).toContain(NEW);
    expect(JSON.stringify(left)).not.toContain(`"version":"${OLD}"`);
    const [archive] = await api.archives(estate.name);
    const manifest = await api.archive(estate.name, archive?.hash ?? '');
    expect(manifest.images.map(({ version }) => version)).toEqual([NEW]);
    expect(manifest.trusted.map(({ vcenter }) => vcenter)).toEqual(['wl-vc', 'east-vc']);
    expect(await estate.referee()).toMatchObject({ violations: [], unknown: [] });
  });
});
