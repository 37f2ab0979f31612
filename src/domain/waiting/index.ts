export { renderWaitingReference, WAITING_TEXTS, type WaitingText } from './texts.js';
