import type { LabHost } from '../../world/model.js';
import { installedVersion } from '../../world/model.js';
import { apiVersionOf } from '../../world/versions.js';
import { fieldsOf } from '../schema/index.js';
import { atLeast } from '../versions.js';

/**
 * A data object of a vim25 type that a host tells of itself, without the fields that came after its release: a newer
 * vCenter cannot know what the host does not say. Objects inside of it stay as they are.
 */
export function knownFields(
  host: LabHost,
  type: string,
  value: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const version = apiVersionOf(installedVersion(host));
  const fields = fieldsOf(type);
  const isKnown = ([name]: [string, unknown]): boolean => {
    const since = fields.get(name)?.since;
    return since === undefined || atLeast(version, since);
  };
  return Object.fromEntries(Object.entries(value).filter(isKnown));
}
