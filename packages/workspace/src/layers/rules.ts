/** What one package of the workspace may import. Names are folders: `scalar` stands for `@gradus/scalar`. */
export interface Rule {
  /** Packages of the workspace that its source may import. */
  readonly imports: readonly string[];
  /** Packages whose types alone it may import: `import type`, gone at run time. */
  readonly types?: readonly string[];
  /** Further packages that its tests and benchmarks may import. */
  readonly tests?: readonly string[];
  /** Libraries from outside that its source may import; absent: any that its package.json declares. */
  readonly libraries?: readonly string[];
}

const engine = ["tensor", "optim", "nn", "data", "train"];
const model: Rule = { imports: [...engine, "viz", "onnx", "demo"], tests: ["gradcheck"] };
const lesson: Rule = { imports: ["gradcheck", "scalar", ...engine, "viz", "course"] };

/**
 * The floors: an arrow points down only. A folder that is not named here may import nothing of ours, so a new
 * package gets its line before it gets its first import.
 */
export const rules: { readonly [folder: string]: Rule } = {
  gradcheck: { imports: [], libraries: ["fast-check"] },
  scalar: { imports: [], tests: ["gradcheck"], libraries: [] },
  tensor: { imports: [], tests: ["gradcheck"] },
  optim: { imports: ["tensor"], tests: ["gradcheck"] },
  nn: { imports: ["tensor"], tests: ["gradcheck"] },
  data: { imports: ["tensor"] },
  train: { imports: ["tensor", "optim", "nn", "data"], tests: ["gradcheck"] },
  viz: { imports: [], types: ["scalar", "tensor"] },
  onnx: { imports: ["tensor"], tests: ["nn"] },
  demo: { imports: ["tensor", "nn", "train", "viz"], tests: ["optim"] },
  "models/*": model,
  course: { imports: ["gradcheck", "viz"] },
  "exercises/*": lesson,
  "solutions/*": lesson,
  tour: { imports: ["gradcheck", "scalar", ...engine, "viz", "course", "demo", "models/*"] },
  bench: { imports: ["gradcheck", "scalar", ...engine, "viz", "course", "models/*"] },
  workspace: { imports: [] },
};

/** The line of the table that holds for a folder: its own, or its parent's `*`. */
export function ruleOf(folder: string, table: typeof rules = rules): Rule {
  return table[folder] ?? table[`${folder.split("/")[0]}/*`] ?? { imports: [] };
}

/** Is a folder among those that a line of the table names? */
export function names(list: readonly string[] | undefined, folder: string): boolean {
  return list?.some((name) => name === folder || name === `${folder.split("/")[0]}/*`) ?? false;
}
