import type { Command } from 'commander';

/**
 * Refuses an option that is given twice but has one value. Without this the last value counts, and
 * nobody is told. An option collects values where its parser takes the value before, too; that of
 * commander's own `choices` does, and yet keeps the last one alone.
 */
export function refuseRepeats(command: Command): void {
  for (const option of command.options) {
    const takesValue = option.required || option.optional;
    const collects = option.argChoices === undefined && (option.parseArg?.length ?? 0) > 1;
    if (!takesValue || collects) continue;
    let isGiven = false;
    command.on(`option:${option.name()}`, () => {
      if (isGiven) command.error(`error: ${option.long} is given twice; it takes one value.`);
      isGiven = true;
    });
  }
}
