import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** Namespace for runs; its retention is longer than the longest run. */
export const NAMESPACE = 'vta';
export const RETENTION_DAYS = 90;

/** Task queue of workflows and of everything that needs no vSphere credential. */
export const ORCHESTRATION_QUEUE = 'orchestration';

/** Search attributes are plain text and never encrypted: names of our own only. */
export const searchAttributes = {
  estate: defineSearchAttributeKey('VtaEstate', SearchAttributeType.KEYWORD),
  runId: defineSearchAttributeKey('VtaRun', SearchAttributeType.KEYWORD),
  requestedBy: defineSearchAttributeKey('VtaRequestedBy', SearchAttributeType.KEYWORD),
} as const;
