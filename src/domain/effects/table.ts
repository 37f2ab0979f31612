import { CLUSTER_EFFECTS } from './clusters.js';
import type { Effect } from './effect.js';
import { HOST_EFFECTS } from './hosts.js';
import { MEMBERSHIP_EFFECTS } from './membership.js';
import { RECORDS_EFFECTS } from './records.js';
import { SERVICE_EFFECTS } from './services.js';
import { TRUST_EFFECTS } from './trust.js';
import { VCENTER_EFFECTS } from './vcenter.js';

/** Every external effect of the product. */
export const EFFECTS: readonly Effect[] = [
  ...VCENTER_EFFECTS,
  ...CLUSTER_EFFECTS,
  ...HOST_EFFECTS,
  ...MEMBERSHIP_EFFECTS,
  ...TRUST_EFFECTS,
  ...SERVICE_EFFECTS,
  ...RECORDS_EFFECTS,
];
