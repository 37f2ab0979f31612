import { describe, expect, it } from '@jest/globals';
import { judge } from '../../../../src/lab/referee/index.js';
import { LabBench } from '../../../support/lab-world.js';

const TO = { version: '8.0.3.00000', build: '24022515' };
const bench = (): LabBench =>
  new LabBench({ release: '7.0.3', updates: [{ version: '7.0.3.02200', name: 'U3t', build: '24322018' }] });

describe('a major upgrade of a vCenter by people', () => {
  it('serves while the new appliance is made, then is away, then answers with the new release', () => {
    const lab = bench();
    const vcenter = lab.vcenter('wl-vc');
    const session = lab.session();
    lab.world.upgradeVCenter(vcenter, TO);
    const seen: string[] = [];
    for (let minute = 0; minute < 150; minute += 1) {
      lab.minutes(1);
      const now = `${vcenter.api} ${vcenter.version} ${vcenter.update.state}`;
      if (seen.at(-1) !== now) seen.push(now);
    }
    expect(seen).toEqual([
      'up 7.0.3.01700 UPDATES_PENDING',
      'refused 7.0.3.01700 UPDATES_PENDING',
      'bad-gateway 7.0.3.01700 UPDATES_PENDING',
      'up 8.0.3.00000 UP_TO_DATE',
    ]);
    expect(vcenter).toMatchObject({ ...TO, apiVersion: '8.0.3.0', updates: [], certificates: 1 });
    expect(lab.world.session(vcenter, session.id)).toBeUndefined();
    expect(lab.entries('vcenter.install.started', 'wl-vc')[0]?.detail).toMatchObject({ by: 'operator' });
    expect(lab.entries('vcenter.install.ended', 'wl-vc')[0]?.detail).toMatchObject({
      from: '7.0.3.01700',
      version: TO.version,
      ok: true,
    });
  });

  it.each`
    asked                           | principal | certificates
    ${{}}                           | ${false}  | ${1}
    ${{ changesPrincipal: true }}   | ${true}   | ${1}
    ${{ changesCertificate: true }} | ${false}  | ${2}
  `(
    'DG-13: asked for $asked, the principal changes: $principal',
    ({ asked, principal, certificates }: any) => {
      const lab = bench();
      const before = lab.vcenter('wl-vc').principal;
      lab.world.upgradeVCenter(lab.vcenter('wl-vc'), { ...TO, ...asked });
      lab.minutes(150);
      expect(lab.vcenter('wl-vc').principal !== before).toBe(principal);
      expect(lab.entries('vcenter.principal.changed')).toHaveLength(principal ? 1 : 0);
      expect(lab.vcenter('wl-vc').certificates).toBe(certificates);
    },
  );

  it('is refused when it is not newer, twice at a time, during an update and in an outage', () => {
    const lab = bench();
    const [ta, wl] = [lab.vcenter('ta-vc'), lab.vcenter('wl-vc')];
    const upgrade = (version: string) => () => lab.world.upgradeVCenter(wl, { ...TO, version });
    expect(upgrade('7.0.3.01700')).toThrow(/runs 7.0.3.01700; 7.0.3.01700 is not newer/);
    expect(upgrade('7.0.1.00000')).toThrow(/not newer/);
    upgrade(TO.version)();
    expect(upgrade(TO.version)).toThrow(/being upgraded already/);
    lab.world.stageUpdate(ta, lab.session('ta-vc'), '7.0.3.02200');
    expect(() => lab.world.upgradeVCenter(ta, TO)).toThrow(/An update of ta-vc is in progress/);
    lab.minutes(30);
    lab.world.faults.add({ kind: 'outage', target: 'ta-vc' });
    expect(() => lab.world.upgradeVCenter(ta, TO)).toThrow(/cannot reach ta-vc/);
  });

  const rulesBroken = ({ world }: LabBench): string[] =>
    judge(world.journal.entries).violations.map(({ rule }) => rule);
  const upgrade = (lab: LabBench, name: 'ta-vc' | 'wl-vc', backup = true): void => {
    if (backup) lab.world.startBackup(lab.vcenter(name), lab.session(name), '', '');
    lab.minutes(20);
    lab.world.upgradeVCenter(lab.vcenter(name), TO);
    lab.minutes(150);
  };

  it('ORD-2: the referee judges it like an update: with a backup it is fine, without it is not', () => {
    const lab = bench();
    upgrade(lab, 'ta-vc');
    expect(rulesBroken(lab)).toEqual([]);
    const careless = bench();
    upgrade(careless, 'ta-vc', false);
    expect(rulesBroken(careless)).toEqual(['ORD-2']);
  });

  it('INV-6: the trusted side before the authority is the wrong order, whoever does it', () => {
    const lab = bench();
    upgrade(lab, 'wl-vc');
    upgrade(lab, 'ta-vc');
    expect(rulesBroken(lab)).toContain('INV-6');
  });
});
