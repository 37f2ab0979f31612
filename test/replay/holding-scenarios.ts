import { ApplicationFailure } from '@temporalio/common';
import { detainedHosts } from '../support/detained-hosts.js';
import { park, untilEntered } from '../support/rolling.js';
import { createStubEstate } from '../support/stub-estate.js';
import { approveThrough, ends, gateOpen } from './driving.js';
import { HOST, RUN, SMALL, type Scenario } from './scenario.js';

const SHAPE = { taHosts: 2, clusters: { A: 3 } };
const REFUSALS = ['task 41 was refused', 'task 42 was refused', 'task 43 was refused', 'the disk is full'];
const hosts = detainedHosts(['a-2', 'a-3']);

/** Runs in which a host waits for what became of another one, or for what its vCenter refuses. */
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
  } /** Refused again and again: told once a cause. */,
  'refused-again': {
    saves: [HOST],
    host: 'ta-1',
    shape: SMALL,
    trouble: () => {
      const left = [...REFUSALS];
      return {
        remediationRefused: () => {
          const refusal = left.shift();
          return refusal === undefined ? undefined : ApplicationFailure.nonRetryable(refusal, 'refused');
        },
      };
    },
    drive: async (run) => {
      await approveThrough(run, 'after/authority-vcenter');
      await gateOpen(run, 'after/authority-hosts');
      await ends(run, run.decide('after/authority-hosts', 'rejected'));
    },
  },
};
