import { recovery } from './scenarios/recovery.ts';
console.log(await recovery.measure());
process.exit(0);
