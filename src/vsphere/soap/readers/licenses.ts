import type { XmlNode } from '../xml-node.js';

/** Feature key of the vTA licence (vta-operations 2.3, message `no_license`). */
const feature = 'trustedplatform';

/** Whether any licence has the feature. Editions list features as nested key-value pairs of varying depth. */
export const hasTrustedPlatform = (licenses: XmlNode): boolean =>
  licenses.text === feature || licenses.children.some(hasTrustedPlatform);
