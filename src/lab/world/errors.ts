import { LabError } from './model.js';
import type { LabFault } from './model.js';

const std = (name: string): string => `com.vmware.vapi.std.errors.${name}`;

const fault = (rest: string, vim: string) => {
  const builder = (message: string, messageId = std(rest.toLowerCase()), data?: unknown): LabFault => ({
    rest,
    vim,
    messageId,
    message,
    ...(data === undefined ? {} : { data }),
  });
  return builder;
};

/** Faults by meaning, each with its name in both dialects (vsphere-rest.md 2.4, vim-and-vcsim.md 2.4). */
export const faults = {
  invalidArgument: fault('INVALID_ARGUMENT', 'InvalidArgument'),
  notFound: fault('NOT_FOUND', 'NotFound'),
  alreadyExists: fault('ALREADY_EXISTS', 'AlreadyExists'),
  alreadyInDesiredState: fault('ALREADY_IN_DESIRED_STATE', 'InvalidState'),
  notAllowed: fault('NOT_ALLOWED_IN_CURRENT_STATE', 'InvalidState'),
  inProgress: fault('RESOURCE_BUSY', 'TaskInProgress'),
  featureInUse: fault('FEATURE_IN_USE', 'ResourceInUse'),
  hostNotConnected: fault('RESOURCE_INACCESSIBLE', 'HostNotConnected'),
  noHost: fault('RESOURCE_INACCESSIBLE', 'NoHost'),
  alreadyConnected: fault('ALREADY_EXISTS', 'AlreadyConnected'),
  invalidLogin: fault('UNAUTHENTICATED', 'InvalidLogin'),
  untrustedCertificate: fault('UNVERIFIED_PEER', 'SSLVerifyFault'),
  hostInUse: fault('RESOURCE_IN_USE', 'ResourceInUse'),
  timedOut: fault('TIMED_OUT', 'Timedout'),
  cancelled: fault('CANCELED', 'RequestCanceled'),
  unauthenticated: fault('UNAUTHENTICATED', 'InvalidLogin'),
  unauthorized: fault('UNAUTHORIZED', 'NoPermission'),
  unsupported: fault('UNSUPPORTED', 'NotSupported'),
  drs: fault('ERROR', 'GenericDrsFault'),
  error: fault('ERROR', 'SystemError'),
};

/** @throws always */
export function refuse(reason: LabFault): never {
  throw new LabError(reason);
}
