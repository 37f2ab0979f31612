/** Names under which a topology of the lab knows the facts that a probe settles; the one place that ties them. */
export const ASSUMPTIONS = {
  lastAttestedTime: 'lastAttestedTime',
  taServices: 'taHostServices',
  trustedServices: 'trustedHostServices',
  unsetOptionals: 'unsetOptionals',
  taskOperation: 'taskOperation',
  taskError: 'taskError',
  bootReasonEvents: 'bootReasonEvents',
  reportLifetimeSeconds: 'reportLifetimeSeconds',
  authorityImageManaged: 'authorityImageManaged',
  baseImageId: 'baseImageId',
} as const;
