import { commands, invocation, unknownCommand } from "./commands.mjs";
import { Failure, oneLine } from "./failure.mjs";
import { childPath, ensureInstalled, ensureTools } from "./install.mjs";
import { become } from "./process.mjs";
import { root } from "./workspace.mjs";

/**
 * @param {string[]} argv
 * @returns {Promise<void>}
 */
export async function main([name = "", ...args]) {
  try {
    if (name === "pnpm") {
      const tools = await ensureTools();
      await become(tools.pnpm, args, {
        cwd: root,
        env: { ...process.env, ...childPath(tools, process.env) },
      });
    }
    if (!Object.hasOwn(commands, name)) throw unknownCommand(name);
    const tools = await ensureInstalled();
    const { node, env } = invocation(root, name, args);
    await become(tools.node, node, {
      cwd: root,
      env: { ...process.env, ...childPath(tools, process.env), ...env },
    });
  } catch (error) {
    console.error(`gradus: ${oneLine(error)}`);
    process.exit(error instanceof Failure ? error.exitCode : 1);
  }
}
