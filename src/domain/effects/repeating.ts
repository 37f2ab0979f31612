import { DURATIONS, type DurationKind } from '../durations.js';
import { EFFECTS } from './table.js';

/**
 * Why a failed step of this kind is not repeated by itself, whatever a configuration says; undefined when it may be.
 * What is repeated blindly may reboot a host twice or install over a half-installed vCenter (vta-operations 2.17).
 *
 * @returns half a sentence with the rules
 */
export function whyNeverRepeated(kind: DurationKind): string | undefined {
  const effects = EFFECTS.filter(({ durations }) => durations.includes(kind));
  const never = effects.find(({ repeat }) => repeat === 'never');
  if (never !== undefined) {
    return `"${never.name}" is never repeated without a person (${never.rules.join(', ')})`;
  }
  if (effects.length > 0 || DURATIONS[kind].retries > 0) return undefined;
  return 'nothing is begun here that could be repeated (DG-14)';
}
