// node .ci/summary.mjs FOLDER: the runner's closing line. Tests count one by one, by vitest's report; a test file that
// could not be loaded counts as one failure; every other stage counts as one.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2] ?? ".";
const read = (name) => readFileSync(join(folder, name), "utf8");

let passed = 0;
let failed = 0;
let skipped = 0;

for (const line of read("stages.txt").trim().split("\n")) {
  const [name, exitCode] = line.split(" ");
  if (name === "tests") countTests(Number(exitCode));
  else if (exitCode === "0") passed++;
  else failed++;
}

if (existsSync(join(folder, "lessons.json"))) showLessons();
countGpuModes();
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed > 0 ? 1 : 0;

function countTests(exitCode) {
  const before = failed;
  try {
    const report = JSON.parse(read("tests.json"));
    passed += report.numPassedTests;
    failed += report.numFailedTests;
    skipped += report.numPendingTests + report.numTodoTests;
    failed += report.testResults.filter(
      (file) => file.status === "failed" && file.assertionResults.length === 0,
    ).length;
  } catch {
    console.log("the tests left no whole report");
  }
  // What no single test stands for: no report, an error outside of every test, coverage too low.
  if (exitCode !== 0 && failed === before) failed++;
}

/** One line: how many tests passed on each mode of the gpu backend. A mode that must be there and has none is a failure. */
function countGpuModes() {
  const required = (process.env.GRADUS_REQUIRE_GPU_MODES ?? "").split(",").filter((mode) => mode !== "");
  const found = Object.fromEntries(required.map((mode) => [mode, 0]));
  try {
    for (const { assertionResults } of JSON.parse(read("tests.json")).testResults) {
      for (const { status, ancestorTitles } of assertionResults) {
        const mode = gpuMode(ancestorTitles);
        if (mode !== undefined && status === "passed") found[mode] = (found[mode] ?? 0) + 1;
      }
    }
  } catch {
    // That there is no report has been said.
  }
  const counts = Object.entries(found).map(([mode, count]) => `${mode} ${count}`);
  if (counts.length > 0) console.log(`tests on the gpu backend, by mode: ${counts.join(", ")}`);
  for (const mode of required) {
    if (found[mode] > 0) continue;
    console.log(`the gpu backend was not tested on ${mode}, as GRADUS_REQUIRE_GPU_MODES demands`);
    failed++;
  }
}

function gpuMode([first, second]) {
  if (first === "in a browser" && second?.startsWith("on web")) return `browser-${second.slice(3)}`;
  return first?.startsWith("gpu on ") ? first.slice(7) : undefined;
}

/** One line for each lesson, then its faults, from `gradus dev check --json`. */
function showLessons() {
  try {
    for (const { lesson, tasks, tests, mutants, killed, diagnosed, faults } of JSON.parse(
      read("lessons.json"),
    ).lessons) {
      const answers = `${killed} of ${mutants} mutants killed, ${diagnosed} diagnosed`;
      console.log(`lesson ${lesson}: ${tasks} tasks, ${tests} tests, ${answers}, ${faults.length} faults`);
      for (const fault of faults) console.log(`  ${fault}`);
    }
  } catch {
    console.log("the lessons left no whole report");
  }
}
