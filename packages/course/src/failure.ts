/** An error that the person at the terminal can mend: printed as one line, without a stack trace. */
export class UserError extends Error {
  override name = "UserError";
}

/** An error for a file that may not be written. */
export function cannotWrite(file: string, error: unknown): UserError {
  const { code = "", message } = error as NodeJS.ErrnoException;
  const reason = {
    EACCES: "no permission",
    EPERM: "no permission",
    EROFS: "a read-only disk",
    ENOSPC: "the disk is full",
  };
  return new UserError(
    `cannot write ${file}: ${reason[code as keyof typeof reason] ?? message}; make it writable and try again`,
  );
}
