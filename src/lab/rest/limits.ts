import { restError } from './errors.js';

/** Most entries a list answers (section 7.3 of the wire contract); more matches are an error, not a page. */
export interface ListLimits {
  readonly cluster: number;
  readonly host: number;
  readonly vm: number;
  readonly datacenter: number;
  readonly folder: number;
  readonly task: number;
}

export const defaultLimits: ListLimits = {
  cluster: 1_000,
  host: 2_500,
  vm: 4_000,
  datacenter: 1_000,
  folder: 1_000,
  task: 1_000,
};

/** Refuses a list that is too long, as vCenter does: no count, no second page. */
export function withinLimit<T>(
  items: readonly T[],
  limits: ListLimits,
  kind: keyof ListLimits,
): readonly T[] {
  if (items.length <= limits[kind]) return items;
  throw restError('UNABLE_TO_ALLOCATE_RESOURCE', `Too many matches: the limit is ${limits[kind]}.`, {
    messageId: `com.vmware.api.vcenter.${kind}.too_many_matches`,
  });
}
