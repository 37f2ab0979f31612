import type { FaultBody } from '../../src/lab/control/fault-body.js';
import type { FaultKind } from '../../src/lab/faults/catalogue.js';
import type { TestEstate } from './e2e-estate.js';
import type { EstateOptions } from './e2e-topology.js';

/** A place where the run stops and asks for a person. */
export interface Stop {
  readonly subject: string;
  readonly have: RegExp;
  /** Faults that are healed when it has been seen. */
  readonly heals: readonly FaultKind[];
  /** What somebody does then; may come too late, for the run tries again by itself. */
  readonly byHand?: (estate: TestEstate) => Promise<void>;
}

/** Faults that strike one upgrade, and what becomes of it. */
export interface FaultScenario {
  /** What the product does about each kind that strikes here; shown in the reference of the lab. */
  readonly product: Partial<Record<FaultKind, string>>;
  readonly faults: readonly FaultBody[];
  readonly options?: EstateOptions;
  /** The faults are set when the run has begun; else before its plan is made. */
  readonly afterPlan?: true;
  /** There is no run, for these words. */
  readonly refused?: RegExp;
  /** Where it stops, in this order; then it succeeds, unless it is aborted at the last one. */
  readonly stops?: readonly Stop[];
  readonly aborts?: true;
}

const APPLY = 'POST /api/esx/settings/clusters/*action=apply*';
const COMMIT = 'POST /api/esx/settings/clusters/*action=commit*';
const IMPORT = 'POST /api/vcenter/trusted-infrastructure/trust-authority-clusters/*/base-images*';
const ENTER = 'HostSystem.EnterMaintenanceMode_Task';
const FIRST = 'prod-esx1';
const SECOND = 'prod-esx2';

/** Reads of both interfaces; orders are struck one by one. */
const reads = (fault: FaultBody): FaultBody[] =>
  ['GET *', 'PropertyCollector.*'].map((operation) => ({ ...fault, operation }));

const act =
  (...body: Parameters<TestEstate['act']>) =>
  (estate: TestEstate) =>
    estate.act(...body);

