import type { Route } from './types.js';

/** Replaces what must not be read in a wire log. */
export const hidden = '<redacted>';

/** Fields whose value is a secret wherever they stand. `user_data` answers pre-check questions, passwords among them. */
const secretField = /password|private_key|secret|token|session_id|^user_data$|^credential$/i;

function scrub(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(scrub);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      secretField.test(key) ? hideLeaves(inner) : scrub(inner),
    ]),
  );
}

/** Keeps the keys of a secret map, so that one sees which questions were answered. */
function hideLeaves(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return hidden;
  return Object.fromEntries(Object.keys(value).map((key) => [key, hidden]));
}

export function redactedRequest(route: Route | undefined, body: unknown): unknown {
  if (body === undefined) return null;
  // Without a route nobody knows what a bare value is.
  if (typeof body === 'string' && (route === undefined || route.secret === 'request')) return hidden;
  if (typeof body === 'string' && route?.action === 'import-from-imgdb')
    return `<base64 ${Buffer.from(body, 'base64').length} bytes>`;
  return scrub(body);
}

export function redactedResponse(route: Route | undefined, body: unknown): unknown {
  if (body === undefined) return null;
  return route?.secret === 'response' ? hidden : scrub(body);
}
