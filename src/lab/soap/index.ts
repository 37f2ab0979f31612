export { createEsxDoor } from './doors/esx-door.js';
export { createSoapDoor } from './doors/soap-door.js';
