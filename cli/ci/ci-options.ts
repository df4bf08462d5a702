// `--junit` and `--github`, for every command that checks verdicts or thresholds.
import { type Command, InvalidArgumentError } from 'commander';

/** Where the checks of a command go, beside its exit code. */
export interface CiOptions {
  /** The path of the JUnit file. */
  readonly junit?: string | undefined;
  /** Whether failed checks are printed as annotations of GitHub Actions. */
  readonly github?: boolean | undefined;
}

/** Adds `--junit` and `--github`. */
export function withCiOptions(command: Command): Command {
  return command
    .option('--junit <file>', 'write verdicts and thresholds as a JUnit file, for CI', filePath)
    .option('--github', 'print what failed as annotations of GitHub Actions');
}

function filePath(text: string): string {
  if (text !== '' && !/[/\\]$/.test(text)) return text;
  throw new InvalidArgumentError('It takes the path of a file, such as junit.xml.');
}
