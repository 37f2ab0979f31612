import { typed } from '../value.js';

export type OptionScalar = string | number | boolean;

/** `OptionValue`; numbers of ESXi options are `long`. */
export const optionValue = (key: string, value: OptionScalar): Record<string, unknown> => ({
  key,
  value: typeof value === 'number' ? typed('long', value) : value,
});
