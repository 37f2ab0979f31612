export { createEsxDoor } from './doors/esx-door.js';
export type { EsxDoor } from './doors/esx-door.js';
export { createSoapDoor } from './doors/soap-door.js';
export type { SoapDoor } from './doors/soap-door.js';
