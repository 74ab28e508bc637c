/** Data that came from outside. */
import { Tensor } from "@gradus/tensor";
import { z } from "zod";

/** Any number: zod's own refuses NaN and infinities. */
export const number: z.ZodType<number> = z.custom<number>(
  (value) => typeof value === "number",
  "is no number",
);

/** A tensor. */
export const tensor: z.ZodType<Tensor> = z.instanceof(Tensor);

/** A whole number, at least 0. */
export const count: z.ZodType<number> = z.number().int().min(0);

/**
 * `value`, if it has this form.
 *
 * @throws TypeError that names the first part which has not
 */
export function checked<T>(form: z.ZodType<T>, value: unknown, what: string): T {
  const result = form.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue === undefined || issue.path.length === 0 ? "" : ` at ${issue.path.join(".")}`;
  throw new TypeError(
    `${what}${path}: ${issue?.message}; it was saved by something else, or has been damaged`,
  );
}
