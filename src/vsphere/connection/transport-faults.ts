import { certificateRefused } from '../../ports/errors.js';
import { unreadable, type CallAbout, type Faults } from './faults.js';
import { AnswerRefused } from './answer-refused.js';
import { CertificateRefused, ConnectFailed } from './tls.js';

/** Errors of undici for an answer that is no HTTP; one that only ends too early is not among them. */
const isNoHttp = ({ name, code, message }: NodeJS.ErrnoException): boolean =>
  code === 'UND_ERR_HEADERS_OVERFLOW' || (name === 'HTTPParserError' && !message.includes('EOF'));

/** What a failed exchange means: refused, passing, unreadable, or, for a write that may have arrived, an unknown outcome. */
export const transportFault = (error: NodeJS.ErrnoException, call: CallAbout, faults: Faults): Error => {
  const { operation, safe } = call;
  const text = `${operation}: ${error.message}`;
  if (error instanceof CertificateRefused) {
    return faults.error(text, { operation, kind: 'refused', errorType: certificateRefused });
  }
  if (error instanceof ConnectFailed) return faults.error(text, { operation, kind: 'passing' });
  if (error instanceof AnswerRefused) return unreadable(faults, call, error.message);
  if (isNoHttp(error)) return unreadable(faults, call, `the answer is not HTTP: ${error.message}`);
  if (safe)
    return faults.error(`${operation}: answer lost: ${error.message}`, { operation, kind: 'passing' });
  return faults.error(`${operation}: sent, answer lost: ${error.message}`, {
    operation,
    kind: 'unknown-outcome',
  });
};
