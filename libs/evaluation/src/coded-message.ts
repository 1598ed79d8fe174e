/**
 * What a sentence says, for readers of another language: a code, and what fills the places of the sentence in its order.
 * `names` are fields or features.
 */
export interface CodedMessage<Code extends string = string> {
  readonly code: Code;
  readonly values: readonly number[];
  readonly names?: readonly string[];
}
