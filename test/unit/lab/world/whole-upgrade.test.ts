import { beforeAll, describe, expect, it } from '@jest/globals';
import { judge } from '../../../../src/lab/referee/index.js';
import { imageDatabaseOf } from '../../../../src/lab/world/image-database.js';
import type { LabHost, LabTask } from '../../../../src/lab/world/model.js';
import { LabBench, NEW, NEW_IMAGE } from '../../../support/lab-world.js';

const TARGET = '8.0.3.00000';

let imgdb: Uint8Array;
beforeAll(async () => {
  imgdb = imageDatabaseOf(NEW);
});

/** An administrator who does everything by hand, in lab time. */
class Administrator {
  readonly lab = new LabBench({ cluster: { vms: [{ name: 'secret', host: 'esx-2', encrypted: true }] } });
  readonly world = this.lab.world;

  wait(task: LabTask): void {
    for (let minute = 0; minute < 240 && task.endedAt === undefined; minute += 1) this.lab.minutes(1);
    expect([task.descriptionId, task.state]).toEqual([task.descriptionId, 'success']);
  }
  upgradeVCenter(name: 'ta-vc' | 'wl-vc'): void {
    const vcenter = this.lab.vcenter(name);
    this.world.startBackup(vcenter, this.lab.session(name), 'before upgrade', 'sftp://backup');
    this.lab.minutes(20);
    this.world.stageUpdate(vcenter, this.lab.session(name), TARGET);
    this.lab.minutes(20);
    this.world.installUpdate(vcenter, this.lab.session(name), TARGET);
    this.lab.minutes(50);
  }
  commit(cluster: 'TA' | 'Prod'): string {
    const target = this.lab.cluster(cluster);
    const session = this.lab.session(target.vcenter.name as 'ta-vc' | 'wl-vc');
    const draft = this.world.createDraft(target, session);
    this.world.setDraftImage(target, session, draft, NEW_IMAGE);
    const task = this.world.commitDraft(target, session, draft, 'to U3');
    this.wait(task);
    return task.result as string;
  }
  /** Leaves the host in maintenance mode. */
  upgradeHost(host: LabHost, commit: string): void {
    const session = () => this.lab.session(host.vcenter.name as 'ta-vc' | 'wl-vc');
    this.wait(this.world.enterMaintenance(host, session(), 0));
    this.wait(this.world.apply(host.cluster, session(), { commit, hosts: [host.moid], acceptEula: true }));
  }
  release(host: LabHost): void {
    this.wait(this.world.exitMaintenance(host, this.lab.session(host.vcenter.name as 'ta-vc' | 'wl-vc')));
    this.lab.minutes(10);
  }
  importImage(): void {
    this.wait(this.world.importImage(this.lab.cluster('TA'), this.lab.session('ta-vc'), imgdb));
    this.lab.minutes(2);
  }
  verdicts(): { violated: string[]; unknown: number } {
    const { verdicts } = judge(this.world.journal.entries);
    const having = (wanted: string) =>
      verdicts.filter(({ verdict }) => verdict === wanted).map(({ rule }) => rule);
    return { violated: having('violated'), unknown: having('unknown').length };
  }
  upgradeAuthority(): void {
    this.upgradeVCenter('ta-vc');
    const commit = this.commit('TA');
    for (const name of ['ta-1', 'ta-2', 'ta-3']) {
      this.upgradeHost(this.lab.host(name), commit);
      this.release(this.lab.host(name));
    }
    this.upgradeVCenter('wl-vc');
  }
}

describe('a whole upgrade, judged by the referee', () => {
  it('breaks no rule when it is done with care', () => {
    const admin = new Administrator();
    admin.upgradeAuthority();
    const commit = admin.commit('Prod');
    admin.upgradeHost(admin.lab.host('esx-1'), commit);
    admin.importImage();
    admin.lab.minutes(5);
    admin.release(admin.lab.host('esx-1'));
    for (const name of ['esx-2', 'esx-3']) {
      admin.upgradeHost(admin.lab.host(name), commit);
      admin.lab.minutes(5);
      admin.release(admin.lab.host(name));
    }
    expect(admin.lab.effects()).not.toContain('vm.locked');
    expect(admin.verdicts()).toEqual({ violated: [], unknown: 0 });
  });

  it('locks encrypted VMs out and breaks rules when the whole cluster is remediated before the import', () => {
    const admin = new Administrator();
    admin.upgradeAuthority();
    const commit = admin.commit('Prod');
    const { world, lab } = admin;
    admin.wait(world.apply(lab.cluster(), lab.session(), { commit, hosts: [], acceptEula: true }));
    lab.minutes(30);
    expect(lab.effects('secret')).toContain('vm.locked');
    const { violated } = admin.verdicts();
    expect(violated).toEqual(expect.arrayContaining(['INV-1', 'IMG-5', 'DG-4', 'DG-9']));
  });
});
