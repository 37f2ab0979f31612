import { detainedHosts } from '../support/detained-hosts.js';
import { park, untilEntered } from '../support/rolling.js';
import { createStubEstate } from '../support/stub-estate.js';
import { approveThrough, ends } from './driving.js';
import { RUN, type Scenario } from './scenario.js';

const SHAPE = { taHosts: 2, clusters: { A: 3 } };
const hosts = detainedHosts(['a-2', 'a-3']);

/** Runs in which hosts wait for what became of another one. */
export const HOLDING_SCENARIOS: Readonly<Record<string, Scenario>> = {
  /** One host that does not attest keeps the next one where it is, until people approve. */
  'unattested-held': {
    saves: [RUN, 'rollTrustedCluster'],
    shape: SHAPE,
    stub: () => createStubEstate(SHAPE, hosts),
    drive: async (run, stub) => {
      await approveThrough(run, 'cluster/wl-vc/domain-A');
      await untilEntered(stub, 'a-2');
      await park(run, stub, 'a-2', 'attestation: not attested');
      await approveThrough(run, 'hold/trusted-hosts');
      await untilEntered(stub, 'a-3');
      await park(run, stub, 'a-2');
      await ends(run, Promise.resolve(hosts.release('a-2', 'a-3')));
    },
  },
};
