import { afterAll, beforeAll } from '@jest/globals';
import type { VCenterRef } from '../../src/domain/model/estate.js';
import type { VSpherePorts } from '../../src/ports/vsphere.js';
import { createConnections } from '../../src/vsphere/connection/connections.js';
import { createVSphere, type VSphereOptions } from '../../src/vsphere/index.js';
import type { RestClient } from '../../src/vsphere/rest/client.js';
import type { SoapClient } from '../../src/vsphere/soap/client.js';
import { testPassword } from './fake-vcenter.js';
import { startVcsim, vcsimUser, type Vcsim, type VcsimConfig } from './vcsim.js';

/** The product's clients of one server: the ports with a session of their own, and what is below them. */
export interface Clients {
  readonly vcenter: VCenterRef;
  readonly vsphere: VSpherePorts;
  readonly soap: SoapClient;
  readonly rest: RestClient;
  close(): Promise<void>;
}

interface Login {
  readonly user?: string;
  readonly password?: string;
}

export const connectTo = (
  vcenter: VCenterRef,
  { user = vcsimUser, password = testPassword, ...options }: Login & Partial<VSphereOptions> = {},
): Clients => {
  const all = { secrets: { resolve: async () => ({ username: user, password }) }, ...options };
  const connections = createConnections(all);
  const vsphere = createVSphere(all);
  const { soap, rest } = connections.to(vcenter);
  return {
    vcenter,
    vsphere,
    soap,
    rest,
    close: async () => {
      await Promise.all([connections.close(), vsphere.close()]);
    },
  };
};

/** One vcsim for all tests of a file, with clients; everything is ended after the last test. */
export function vcsimBench(path: string, config: VcsimConfig = {}) {
  let running: Vcsim | undefined;
  let shared: Clients | undefined;
  const open: Clients[] = [];
  beforeAll(async () => {
    running = await startVcsim(path, config);
    shared = connectTo(running.vcenter(), config);
    open.push(shared);
  });
  afterAll(async () => {
    await Promise.all(open.map((clients) => clients.close()));
    await running?.stop();
  });
  const need = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('vcsim is not running');
    return value;
  };
  return {
    get vcsim(): Vcsim {
      return need(running);
    },
    /** Logged in at first use, shared by the tests of the file. */
    get clients(): Clients {
      return need(shared);
    },
    /** Clients of a process of their own, as it were. */
    connect: (options: Login & Partial<VSphereOptions> = {}): Clients => {
      const made = connectTo(need(running).vcenter(), { ...config, ...options });
      open.push(made);
      return made;
    },
  };
}
