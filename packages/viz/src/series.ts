/** A named curve; a value that is not finite leaves a gap. */
export interface Series {
  readonly name: string;
  readonly values: ArrayLike<number>;
}
