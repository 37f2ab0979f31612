import type { AuthorityHealth, HostWithServices } from '../../services/index.js';
import type { OperationFacts } from '../facts.js';

/** What was read of the services beside the inventory. */
export interface ServicesReading {
  readonly health: AuthorityHealth;
  readonly taHosts: readonly HostWithServices[];
}

/** As the reading of this kind left it; absent = it was not read. @rule DG-14 */
export const readingOf = ({ extras }: OperationFacts): ServicesReading | undefined =>
  extras['services'] as ServicesReading | undefined;
