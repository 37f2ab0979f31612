import { ROLLBACK_WINDOW_HOURS, type BeyondEstate, type RetiringFacts } from '../../retiring/index.js';
import type { OperationFacts } from '../facts.js';

/** Names of what is read before planning: the rules of the configuration, and each trusted vCenter beyond the estate file. */
export const retiringExtras = {
  rules: 'rules',
  beyond: (vcenter: string) => `beyond/${vcenter}`,
} as const;

/** Settings of the service that planning has to know. */
export interface RetiringRules {
  readonly rollbackWindowHours: number;
}

/** What is read before planning, as the evidence wants it. A vCenter of which nothing was read is left out, which blocks. */
export function retiringFactsOf({ estate, inventory, extras }: OperationFacts): RetiringFacts {
  const rules = extras[retiringExtras.rules] as RetiringRules | undefined;
  return {
    estate,
    inventory,
    beyond: estate.trusted.flatMap(({ vcenter }) => {
      const read = extras[retiringExtras.beyond(vcenter.name)] as BeyondEstate | undefined;
      return read ?? [];
    }),
    rollbackWindowHours: rules?.rollbackWindowHours ?? ROLLBACK_WINDOW_HOURS,
  };
}
