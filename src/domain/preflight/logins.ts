import type { Estate, VCenterRef } from '../model/estate.js';
import type { Access } from '../model/readiness.js';
import type { PreflightSide } from './check.js';

/** One login of a side, and for which part of the work it is there (2.4). */
export interface Login extends Access {
  readonly duty: 'all' | 'lifecycle' | 'trust';
}

/** Privileges of the vTA configuration are a family of their own. */
export const isTrustPrivilege = (privilege: string): boolean => privilege.startsWith('TrustedAdmin.');

/** The vCenter as the estate file has it. */
export function refOf(side: PreflightSide, { authority, trusted }: Estate): VCenterRef | undefined {
  return [authority.vcenter, ...trusted.map(({ vcenter }) => vcenter)].find(
    ({ name }) => name === side.vcenter.name,
  );
}

/** Whether a login of its own is there for the vTA configuration. */
export function hasTwoLogins(side: PreflightSide, estate: Estate): boolean {
  return refOf(side, estate)?.trustCredential !== undefined;
}

/** The logins of a side that could be read. */
export function loginsOf(side: PreflightSide, estate: Estate): Login[] {
  const { access, trustAccess } = side.readiness;
  const both = hasTwoLogins(side, estate);
  return [
    ...(access ? [{ ...access, duty: both ? ('lifecycle' as const) : ('all' as const) }] : []),
    ...(both && trustAccess ? [{ ...trustAccess, duty: 'trust' as const }] : []),
  ];
}
