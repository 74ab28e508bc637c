/** Numbers that many functions use, where `constant` reads them. */

export const ONE: usize = memory.data<f32>([1]);
export const HALF: usize = memory.data<f32>([0.5]);
export const TWO: usize = memory.data<f32>([2]);
/** ln 2 in two parts, the first with so few bits that its product with a small whole number is exact. */
export const LN2_HIGH: usize = memory.data<f32>([0.693359375]);
export const LN2_LOW: usize = memory.data<f32>([-2.1219444005469057e-4]);
