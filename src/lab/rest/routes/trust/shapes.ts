import { z } from 'zod';
import type { Route } from '../../types.js';

/** Prefix of the trusted-infrastructure tree. */
export const ti = '/api/vcenter/trusted-infrastructure';
/** Service IDs of the tree mirror its paths. */
export const tiService = 'com.vmware.vcenter.trusted_infrastructure';

/** Removed with vSphere 9: the calls stay in the specification and answer errors. */
export const untilNine = (routes: readonly Route[]): Route[] =>
  routes.map((route) => ({ ...route, removedIn: '9.0.0.0' }));

export const CertChain = z.strictObject({ cert_chain: z.array(z.string()) });
export const Address = z.strictObject({ hostname: z.string().min(1), port: z.number().int().optional() });
export const StsPrincipal = z.strictObject({
  id: z.strictObject({ name: z.string(), domain: z.string() }),
  type: z.enum(['STS_USER', 'STS_GROUP']),
});

export interface AddressValue {
  readonly hostname: string;
  readonly port?: number | undefined;
}

/** Port 443 is the default on this wire. */
export const sameAddress = (a: AddressValue, b: AddressValue): boolean =>
  a.hostname === b.hostname && (a.port ?? 443) === (b.port ?? 443);
