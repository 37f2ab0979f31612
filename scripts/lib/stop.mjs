/** Something a person must put right: shown as one sentence, never as a stack trace. */
export class Stop extends Error {}

/**
 * Runs a script. A `Stop` ends it with its sentence; anything else is our mistake and keeps its stack.
 *
 * @param {() => Promise<number | void>} work answers the exit code, 0 when it answers nothing
 */
export async function runScript(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    if (error instanceof Stop) console.error(error.message);
    else console.error(error);
    process.exitCode = 1;
  }
}
