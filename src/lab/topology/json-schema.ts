import { z } from 'zod';
import { Topology } from './schema.js';

/** JSON Schema of topology files as published in `examples/topologies`, for editors. */
export function topologyJsonSchema(): string {
  const schema = z.toJSONSchema(Topology, { io: 'input', reused: 'inline' });
  return `${JSON.stringify({ title: 'Topology of a simulated Trust Authority estate', ...schema }, null, 2)}\n`;
}
