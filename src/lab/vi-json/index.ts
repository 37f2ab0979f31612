export { serveViJson } from './door.js';
