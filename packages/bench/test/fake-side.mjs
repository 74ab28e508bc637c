// A side of the tensor benchmark that does no work: its result and its times are its arguments. FOLDER RESULT JSON
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

const [, resultFile, json] = process.argv.slice(2);
const { result, answers, error, note, crash } = JSON.parse(json);
if (crash !== undefined) throw new Error(crash);
if (error !== undefined) {
  console.log(JSON.stringify({ error }));
  process.exit();
}
writeFileSync(resultFile, Float32Array.from(result));
console.log("a library greets its users");
console.log(JSON.stringify({ ready: true, note }));
let asked = 0;
createInterface({ input: process.stdin }).on("line", () => {
  const answer = answers[Math.min(asked++, answers.length - 1)];
  console.log(JSON.stringify({ milliseconds: answer, busy: 1, ...(typeof answer === "object" && answer) }));
});
