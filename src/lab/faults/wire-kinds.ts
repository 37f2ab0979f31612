import { rows } from './row.js';

const ONCE = 'one request, or `count`';
const NO_TRACE = 'ends; what it has done is over';

const body = '`error` (an error of the interface), `html` (what a proxy says) or `none`';

/** Faults of the exchange itself. */
export const wireKinds = rows({
  'drop-answer-after-effect': {
    strikes: 'operation',
    does: 'The request is carried out, then the connection is cut instead of answered.',
    lasts: ONCE,
    healed: NO_TRACE,
    statement:
      'vsphere-rest 3.1: there is no client token; a lost 202 must be looked for among tasks or in the state',
  },
  'reset-before-effect': {
    strikes: 'operation',
    does: 'The connection is cut, nothing is carried out.',
    lasts: ONCE,
    healed: NO_TRACE,
    statement: 'vsphere-rest 3.4: a lost connection is never a failure',
  },
  'half-answer': {
    strikes: 'operation',
    does: 'The request is carried out; the connection is cut in the middle of the body of the answer.',
    lasts: ONCE,
    healed: NO_TRACE,
    statement: 'vsphere-rest 3.4: a lost connection is never a failure',
  },
  'http-500': {
    strikes: 'operation',
    does: 'Answers 500 without carrying out the request.',
    parameters: { body: `${body}; default \`error\`` },
    lasts: ONCE,
    healed: NO_TRACE,
    statement: 'vsphere-rest 2.4: INTERNAL_SERVER_ERROR; 2.2: the body of an error may be no JSON',
  },
  'http-502': {
    strikes: 'operation',
    does: 'Answers 502 as a proxy without its service does.',
    parameters: { body: '`html` or `none`; default `html`' },
    lasts: ONCE,
    healed: NO_TRACE,
    statement: 'vsphere-rest 2.2: proxies answer HTML or plain text while services restart',
  },
  'http-503': {
    strikes: 'operation',
    does: 'Answers 503 without carrying out the request.',
    parameters: { body: `${body}; default \`error\`` },
    lasts: ONCE,
    healed: NO_TRACE,
    statement: 'vsphere-rest 2.4: SERVICE_UNAVAILABLE',
  },
  throttle: {
    strikes: 'operation',
    does: 'Answers that there were too many requests, and when to ask again (`Retry-After`); without a body.',
    parameters: {
      status: '429 or 503; default 429',
      retryAfter: 'seconds as sent, of the client’s own clock; default 1',
    },
    lasts: ONCE,
    healed: NO_TRACE,
    statement: 'vsphere-rest 2.4 names no status for it: this is what proxies before the interface do',
  },
  slow: {
    strikes: 'operation',
    does: 'Waits before the request is carried out.',
    parameters: { seconds: 'lab seconds of the wait; default 60' },
    lasts: ONCE,
    healed: 'ends; a request that waits already waits on',
    statement: 'vsphere-rest 3.4: polling backs off, and long tasks are asked for rarely',
  },
  'expire-session': {
    strikes: 'operation',
    does: 'Ends the session of the request and answers 401, or NotAuthenticated in vim25.',
    lasts: ONCE,
    healed: NO_TRACE,
    statement: 'vsphere-rest 2.1: sessions end; 2.4: log in again on UNAUTHENTICATED',
  },
});
