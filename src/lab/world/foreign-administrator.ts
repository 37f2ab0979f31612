import type { LabFaultRule } from '../faults/rule.js';
import type { LabWorld } from './api.js';
import { FOREIGN_LOGIN } from './journal-entry.js';
import { LabError } from './model.js';
import type { LabHost, LabSession } from './model.js';

/** Somebody who works in the same vCenter and knows nothing of the product. */
const stranger: LabSession = {
  id: '',
  user: { name: FOREIGN_LOGIN, password: '', groups: ['Administrators'], privileges: ['*'] },
  door: 'soap',
  createdAt: 0,
  lastUsedAt: 0,
};

/** Lets `foreign-administrator` rules act; what is refused to him is refused without a word. */
export function createForeignAdministrator(world: LabWorld): {
  act(rule: LabFaultRule): void;
  takeBack(rule: LabFaultRule): void;
} {
  const attempt = (act: () => unknown): void => {
    try {
      act();
    } catch (refusal) {
      if (!(refusal instanceof LabError)) throw refusal;
    }
  };
  const hostNamed = (name: string | undefined): LabHost | undefined =>
    [...world.vcenters.values()]
      .flatMap((vcenter) => [...vcenter.hosts.values()])
      .find((host) => host.name === name);

  return {
    act({ target, does = 'reboot' }) {
      const host = hostNamed(target);
      if (!host) return;
      attempt(() => {
        switch (does) {
          case 'reboot':
            return world.reboot(host, stranger, true);
          case 'remediate':
            return world.apply(host.cluster, stranger, { hosts: [host.moid], acceptEula: true });
          case 'enter-maintenance':
            return world.enterMaintenance(host, stranger, 0);
        }
      });
    },
    takeBack({ target, does }) {
      const host = hostNamed(target);
      if (does === 'enter-maintenance' && host?.inMaintenance)
        attempt(() => world.exitMaintenance(host, stranger));
    },
  };
}
