#!/usr/bin/env node
/** The `gradus` command. */
import { Command, CommanderError } from "commander";
import { check } from "./commands/check.ts";
import { devCheckCommand, devNewCommand, devStubsCommand } from "./commands/dev.ts";
import { hint } from "./commands/hint.ts";
import { learn } from "./commands/learn.ts";
import { reset } from "./commands/reset.ts";
import { status } from "./commands/status.ts";
import { UserError } from "./failure.ts";
import { findCourse } from "./lesson/lessons.ts";
import { readerLanguage } from "./lesson/text.ts";
import { checkSettings } from "./settings.ts";

/** What commander says of a wrong option, which may be two lines and a full stop. */
function oneLine(message: string): string {
  return message
    .trim()
    .replace(/^error: /, "")
    .replaceAll("\n", " ")
    .replace(/\.$/, "");
}

const language = readerLanguage();
const gradus = new Command("gradus")
  .description("Learn how deep learning works by writing it. Without a command: where you stand.")
  .configureOutput({
    outputError: (message, write) => write(`gradus: ${oneLine(message)}; see: gradus --help\n`),
  })
  .exitOverride()
  .showHelpAfterError(false)
  .usage("[command] [options]")
  .argument("[command]")
  .action((command?: string) => {
    if (command !== undefined) throw new UserError(`there is no command "${command}"; see: gradus --help`);
    status(findCourse(), false, language);
  });

gradus
  .command("learn [lesson]")
  .description("open a lesson and check it on every save")
  .action((lesson?: string) => learn(findCourse(), lesson, language));
gradus
  .command("check [lesson]")
  .description("check one lesson, or all that were begun, once")
  .option("--json", "print machine-readable results")
  .action(async (lesson: string | undefined, { json = false }: { json?: boolean }) => {
    if (!(await check(findCourse(), lesson, json, language))) process.exitCode = 1;
  });
gradus
  .command("hint <task>")
  .description("the next hint for a task, such as 04.backward")
  .option("--level <level>", "1, 2 or 3")
  .action((task: string, { level }: { level?: string }) => hint(findCourse(), task, level, language));
gradus
  .command("reset <lesson>")
  .description("start a lesson afresh; what you wrote is kept in learn/.backup/")
  .action((lesson: string) => reset(findCourse(), lesson));
gradus
  .command("status")
  .description("where you stand")
  .option("--json", "print machine-readable results")
  .action(({ json = false }: { json?: boolean }) => status(findCourse(), json, language));

const dev = gradus.command("dev").description("for the authors of lessons");
dev
  .command("check [lesson]")
  .description("check the author's laws: stubs fail, solutions pass, mutants die, stubs in sync, ...")
  .option("--json", "print machine-readable results")
  .action(async (lesson: string | undefined, { json = false }: { json?: boolean }) => {
    if (!(await devCheckCommand(findCourse(), lesson, json))) process.exitCode = 1;
  });
dev
  .command("stubs [lesson]")
  .description("regenerate stubs and fingerprints from the library")
  .action((lesson?: string) => devStubsCommand(findCourse(), lesson));
dev
  .command("new <name>")
  .description("make the skeleton of a lesson, such as 06-tensors")
  .action((name: string) => devNewCommand(findCourse(), name));

try {
  checkSettings();
  await gradus.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode;
  } else {
    const [message] = (error instanceof Error ? error.message : String(error)).split("\n");
    // What the person at the terminal cannot mend is ours: the way to the place helps whoever reports it.
    const ours = error instanceof UserError ? "" : " (GRADUS_DEBUG=1 shows where)";
    process.stderr.write(`gradus: ${message}${ours}\n`);
    if (ours !== "" && process.env["GRADUS_DEBUG"]) console.error(error);
    process.exitCode = 1;
  }
}
