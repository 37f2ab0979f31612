import type { Estate } from '../../domain/model/estate.js';
import type { AnyOperationRequest, OperationKind, OperationRequest } from '../../domain/operations/index.js';
import { understood } from '../understood.js';
import { READINGS } from './kinds.js';
import { readAndPlan } from './read-and-plan.js';

export interface PlanOperationInput {
  readonly estate: Estate;
  readonly estateHash: string;
  readonly request: AnyOperationRequest;
  readonly requestedBy: string;
}

/** Plans an operation for people to look at. @rule DG-10, DG-14 */
export async function planOperation(input: PlanOperationInput) {
  understood(input);
  return readAndPlan(input, () => readingOf(input.estate, input.request));
}

async function readingOf<K extends OperationKind>(
  estate: Estate,
  request: OperationRequest<K>,
): Promise<Readonly<Record<string, string>>> {
  return (await READINGS[request.kind]?.(estate, request)) ?? {};
}
