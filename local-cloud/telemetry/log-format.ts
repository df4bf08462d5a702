// How what a function says and counts becomes lines of its log: that is up to the libraries that
// its code uses on AWS, so whoever hands in the code says it.

/** What one invocation counted under one name. */
export type CountedMetric = {
  /** How often it was counted. */
  calls: number;
  /** Characters of all values together. */
  valueChars: number;
  sum: number;
};

/** The variables of a function. */
export type FunctionVariables = Readonly<Record<string, string>>;

/** The libraries' side of a log line. */
export type LogFormat = {
  /** What an entry's line has beside the entry itself as JSON. */
  readonly entryFrameBytes: number;
  /**
   * The lines at an invocation's end that say what it counted, by name.
   * @returns their bytes, and the series that they feed: each is one custom metric on the bill
   */
  countedLines(
    counted: ReadonlyMap<string, CountedMetric>,
    env: FunctionVariables,
  ): { readonly bytes: number; readonly series: readonly string[] };
};

/** Entries as JSON, and metrics that reach CloudWatch without a line, each as one series. */
export const plainFormat: LogFormat = {
  entryFrameBytes: 0,
  countedLines: (counted) => ({ bytes: 0, series: [...counted.keys()] }),
};
