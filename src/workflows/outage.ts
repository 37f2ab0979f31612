import { CancellationScope } from '@temporalio/workflow';
import { orAborted } from './or-aborted.js';

/** Real milliseconds that a call has at least, however fast the estate's time goes: one attempt is not cut short. */
const LEAST_MS = 20_000;
const FIRST_SECONDS = 120;
const PATIENT_SECONDS = 12 * 3_600;

const patient = new WeakSet<CancellationScope>();

/** Real milliseconds after which a call that found no answer comes back, so that people are told. */
export const firstPatienceMs = (timeScale: number): number =>
  Math.max(LEAST_MS, (FIRST_SECONDS * 1000) / timeScale);

/** The same once people know that the server is away: a week of absence is a few calls, not thousands. */
export const patienceMs = (timeScale: number): number =>
  Math.max(LEAST_MS, (PATIENT_SECONDS * 1000) / timeScale);

/** True for calls that are made inside `patiently`. */
export function isPatient(): boolean {
  let scope: CancellationScope | undefined = CancellationScope.current();
  while (scope !== undefined && !patient.has(scope)) scope = scope.parent;
  return scope !== undefined;
}

/** Waits out an absence. Answers undefined when `isOver` ended the wait first. */
export async function patiently<T>(
  call: () => Promise<T>,
  isOver: () => boolean,
): Promise<{ readonly value: T } | undefined> {
  const scope = new CancellationScope();
  patient.add(scope);
  return orAborted(async () => ({ value: await call() }), isOver, scope);
}
