import type { Route } from '../../types.js';
import { appliedConfigRoutes } from './applied-config.js';
import { baseImageRoutes } from './base-images.js';
import { hostTpmRoutes } from './host-tpm.js';
import { keyProviderTrustRoutes } from './key-provider-trust.js';
import { keyProviderRoutes } from './key-providers.js';
import { principalRoutes } from './principals.js';
import { serviceStatusRoutes } from './service-status.js';
import { serviceRoutes } from './services.js';
import { untilNine } from './shapes.js';
import { taClusterRoutes } from './ta-clusters.js';
import { taHostRoutes } from './ta-hosts.js';
import { tpm2Routes } from './tpm2.js';
import { trustedClusterRoutes } from './trusted-clusters.js';

/** Section 5: the whole trusted-infrastructure tree. */
export const trustRoutes: readonly Route[] = [
  ...untilNine([
    ...taClusterRoutes,
    ...taHostRoutes,
    ...baseImageRoutes,
    ...serviceStatusRoutes,
    ...tpm2Routes,
    ...principalRoutes,
    ...keyProviderRoutes,
    ...keyProviderTrustRoutes,
    ...serviceRoutes,
    ...trustedClusterRoutes,
    ...appliedConfigRoutes,
  ]),
  ...hostTpmRoutes,
];
