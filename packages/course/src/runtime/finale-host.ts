/** The child process that runs a lesson's finale with the student's files plugged in. */
import { plugIn, type Replacements } from "./plug-in.ts";

const { replacements, finale } = JSON.parse(process.env["GRADUS_FINALE"] as string) as {
  replacements: Replacements;
  finale: string;
};
plugIn(replacements);
try {
  await import(finale);
} catch (error) {
  // One line: whoever reads this wants to know which task is missing, not where our code called it.
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