/** One upgrade each. What strikes side by side strikes different things. */
export const FAULT_SCENARIOS: Readonly<Record<string, FaultScenario>> = {
  'reads that fail in every way': {
    product: {
      'http-500': 'asks again; of an order whose outcome it does not know it looks for the effect first',
      'http-502': 'asks again; of an order whose outcome it does not know it looks for the effect first',
      'http-503': 'asks again',
      throttle: 'asks again no sooner than it is told',
      'expire-session': 'logs in again and asks again',
      slow: 'waits, up to its limit for one call, and asks again',
    },
    afterPlan: true,
    faults: [
      ...reads({ kind: 'http-500', rate: 0.1, count: 6 }),
      ...reads({ kind: 'http-502', rate: 0.1, count: 6 }),
      ...reads({ kind: 'http-503', rate: 0.1, count: 6, body: 'none' }),
      ...reads({ kind: 'throttle', rate: 0.1, count: 6 }),
      { kind: 'expire-session', operation: '*', rate: 0.1, count: 6 },
      { kind: 'slow', operation: '*', rate: 0.1, count: 3, seconds: 120 },
    ],
  },
  'orders that are lost': {
    product: {
      'half-answer': 'looks for the effect, finds it and goes on',
      'drop-answer-after-effect': 'looks for the effect, finds it and goes on',
      'reset-before-effect': 'looks for the effect, finds none and orders again',
    },
    faults: [
      { kind: 'half-answer', operation: COMMIT },
      { kind: 'reset-before-effect', operation: ENTER, host: FIRST },
      { kind: 'drop-answer-after-effect', operation: APPLY, host: FIRST },
      { kind: 'half-answer', operation: IMPORT },
    ],
  },
  'tasks that say otherwise than their work': {
    product: {
      'fail-task-though-done': 'believes what the host says of itself, and goes on',
      'hang-task-though-done': 'believes what the host says of itself, and goes on',
      'lose-task': 'reads the state of the host instead, and goes on',
    },
    faults: [
      { kind: 'fail-task-though-done', operation: ENTER, host: FIRST },
      { kind: 'lose-task', operation: APPLY, host: FIRST },
      { kind: 'lose-task', operation: IMPORT },
      { kind: 'hang-task-though-done', operation: ENTER, host: SECOND },
    ],
  },
  'servers that go away and clocks that are wrong': {
    product: {
      'restart-vcenter': 'logs in again, looks for what it had ordered, and goes on',
      outage: 'waits as long as it takes, says so, and goes on; nothing is ordered twice',
      'clock-skew': 'compares the times of a server only with those of the same server, and goes on',
    },
    // Preflight refuses a plan on clocks that differ so much (2.14).
    afterPlan: true,
    faults: [
      { kind: 'restart-vcenter', operation: APPLY, host: FIRST },
      { kind: 'outage', operation: APPLY, host: SECOND, seconds: 7_200 },
      { kind: 'clock-skew', target: 'wl-vc', skew: -3_600 },
      { kind: 'clock-skew', target: 'ta-esx1', skew: 900 },
    ],
  },
  'hosts that take their time': {
    product: {
      'hang-task': 'waits; tells of it when it takes longer than usual, and goes on when the task ends',
      'hang-at-boot': 'waits, up to the limit of a boot, and goes on when the host is back',
      'attests-late': 'keeps the host in maintenance mode until it attests',
      'attests-on-some': 'goes on with one good report, and keeps the others as details',
    },
    faults: [
      { kind: 'hang-task', operation: ENTER, host: FIRST, seconds: 1_800 },
      { kind: 'hang-at-boot', target: FIRST, seconds: 1_200 },
      { kind: 'attests-on-some', target: FIRST, hosts: ['ta-esx2'] },
      { kind: 'attests-late', target: SECOND, seconds: 1_200 },
    ],
  },
  'services that do not answer': {
    product: {
      'service-unhealthy': 'imports nothing until the service answers, and says which service it waits for',
      'service-hangs': 'waits for the service, which a person has restarted, to come up',
    },
    afterPlan: true,
    faults: [
      { kind: 'service-unhealthy', target: 'ta-esx1' },
      { kind: 'service-hangs', target: 'ta-esx1' },
    ],
    stops: [
      {
        subject: 'TA',
        have: /attestation service WARNING/,
        heals: [],
        byHand: act({ do: 'restart-service', host: 'ta-esx1', service: 'attestd' }),
      },
      { subject: 'TA', have: /attestation service WARNING/, heals: ['service-hangs'] },
    ],
  },
  'what people repair, one after another': {
    product: {
      'vsan-resync': 'parks the host with the words of vSAN, never forces it',
      'succeed-task-undone': 'parks the host because it runs the old version, whatever the task says',
      'partial-import': 'waits for every TA host to list the image, then asks; no other host is begun',
      'pin-vm': 'parks the host and names the VM; goes on when the host is in maintenance mode',
    },
    faults: [
      { kind: 'vsan-resync', target: 'Prod' },
      { kind: 'succeed-task-undone', operation: APPLY, host: FIRST, count: 0 },
      { kind: 'partial-import', target: 'ta-vc', count: 0 },
      { kind: 'pin-vm', target: 'vault-1' },
    ],
    stops: [
      {
        subject: FIRST,
        have: /vSAN of cluster Prod is resynchronizing/,
        heals: ['vsan-resync'],
        byHand: act({ do: 'enter-maintenance', host: FIRST }),
      },
      {
        subject: FIRST,
        have: /connected on 8\.0\.2-22380479, not 8\.0\.3/,
        heals: ['succeed-task-undone'],
        byHand: act({ do: 'apply-image', host: FIRST }),
      },
      {
        subject: 'Prod',
        have: /image health ERROR Missing on ta-esx2/,
        heals: ['partial-import'],
        byHand: act({ do: 'import-image', host: FIRST }),
      },
      {
        subject: SECOND,
        have: /DRS cannot move .*vault-1/,
        heals: ['pin-vm'],
        byHand: act({ do: 'enter-maintenance', host: SECOND }),
      },
    ],
  },
  'what people repair, host after host': {
    product: {
      'fail-task': 'parks the host with the words of vCenter; goes on when it is in maintenance mode',
      'boot-old-bank': 'parks the host with both versions; goes on when it runs the new one',
      'evacuation-blocked':
        'parks the host with the words of vCenter; goes on when it is in maintenance mode',
      'never-reconnects': 'waits, up to the limit of a boot, then asks; goes on when the host is connected',
      'never-attests': 'keeps the host in maintenance mode and asks; goes on when it attests',
    },
    faults: [
      { kind: 'fail-task', operation: ENTER, host: FIRST, count: 0 },
      { kind: 'boot-old-bank', target: FIRST, count: 0 },
      { kind: 'evacuation-blocked', target: SECOND, count: 0 },
      { kind: 'never-reconnects', target: SECOND },
      { kind: 'never-attests', target: SECOND },
    ],
    stops: [
      {
        subject: FIRST,
        have: /failed by the lab/,
        heals: ['fail-task'],
        byHand: act({ do: 'enter-maintenance', host: FIRST }),
      },
      {
        subject: FIRST,
        have: /came back with|failed on|connected on 8\.0\.2/,
        heals: ['boot-old-bank'],
        byHand: act({ do: 'apply-image', host: FIRST }),
      },
      {
        subject: SECOND,
        have: /vMotion off host prod-esx2 failed/,
        heals: ['evacuation-blocked'],
        byHand: act({ do: 'enter-maintenance', host: SECOND }),
      },
      { subject: SECOND, have: /notResponding/, heals: ['never-reconnects'] },
      { subject: SECOND, have: /verif|attest/i, heals: ['never-attests'] },
    ],
  },
  'another certificate, and another administrator': {
    product: {
      'change-certificate':
        'talks to the server no more and shows both thumbprints; goes on when it is right again',
      'foreign-administrator':
        'sees the host come back and goes on; no order is given to a host that is away',
    },
    afterPlan: true,
    faults: [
      { kind: 'change-certificate', target: 'wl-vc' },
      { kind: 'foreign-administrator', operation: APPLY, host: FIRST, target: SECOND, does: 'reboot' },
    ],
    // What ties the trusted vCenter to the Trust Authority is looked at after the Trust Authority vCenter already.
    stops: [{ subject: 'ta-vc', have: /wl-vc: .*certificate thumbprint/, heals: ['change-certificate'] }],
  },
  'a backup that fails': {
    product: { 'fail-backup': 'stops before the update with the words of the appliance' },
    options: { done: 'nothing' },
    faults: [{ kind: 'fail-backup', target: 'ta-vc', count: 0 }],
    stops: [{ subject: 'ta-vc', have: /No space left on device/, heals: ['fail-backup'] }],
    aborts: true,
  },
  'Trust Authority hosts that differ': {
    product: { 'ta-host-drift': 'makes a plan that cannot start, and names what differs' },
    faults: [{ kind: 'ta-host-drift', target: 'ta-esx2' }],
    refused: /INV-5 TPM attestation settings/,
  },
};
