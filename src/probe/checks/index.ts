import { runCheck, type ProbeCheck } from '../check.js';
import type { ProbeFinding } from '../finding.js';
import type { Observed } from '../observed.js';
import {
  authorityWorkload,
  baseImageId,
  healthNone,
  imageManagedAuthority,
  lastAttestedTime,
  services,
} from './authority.js';
import { attestationInfos, attestationLifetime, bootEvents, unknownStates } from './hosts.js';
import { listLimits } from './limits.js';
import { apiVersion, release } from './releases.js';
import {
  missingFields,
  taskError,
  taskOperation,
  unknownFields,
  unknownValues,
  unsetOptionals,
} from './wire.js';

/** Everything that is compared; the order is that of the report. */
export const probeChecks: readonly ProbeCheck[] = [
  release,
  apiVersion,
  lastAttestedTime,
  baseImageId,
  healthNone,
  imageManagedAuthority,
  authorityWorkload,
  services,
  bootEvents,
  attestationInfos,
  attestationLifetime,
  unknownStates,
  unsetOptionals,
  taskOperation,
  taskError,
  unknownFields,
  missingFields,
  unknownValues,
  listLimits,
];

/** Compares what was read with what the product and its lab assume. */
export const findDifferences = (observed: Observed): ProbeFinding[] =>
  probeChecks.flatMap((check) => runCheck(check, observed));
