// The way in for every root script: `node packages/workspace/bootstrap.mjs COMMAND [ARGS]`. Plain JavaScript
// without dependencies, because it runs on whatever Node the machine has, before anything is installed.

const OLDEST_NODE_THAT_CAN_BOOTSTRAP = 18;
const major = Number(process.versions.node.split(".")[0]);

if (major < OLDEST_NODE_THAT_CAN_BOOTSTRAP) {
  console.error(
    `gradus: Node ${process.versions.node} is too old to set itself up; install Node 18 or newer`,
  );
  process.exitCode = 1;
} else {
  // Imported only now: an older Node would stop at syntax it does not know, with a stack trace.
  import("./bootstrap/main.mjs").then(({ main }) => main(process.argv.slice(2)));
}
