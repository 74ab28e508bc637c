/** What all tokenizers have in common. */

/** Text to numbers and back. */
export interface Tokenizer {
  /** How many tokens there are: ids are 0 to `size` - 1. */
  readonly size: number;
  /** The ids of a text, in order. */
  encode(text: string): Int32Array;
  /** The text of ids. @throws RangeError where an id is none of this tokenizer's */
  decode(ids: ArrayLike<number>): string;
  /** Plain data, from which {@link tokenizerFromJSON} makes an equal one. */
  toJSON(): { readonly type: string };
}
