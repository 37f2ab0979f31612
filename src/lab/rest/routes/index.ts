import type { Route } from '../types.js';

/** Every operation of the Automation API that the lab answers. */
export const restRoutes: readonly Route[] = [];
