import type { Command } from 'commander';

/**
 * Refuses an option that is given twice but has one value. Without this the last value counts, and
 * nobody is told. An option collects values where its parser takes the value before, too.
 */
export function refuseRepeats(command: Command): void {
  for (const option of command.options) {
    const takesValue = option.required || option.optional;
    if (!takesValue || (option.parseArg?.length ?? 0) > 1) continue;
    let isGiven = false;
    command.on(`option:${option.name()}`, () => {
      if (isGiven) command.error(`error: ${option.long} is given twice; it takes one value.`);
      isGiven = true;
    });
  }
}
