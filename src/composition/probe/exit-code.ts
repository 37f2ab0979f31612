import type { UnreadablePart } from '../../probe/observed.js';

/** Exit codes of the command line, for a probe that ran to its end. */
const CODES = { done: 0, unexpected: 1, usage: 2, notPermitted: 4, unreachable: 6 } as const;

const codeOf = ({ kind }: UnreadablePart): number => {
  switch (kind) {
    case 'passing':
    case 'unknown-outcome':
      return CODES.unreachable;
    case 'refused':
    case 'not-found':
    case 'too-old':
      return CODES.notPermitted;
    case 'configuration':
      return CODES.usage;
    case 'invalid':
    case 'state':
    case 'protocol':
      return CODES.unexpected;
  }
};

/** 0 only when everything was read; of several reasons the one to settle first. */
export function exitCodeOf(unreadable: readonly UnreadablePart[]): number {
  const codes = new Set(unreadable.map(codeOf));
  const order = [CODES.usage, CODES.unreachable, CODES.notPermitted, CODES.unexpected];
  return order.find((code) => codes.has(code)) ?? CODES.done;
}
