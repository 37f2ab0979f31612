import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { AuthorityLook } from '../../src/activities/authority.js';
import type { Patience, Watched } from '../../src/activities/watch.js';
import type { VCenterRef } from '../../src/domain/model/estate.js';
import type { StubFacts } from './stub-facts.js';
import { done, type StubSteps } from './stub-steps.js';
import type { StubWorld } from './stub-world.js';

/** What only the Trust Authority side of a stub estate does. */
export function stubAuthorityActivities(world: StubWorld, facts: StubFacts, steps: StubSteps) {
  const { trouble, ta, images, imports, effect } = world;
  const { authority, clusterFacts, configuration, imageFacts, vcenterFacts } = facts;
  const { store, storedPart, refuseUnreadable } = steps;

  return {
    lookAtAuthority: async (): Promise<AuthorityLook> => ({
      facts: authority(),
      taHosts: clusterFacts('TA').hosts,
    }),
    surveyAuthority: async ({ vcenter }: { vcenter: VCenterRef }) => {
      refuseUnreadable(vcenter);
      return store({ vcenter: vcenterFacts(vcenter), facts: authority(), cluster: clusterFacts('TA') });
    },
    surveyTpmRules: async () => {
      const { tpmSettings, caCertificates, endorsementKeys } = configuration();
      return store({ tpmSettings, caCertificates, endorsementKeys, isPartial: false });
    },
    archiveConfiguration: async () => {
      const why = trouble.archiveFails?.();
      if (why !== undefined) throw ApplicationFailure.nonRetryable(why, 'refused');
      effect('archive configuration');
      const lacking = trouble.archiveLacks?.();
      const unreadable = lacking === undefined ? [] : [{ subject: lacking, reason: 'refused' }];
      return storedPart(configuration(), { cluster: authority().cluster, unreadable }, ta);
    },
    startImport: async ({ version, imageHash }: { version: string; imageHash: string }) => {
      effect(`import ${version}`);
      imports.push(imageHash);
      images.add(version);
      return {};
    },
    awaitImport: async ({ version }: { version: string }) => done(imageFacts(version)),
    startRemoval: async ({ version }: { version: string }) => {
      const why = trouble.removalFails?.();
      effect(`remove ${version}`);
      if (why === undefined) images.delete(version);
      return why === undefined ? {} : { task: { kind: 'cis' as const, id: why } };
    },
    awaitRemoval: async ({
      version,
      task,
      patience,
    }: {
      version: string;
      task?: { id: string };
      patience: Patience;
    }): Promise<Watched<{ removed: string }>> => {
      if (!images.has(version)) return done({ removed: version });
      if (!patience.handedOver) return { state: 'failed', error: task?.id ?? 'failed' };
      return Context.current().cancelled;
    },
  };
}
