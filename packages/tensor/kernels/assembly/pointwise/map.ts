/** The loop of every kernel `y = f(x)`. */
import { floats, VECTOR } from "../vector";

/** `y[i] = f(x[i])`. `F` has one method `of`; the loop is compiled anew for each, with the method's body inside. */
@inline
export function map<F>(n: i32, x: usize, y: usize): void {
  const f = changetype<F>(0);
  const end = x + floats(n);
  while (x < end) {
    v128.store(y, f.of(v128.load(x)));
    x += VECTOR;
    y += VECTOR;
  }
}
