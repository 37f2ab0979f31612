export {
  SERVICE_ACTIONS,
  SERVICE_REASONS,
  vtaServices,
  type AuthorityHealth,
  type HostService,
  type HostWithServices,
  type ServiceHealth,
  type ServiceAction,
  type ServiceReason,
} from './model.js';
export { serviceProcedure } from './procedure.js';
export { isNamed, whyNotHealthyAfter, whyNotTakeOut } from './quorum.js';
