import type { SoapClient } from './client.js';
import { retrieve } from './property-collector.js';
import { hasTrustedPlatform } from './readers/licenses.js';

/** Whether vCenter has a vTA licence; absent when it does not let us see its licences. */
export const readLicensed = (soap: SoapClient, signal?: AbortSignal): Promise<boolean | undefined> =>
  soap.use({ safe: true, signal }, async (session) => {
    const manager = session.content.licenseManager;
    if (!manager) return undefined;
    const query = { objects: [manager], properties: { LicenseManager: ['licenses'] } };
    const [found] = await retrieve(session, query, soap.fail);
    const licenses = found?.properties.get('licenses');
    return licenses && hasTrustedPlatform(licenses);
  });
