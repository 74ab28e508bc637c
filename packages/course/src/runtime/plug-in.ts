/**
 * Runs the library with other files in place of its own: the student's, a solution's, a mutant's. Loaded only inside
 * the child process that runs them.
 */
import { registerHooks } from "node:module";

/** File URLs: library file → the file that stands in for it. */
export type Replacements = Readonly<Record<string, string>>;

/** From now on, whoever imports a replaced library file gets its replacement, under whatever name it is imported. */
export function plugIn(replacements: Replacements): void {
  const standIns = new Map(Object.entries(replacements));
  const originals = new Map([...standIns].map(([original, standIn]) => [standIn, original]));
  registerHooks({
    resolve(specifier, context, nextResolve) {
      // A stand-in may lie where no node_modules folder is in sight: its packages are those of the file it replaces.
      const original = context.parentURL === undefined ? undefined : originals.get(context.parentURL);
      const bare = !/^(\.|\/|[a-z]+:)/.test(specifier);
      const result = nextResolve(
        specifier,
        bare && original !== undefined ? { ...context, parentURL: original } : context,
      );
      const standIn = standIns.get(result.url);
      return standIn === undefined ? result : { ...result, url: standIn, format: "module-typescript" };
    },
  });
}
