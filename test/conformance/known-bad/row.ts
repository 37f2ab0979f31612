/** Real exchanges of the client with the lab, by the first one that fits. */
export const GOOD = {
  version: /^GET \/api\/appliance\/system\/version 200/,
  clusters: /^GET \/api\/vcenter\/cluster\?names=Prod-A 200/,
  pending: /^GET \/api\/appliance\/update\/pending\?source_type=LAST_CHECK 200/,
  'nothing staged': /^GET \/api\/appliance\/update\/staged 400/,
  precheck: /^POST \/api\/appliance\/update\/pending\/9.0.0\?action=precheck 404/,
  logout: /^DELETE \/api\/session 204/,
  'effective policy': /^GET \/api\/esx\/settings\/clusters\/[^/]+\/policies\/apply\/effective 200/,
  'configured policy': /^GET \/api\/esx\/settings\/clusters\/[^/]+\/policies\/apply 200/,
  'policy written': /^PUT \/api\/esx\/settings\/clusters\/[^/]+\/policies\/apply 204/,
  'draft made': /^POST \/api\/esx\/settings\/clusters\/[^/]+\/software\/drafts 201/,
  'image set': /^PUT .*\/software\/base-image 204/,
  'commit begun': /^POST .*\?action=commit&vmw-task=true 202/,
  'commit ended': /^GET \/api\/cis\/tasks\/.*drafts 200 SUCCEEDED/,
  'images asked': /^GET .*\/attestation\/os\/esx\/base-images\?vmw-task=true 202/,
  'images running': /^GET \/api\/cis\/tasks\/.*base_images 200 RUNNING/,
  'images read': /^GET \/api\/cis\/tasks\/.*base_images 200 SUCCEEDED/,
  'tasks listed': /^POST \/api\/cis\/tasks\?action=list 200/,
  'import failed': /^GET \/api\/cis\/tasks\/.*base_images 200 FAILED/,
} as const;

export interface Row {
  readonly what: string;
  readonly good: keyof typeof GOOD;
  /** New values by place, `responseBody/0/name`, or how to make one of the old; undefined takes it away. */
  readonly but: Readonly<Record<string, unknown>>;
  /** Rule, place and text of every violation. */
  readonly breaks: readonly unknown[];
}

export const row = (
  what: string,
  good: Row['good'],
  but: Row['but'],
  ...breaks: readonly (readonly [rule: string, at: string, text: unknown])[]
): Row => ({ what, good, but, breaks });
