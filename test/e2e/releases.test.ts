import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type Stack } from '../support/e2e.js';
import { applied, effectsOn } from '../support/e2e-journal.js';
import { requestFor } from '../support/e2e-estate.js';

describe('estates of other releases', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(async () => {
    await stack?.stop();
  });

  it('7.0 U3 to 8.0 U3: the run waits for the people who upgrade each vCenter, and does the rest', async () => {
    const estate = await stack.startEstate({ release: '7.0.3' });
    const run = await estate.start();
    const ended = estate.approveToEnd(run, { people: true });
    ended.catch(() => undefined);

    for (const vcenter of ['ta-vc', 'wl-vc']) {
      const { waitingOn } = await estate.untilStatus(run, `the wait for ${vcenter}`, (now) =>
        now.waitingOn.some(({ kind, subject }) => kind === 'operator-upgrade' && subject === vcenter),
      );
      expect(waitingOn).toEqual([
        expect.objectContaining({ have: 'version 7.0.3.01700', need: 'version 8.0.3.00000' }),
      ]);
    }

    expect(await ended).toMatchObject({ state: 'succeeded' });
    const journal = await estate.journal();
    expect(applied(journal)).toEqual(['prod-esx1', 'prod-esx2', 'prod-esx3', 'ta-esx1', 'ta-esx2']);
    const installs = journal.filter(({ effect }) => effect === 'vcenter.install.started');
    expect(installs.map(({ subject, detail, login }) => [subject, detail['by'], login])).toEqual([
      ['ta-vc', 'operator', ''],
      ['wl-vc', 'operator', ''],
    ]);
    expect(await estate.referee()).toMatchObject({ ok: true, violations: [], unknown: [] });
  });

  it('DG-14: 7.0 U1 is refused before anything is touched, with the vCenter and what to do', async () => {
    const estate = await stack.startEstate({ release: '7.0.1' });
    const refused: unknown = await stack.operator.api
      .preflight(requestFor(estate.name))
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ exitCode: 3 });
    const text = String(refused);
    expect(text).toMatch(/(ta|wl)-vc: runs vCenter 7\.0\.1 .* has no Automation API under \/api/);
    expect(text).toContain('Rules: DG-14');
    expect(text).toMatch(/Upgrade (ta|wl)-vc to vCenter 7\.0 U2 or later by hand/);
    expect(effectsOn(await estate.journal())).toEqual([]);
  });
});
