import { Option } from '@commander-js/extra-typings';
import type { RunStatus } from '../client/types.js';
import { CliError, EXIT, usageError } from '../exit.js';
import { rulesLine } from '../render/rules.js';
import { shortHash } from '../render/run.js';

/** For everything that people decide about a run: the plan that they looked at. */
export const planOption = () =>
  new Option(
    '--plan <hash>',
    'decide only if the run carries out this plan (hash or its beginning, 12 characters or more)',
  );

/** Ends the command unless the run carries out the plan that was named. @rule DG-2 */
export function requirePlan(run: Pick<RunStatus, 'runId' | 'planHash'>, expected: string | undefined): void {
  if (expected === undefined) return;
  if (expected.length < 12) throw usageError('--plan needs at least 12 characters of the hash.');
  if (run.planHash.startsWith(expected)) return;
  throw new CliError(
    EXIT.refused,
    `Run ${run.runId} carries out plan ${shortHash(run.planHash)}, not ${shortHash(expected)}. Nothing was decided.\n${rulesLine(['DG-2'])}`,
  );
}
