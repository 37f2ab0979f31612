/** Actions of the Automation API that change nothing although they are no GET. */
const READING_ACTIONS = new Set(['list', 'query', 'validate', 'precheck', 'scan', 'hello', 'extract']);
/** Managed objects that clients read with, or log in at. */
const READING_TYPES =
  /^(?:PropertyCollector|PropertyFilter|\w*View|ViewManager|ServiceInstance|SessionManager|SearchIndex|\w+HistoryCollector|EventManager|TaskManager|LicenseManager)$/;
const READING_METHODS = /^(?:Fetch|Query|Retrieve|Refresh)/;

/**
 * Whether an operation orders a change of the estate. Logins and logouts, reads that are POSTs, and the objects that a
 * client makes for itself to read with, are none.
 *
 * @param operation - `POST /api/…?action=…` or `HostSystem.RebootHost_Task`
 */
export function isOrder(operation: string): boolean {
  const rest = /^(\w+) (\/[^?]*)(?:\?action=(.*))?$/.exec(operation);
  if (rest) {
    const [, method, path = '', action] = rest;
    return method !== 'GET' && path !== '/api/session' && !READING_ACTIONS.has(action ?? '');
  }
  const [type = '', method = ''] = operation.split('.');
  return !READING_TYPES.test(type) && !READING_METHODS.test(method);
}
