export { renderOpenApi } from './openapi.js';
export { createApi } from './server.js';
export { createToken, hashToken } from './tokens.js';
