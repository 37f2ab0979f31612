import { abortRunUpdate } from '../../src/workflows/messages.js';
import { eventually } from '../support/eventually.js';
import type { Driver } from '../support/run-harness.js';
import type { StubTrouble } from '../support/stub-shape.js';

export const request = (id: string) => ({ id, by: 'olga', reason: 'for a history' });
export const client = (run: Driver) => run.handle.client;
export const abort = (run: Driver) => run.handle.executeUpdate(abortRunUpdate, { args: [request('a1')] });
export const onceOn = (name: string): StubTrouble => ({
  remediationFails: (host) => (host === name ? 'no space' : undefined),
});

export async function ends(run: Driver, last: Promise<unknown>): Promise<void> {
  await last;
  await run.handle.result();
}

export async function gateOpen(run: Driver, gate: string): Promise<void> {
  await eventually(`the gate ${gate}`, async () => (await run.openGate()) === gate);
}

export async function approveUntil(run: Driver, gate: string): Promise<void> {
  for (;;) {
    const open = await run.openGate();
    if (open === gate) return;
    await run.decide(open, 'approved');
  }
}

export async function approveThrough(run: Driver, gate: string): Promise<void> {
  await approveUntil(run, gate);
  await run.decide(gate, 'approved');
}

export async function parked(run: Driver, subject: string): Promise<void> {
  await eventually(`${subject} to be parked`, async () => (await run.status()).parked?.includes(subject));
}

export async function waitingFor(run: Driver, vcenter: string): Promise<void> {
  await eventually(`the wait for ${vcenter}`, async () =>
    (await run.status()).waitingOn.some(
      ({ kind, subject }) => kind === 'operator-upgrade' && subject === vcenter,
    ),
  );
}
