import { confirm, isCancel, text } from '@clack/prompts';
import { CliError, EXIT, usageError } from './exit.js';
import type { CliIo } from './io.js';

/** The reason of a decision: from the flag, else asked for on a terminal, else demanded. */
export async function reasonFor(io: CliIo, given: string | undefined, question: string): Promise<string> {
  if (given !== undefined) return requireReason(given);
  if (!io.isTTY) throw usageError('Say why: --reason TEXT. (There is no terminal to ask on.)');
  const answer = await text({
    message: question,
    validate: (value) => (value?.trim() ? undefined : 'The audit trail needs a reason.'),
    input: io.stdin,
    output: io.stderr,
  });
  if (isCancel(answer)) throw cancelled();
  return answer.trim();
}

/** Asks before something that cannot be taken back; without a terminal `--yes` is demanded. */
export async function confirmed(io: CliIo, yes: boolean | undefined, question: string): Promise<void> {
  if (yes) return;
  if (!io.isTTY) throw usageError(`${question} Confirm it with --yes. (There is no terminal to ask on.)`);
  const answer = await confirm({
    message: question,
    initialValue: false,
    input: io.stdin,
    output: io.stderr,
  });
  if (isCancel(answer) || !answer) throw cancelled();
}

function requireReason(reason: string): string {
  if (!reason.trim()) throw usageError('--reason must not be empty: it goes into the audit trail.');
  return reason.trim();
}

function cancelled(): CliError {
  return new CliError(EXIT.unexpected, 'Cancelled. Nothing was sent.');
}
