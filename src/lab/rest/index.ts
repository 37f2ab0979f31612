export { createRestDoor } from './door.js';
export type { RestDoor } from './door.js';
export { defaultLimits } from './limits.js';
export type { ListLimits } from './limits.js';
export { restRoutes } from './routes/index.js';
export type { RestDoorOptions, WireExchange, WireLog } from './types.js';
