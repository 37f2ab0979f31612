import { eventually } from '../support/eventually.js';
import { HOST, NEW, TWO, type Scenario } from './scenario.js';

/** Hosts that come back and cannot attest. */
export const ATTESTATION_SCENARIOS: Readonly<Record<string, Scenario>> = {
  /** Somebody removes the new base image while the second host boots; somebody imports it again. */
  'missing-image': {
    saves: [HOST],
    host: 'a-2',
    shape: TWO,
    drive: async (run, stub) => {
      stub.trouble.remediationFails = (name) => {
        if (name === 'a-2') stub.removeByHand(NEW);
        return undefined;
      };
      const ended = run.approveAll();
      await eventually('the missing image', async () =>
        (await run.status()).waitingOn.some(({ rule }) => rule === 'ATT-1'),
      );
      delete stub.trouble.remediationFails;
      stub.importByHand(NEW);
      await ended;
    },
  },
};
