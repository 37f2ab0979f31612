import type { VCenterRef } from '../../src/domain/model/estate.js';
import type { HostRef } from '../../src/domain/model/inventory.js';
import { createVSphere } from '../../src/vsphere/index.js';
import type { TestEstate } from './e2e-estate.js';

/** Somebody at the vSphere Client, with a login that is not the product's. */
export function administratorOf({ lab, accounts }: TestEstate, name: string) {
  const login = accounts
    .find(({ vcenter }) => vcenter === name)
    ?.users.find(({ groups }) => groups.includes('Administrators'));
  const place = lab.vcenters.find((vcenter) => vcenter.name === name);
  if (login === undefined || place === undefined) throw new Error(`${name} has no administrator`);
  const { url, thumbprint, role } = place;
  const vcenter: VCenterRef = { name, url, tls: { thumbprint }, credential: 'administrator', zone: role };
  const vsphere = createVSphere({
    secrets: { resolve: () => Promise.resolve({ username: login.name, password: login.password }) },
  });
  const refOf = async (host: string): Promise<HostRef> => {
    const answer = await fetch(`${lab.control}/lab/state`);
    const { vcenters } = (await answer.json()) as LabState;
    const hosts = vcenters.flatMap(({ clusters }) => clusters).flatMap((cluster) => cluster.hosts);
    const moid = hosts.find((each) => each.name === host)?.moid;
    if (moid === undefined) throw new Error(`no host ${host}`);
    return { vcenter: name, moid, name: host };
  };
  return {
    /** Begins it, as the product would: whoever waits for the end looks at the host. */
    async enterMaintenance(host: string): Promise<void> {
      await vsphere.hosts.enterMaintenance(vcenter, await refOf(host));
    },
    /** The other way round. */
    async exitMaintenance(host: string): Promise<void> {
      await vsphere.hosts.exitMaintenance(vcenter, await refOf(host));
    },
    close: () => vsphere.close(),
  };
}

interface LabState {
  readonly vcenters: { clusters: { hosts: { name: string; moid: string }[] }[] }[];
}
