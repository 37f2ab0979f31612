import { z } from 'zod';
import { EsxVersion, Instant, list } from './common.js';
import { BootEvidence, HostRef } from './hosts.js';

/** One host that attests with another version than it runs, or with one that nobody knows. @rule QB-3, DG-3 */
export const HostDebt = z
  .object({
    host: HostRef,
    cluster: z.string().exactOptional(),
    installed: EsxVersion.exactOptional(),
    measured: EsxVersion.exactOptional(),
    since: Instant,
    boot: BootEvidence,
    keeps: list(EsxVersion).meta({
      description: 'base images that this host keeps from being removed, beside the one that it runs',
    }),
    text: z.string(),
  })
  .meta({ id: 'HostDebt' });
export type HostDebt = z.infer<typeof HostDebt>;

/** The debt ledger: hosts that owe a full boot, longest in debt first; as of the newest survey and the runs since. */
export const HostDebtList = z
  .object({ estate: z.string(), readAt: Instant, items: list(HostDebt) })
  .meta({ id: 'HostDebtList' });
