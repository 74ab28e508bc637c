/** A line of the suite: a method of a backend, on random inputs. */
import type { Backend, Storage, View } from "@gradus/tensor/backend/backend";
import type { DType } from "@gradus/tensor/dtype";
import * as fc from "fast-check";
import type { Bound } from "./bounds.ts";
import type { Block } from "./views.ts";

/** A call of one method. */
export interface Call {
  readonly blocks: readonly Block[];
  /** Types of the blocks that do not have the type under test: indices, conditions. */
  readonly types?: readonly (DType | undefined)[];
  readonly run: Run;
  /** Where a bound is a fraction of something else than 1: what of, from the absolute values of the blocks. */
  readonly scale?: Run;
}

type Run = (backend: Backend, views: readonly View[], dtype: DType) => readonly Storage[];

/** A method, or one of its kernels. */
export interface MethodCase {
  readonly name: string;
  readonly calls: fc.Arbitrary<Call>;
  readonly bound: Bound;
  /** Whether the bound is a fraction of what comes out when all inputs are positive. */
  readonly scaled?: boolean;
  /** Types that it is for, beside float32. */
  readonly others?: readonly DType[];
  /** How often it is called at most, where calls are large. */
  readonly runs?: number;
}

/** All but float32. */
export const everyType: readonly DType[] = ["float64", "int32", "bool"];
/** Those with arithmetic. */
export const numbers: readonly DType[] = ["float64", "int32"];
/** The other float. */
export const floats: readonly DType[] = ["float64"];

/** Which axes of an operand are stretched. */
export const stretches = (rank: number): fc.Arbitrary<boolean[]> =>
  fc.oneof(
    fc.constant(new Array<boolean>(rank).fill(false)),
    fc.array(fc.boolean(), { minLength: rank, maxLength: rank }),
  );
