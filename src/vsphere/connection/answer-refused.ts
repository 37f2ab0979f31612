/**
 * An answer is not what the contract promises. The reason names what was found and where, and never repeats a piece
 * of the answer: it may hold what nobody should see.
 */
export class AnswerRefused extends Error {
  override readonly name: string = 'AnswerRefused';
}
