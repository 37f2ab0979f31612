import type { Estate } from '../../domain/model/estate.js';
import type { OperationEnd, OperationKind, OperationRequest } from '../../domain/operations/index.js';
import { archiveConfiguration } from './archive-configuration.js';
import type { OperationInput } from './input.js';

type OperationWorkflow = (input: OperationInput) => Promise<OperationEnd>;

/** The workflow of each kind. */
export const OPERATION_WORKFLOWS: Readonly<Record<OperationKind, OperationWorkflow>> = {
  'archive-configuration': archiveConfiguration,
};

/**
 * What a kind reads before it is planned, beside the inventory of the estate: hashes of JSON in the content-addressed
 * store, by name. Only reads; what does not answer is thrown, and the plan is refused with the reason.
 */
type Reading<K extends OperationKind> = (
  estate: Estate,
  request: OperationRequest<K>,
) => Promise<Readonly<Record<string, string>>>;

export const READINGS: { readonly [K in OperationKind]?: Reading<K> } = {};
