export { createRestDoor } from './door.js';
export { restRoutes } from './routes/index.js';
export type { RestDoorOptions, WireExchange } from './types.js';
