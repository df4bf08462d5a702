import type { TargetOptions } from '#cli/stack/target-options.ts';

/** For tests: the options of a command that operates an engine, as they are when none is given. */
export const atEngine: TargetOptions = { target: 'engine', yes: false };
