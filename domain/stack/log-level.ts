// What a function logs under each level, as Powertools for AWS Lambda does it.
import { stackSettings } from './stack-settings.ts';

/** How much a line matters, or how much one has to matter to be logged. */
export type LogLevel = (typeof stackSettings.logLevel.choices)[number];

/** Whether a line of a level is logged where lines of `threshold` and above are. */
export function isLogged(level: LogLevel, threshold: LogLevel): boolean {
  const levels: readonly LogLevel[] = stackSettings.logLevel.choices;
  return levels.indexOf(level) >= levels.indexOf(threshold);
}

/** The level that an environment variable names; `info`, as in Powertools, where it names none. */
export function logLevelNamed(text: string | undefined): LogLevel {
  const level = text?.toLowerCase();
  return stackSettings.logLevel.choices.find((choice) => choice === level) ?? 'info';
}
