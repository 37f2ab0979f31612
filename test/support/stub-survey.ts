import { putJson } from '../../src/activities/json-blobs.js';
import type { TrustedSide } from '../../src/domain/model/estate.js';
import type { BlobStorePort } from '../../src/ports/records.js';
import type { StubEstate } from './stub-estate.js';

/** What the two zones answer to a survey of a stub estate. */
export function stubSurvey(stub: StubEstate, blobs: BlobStorePort) {
  return {
    authority: {
      surveyAuthority: async () => ({ hash: await putJson(blobs, stub.inventory().authority) }),
    },
    trusted: {
      surveyTrustedSide: async ({ side }: { side: TrustedSide }) => {
        const part = stub.inventory().trusted.find(({ vcenter }) => vcenter.name === side.vcenter.name);
        return { hash: await putJson(blobs, part) };
      },
    },
  };
}
