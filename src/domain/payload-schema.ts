/**
 * Number of the shape of what the processes of the product send each other: workflow inputs, Updates, answers, plans.
 * It rises only when a payload can no longer be understood by leaving out what is new in it; absent means 1.
 */
export const PAYLOAD_SCHEMA = 1;

/** A sentence for people when a payload is of a later shape than this release understands, else null. */
export function whyNotUnderstood(payload: unknown): string | null {
  const schema = schemaOf(payload);
  if (schema <= PAYLOAD_SCHEMA) return null;
  return `this was written by a newer release (payload schema ${schema}, this one understands ${PAYLOAD_SCHEMA}); upgrade this process`;
}

function schemaOf(payload: unknown): number {
  const schema = (payload as { schema?: unknown } | null | undefined)?.schema;
  return typeof schema === 'number' ? schema : 1;
}
