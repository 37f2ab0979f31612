import { z } from 'zod';
import { VCENTER_DIFFERENCES } from '../../world/releases.js';
import { isApiRelease } from '../../soap/versions.js';
import { ok, route } from '../types.js';

const MOST_RELEASES = 128;
const LONGEST_RELEASE = 64;

/** The release that client and server speak from now on; needs no session (vim-and-vcsim.md 1.3). */
export const systemRoutes = [
  route({
    method: 'POST',
    path: '/api/vcenter/system',
    action: 'hello',
    since: VCENTER_DIFFERENCES.hello.since,
    body: z.strictObject({
      api_releases: z.array(z.string().max(LONGEST_RELEASE)).min(1).max(MOST_RELEASES),
    }),
    // The first that both know, in the client's order; none is an empty text.
    open: ({ vcenter, body: { api_releases } }) =>
      ok({ api_release: api_releases.find((release) => isApiRelease(release, vcenter.apiVersion)) ?? '' }),
  }),
];
