import { describe, expect, it } from '@jest/globals';
import { judge } from '../../../../src/lab/referee/index.js';
import type { LabHost } from '../../../../src/lab/world/model.js';
import { LabBench, NEW_IMAGE } from '../../../support/lab-world.js';

/** An upgrade by hand, in the right order, on a clock that is stepped: what the lab itself writes is judged. */
class ByHand {
  readonly lab = new LabBench({ cluster: { quickBoot: true } });
  readonly commits = new Map<string, string>();

  report = () => judge(this.lab.world.journal.entries);

  vcenter(name: 'ta-vc' | 'wl-vc'): void {
    const { world } = this.lab;
    world.startBackup(this.lab.vcenter(name), this.lab.session(name), 'before', 'sftp://backup.example/vc');
    this.lab.minutes(120);
    world.stageUpdate(this.lab.vcenter(name), this.lab.session(name), '8.0.3.00000');
    this.lab.minutes(120);
    world.installUpdate(this.lab.vcenter(name), this.lab.session(name), '8.0.3.00000');
    this.lab.minutes(240);
  }

  enter(host: LabHost): void {
    this.lab.world.enterMaintenance(host, this.session(host), 0);
    this.lab.minutes(30);
  }

  exit(host: LabHost): void {
    this.lab.world.exitMaintenance(host, this.session(host));
    this.lab.minutes(5);
  }

  apply(host: LabHost): void {
    const commit = this.commits.get(host.cluster.name) ?? this.commit(host);
    this.commits.set(host.cluster.name, commit);
    this.lab.world.apply(host.cluster, this.session(host), { commit, hosts: [host.moid], acceptEula: true });
    this.lab.minutes(120);
  }

  async importFrom(host: LabHost): Promise<void> {
    const file = this.lab.world.imageDatabase(host);
    this.lab.world.importImage(this.lab.cluster('TA'), this.lab.session('ta-vc'), file);
    this.lab.minutes(30);
  }

  quickBoot(on: boolean): void {
    this.lab.world.writePolicy(this.lab.cluster(), this.lab.session(), { enable_quick_boot: on });
  }

  host = (name: string): LabHost => this.lab.host(name);
  private session = (host: LabHost) => this.lab.session(host.vcenter.name as 'ta-vc' | 'wl-vc');

  private commit(host: LabHost): string {
    const { world } = this.lab;
    const draft = world.createDraft(host.cluster, this.session(host));
    world.setDraftImage(host.cluster, this.session(host), draft, NEW_IMAGE);
    const task = world.commitDraft(host.cluster, this.session(host), draft, 'to U3');
    this.lab.minutes(1);
    return task.result as string;
  }
}

describe('the referee on journals of the lab', () => {
  it('finds nothing in an upgrade that was done in the right order', async () => {
    const hand = new ByHand();
    hand.vcenter('ta-vc');
    for (const host of ['ta-1', 'ta-2', 'ta-3'].map(hand.host)) {
      hand.enter(host);
      hand.apply(host);
      hand.exit(host);
    }
    hand.vcenter('wl-vc');
    const testHost = hand.host('esx-1');
    hand.quickBoot(false);
    hand.enter(testHost);
    hand.apply(testHost);
    await hand.importFrom(testHost);
    hand.lab.minutes(30);
    hand.exit(testHost);
    hand.quickBoot(true);
    for (const host of ['esx-2', 'esx-3'].map(hand.host)) {
      hand.enter(host);
      hand.apply(host);
      hand.lab.minutes(30);
      hand.exit(host);
    }
    const report = hand.report();
    expect(report.unknown).toEqual([]);
    expect(report.violations).toEqual([]);
    expect(report.ok).toBe(true);
    const vacuous = report.verdicts.filter(({ verdict }) => verdict === 'vacuous');
    expect(vacuous.map(({ rule }) => rule)).toEqual([
      'INV-3',
      'ORD-6',
      'ORD-8/budget',
      'QB-5',
      'QB-9',
      'FIX-3',
      'REC-0',
      'REC-1',
      'REC-4',
      'REC-5',
      'BAK-3',
      'once/reboot',
      'once/removal',
    ]);
  });

  it('finds the forgotten import', () => {
    const hand = new ByHand();
    hand.quickBoot(false);
    hand.apply(hand.host('esx-1'));
    const found = hand.report().violations.map(({ rule, subject }) => `${rule} ${subject}`);
    expect(found).toContain('DG-4 esx-1');
    expect(found).toContain('INV-1 esx-1');
    expect(found).toContain('DG-9 esx-1');
    expect(found).toContain('DG-16 Prod');
  });

  it('finds a removal under a host that was only quick-booted', async () => {
    const hand = new ByHand();
    await hand.importFrom({ ...hand.host('esx-1'), banks: ['8.0.3-24022510', null], activeBank: 0 });
    hand.apply(hand.host('esx-1'));
    hand.lab.world.removeImage(hand.lab.cluster('TA'), hand.lab.session('ta-vc'), '8.0.2-22380479');
    hand.lab.minutes(30);
    expect(hand.report().violations.map(({ rule }) => rule)).toContain('INV-3');
  });
});
