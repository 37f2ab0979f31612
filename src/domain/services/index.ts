export {
  SERVICE_REASONS,
  serviceNames,
  vtaServices,
  type AuthorityHealth,
  type HostService,
  type HostWithServices,
  type ServiceAction,
  type ServiceHealth,
  type ServiceReason,
} from './model.js';
export { serviceVersions } from './versions.js';
export { serviceProcedure } from './procedure.js';
export { isNamed, servesNobody, whyNotHealthyAfter, whyNotTakeOut } from './quorum.js';
