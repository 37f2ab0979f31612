import type { OperationEnd } from '../../domain/operations/index.js';
import type { OperationInput } from './input.js';
import { operate } from './operate.js';

/** Puts the evidence about base images, as it was read for the plan, into the story of a run. @rule QB-6, DG-5 */
export async function reviewBaseImages(input: OperationInput): Promise<OperationEnd> {
  return operate(input, 'review-base-images', async (operation, { details: { lines } }) =>
    operation.step('review', async () => {
      for (const line of lines) operation.tell(line);
      return `${lines.length} base images reviewed`;
    }),
  );
}
