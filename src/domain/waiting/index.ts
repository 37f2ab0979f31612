export { renderWaitingReference, WAITING_TEXTS } from './texts.js';
