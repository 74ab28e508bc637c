/** Names of tensors as PyTorch writes them, of properties as TypeScript does. */

/**
 * The properties of a module under the names that they have in PyTorch's state: `runningMean` is `running_mean`. So a state
 * can be exchanged, and the code need not look foreign.
 */
export function inSnakeCase(owner: object): object {
  return Object.fromEntries(Object.entries(owner).map(([name, value]) => [snakeCase(name), value]));
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
