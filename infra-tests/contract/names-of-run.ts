// Names of what a run of the suite makes, which no other run gives.

/** What begins every name of one run, and a name that nothing has yet. */
export type NamesOfRun = {
  readonly run: string;
  freshName(prefix: string): string;
};

/** Names that no earlier run of the suite took either, on an engine that keeps running. */
export function namesOfRun(): NamesOfRun {
  const run = `contract-${Date.now().toString(36)}${process.pid.toString(36)}`;
  let names = 0;
  return {
    run,
    freshName: (prefix) => {
      names += 1;
      return `${run}-${names}-${prefix}`;
    },
  };
}
