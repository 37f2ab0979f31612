import type { EstateSummary } from '../client/types.js';
import type { Style } from './style.js';
import { table } from './table.js';
import { timestamp } from './time.js';

/** Registered estates, or how to register the first one. */
export function estateTable(estates: readonly EstateSummary[], style: Style): string {
  if (estates.length === 0) return 'No estates yet. Register one: vta estate add FILE';
  return table(
    ['Estate', 'Registered', 'By'],
    estates.map((one) => [one.name, timestamp(one.registeredAt), one.registeredBy]),
    style,
  );
}
