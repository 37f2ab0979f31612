import type { LabFaultRule } from '../faults/rule.js';

/** An answer that stands for none of the interface's own, unless `error` asks for one of those. */
export interface Refusal {
  readonly status: 429 | 500 | 502 | 503;
  readonly body: 'error' | 'html' | 'none';
  readonly headers: Readonly<Record<string, string>>;
}

const TITLES = {
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
} as const;

/** What a rule answers instead of carrying out the request; undefined = it is no such rule. */
export function refusalOf({ kind, body, status, retryAfter }: LabFaultRule): Refusal | undefined {
  switch (kind) {
    case 'http-500':
      return { status: 500, body: body ?? 'error', headers: {} };
    case 'http-502':
      return { status: 502, body: body ?? 'html', headers: {} };
    case 'http-503':
      return { status: 503, body: body ?? 'error', headers: {} };
    case 'throttle':
      return { status: status ?? 429, body: 'none', headers: { 'Retry-After': String(retryAfter ?? 1) } };
    default:
      return undefined;
  }
}

/** The page of a proxy that has nothing better to say. */
export const proxyPage = (status: keyof typeof TITLES): string =>
  `<html><head><title>${status} ${TITLES[status]}</title></head><body><h1>${status} ${TITLES[status]}</h1>` +
  '<p>no healthy upstream</p></body></html>\n';
