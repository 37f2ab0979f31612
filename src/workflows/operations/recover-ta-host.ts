import type { OperationEnd } from '../../domain/operations/index.js';
import type { OperationInput } from './input.js';
import { operate } from './operate.js';
import { recoveryLooks } from './recovery/looks.js';
import { recover } from './recovery/procedure.js';

/**
 * The procedure for a Trust Authority host whose upgrade did not succeed, as an operation of its own.
 *
 * @rule REC-0, REC-1, REC-2, REC-3, REC-4, REC-5
 */
export async function recoverTrustAuthorityHost(input: OperationInput): Promise<OperationEnd> {
  return operate(input, 'recover-ta-host', (operation, { details }) =>
    recover(operation, details, recoveryLooks(operation, details)),
  );
}
