/** Prose in several languages: English always, others where somebody wrote them. */
import { z } from "zod";

/** The languages a lesson can speak. */
export type Language = "en" | "es";

/** One text, keyed by language. */
export interface Text {
  readonly en: string;
  readonly es?: string | undefined;
}

export const textSchema: z.ZodType<Text> = z.object({
  en: z.string().min(1),
  es: z.string().min(1).optional(),
});

/** The text in the wanted language, in English where there is none. */
export function say(text: Text, language: Language): string {
  return text[language] ?? text.en;
}

/** The language of the reader: `GRADUS_LANG`, else `LC_ALL`, `LC_MESSAGES`, `LANG`; English if none is known here. */
export function readerLanguage(env: NodeJS.ProcessEnv = process.env): Language {
  const locale = env["GRADUS_LANG"] ?? env["LC_ALL"] ?? env["LC_MESSAGES"] ?? env["LANG"] ?? "";
  return locale.startsWith("es") ? "es" : "en";
}
