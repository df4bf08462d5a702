// What came of a peer's suite, and which of it is a step back.

/** How one test of a peer came out on the local cloud. */
export type PeerOutcome = 'agrees' | 'differs' | 'unsupported';

/** A suite's results: the tests' ids by outcome, each list sorted. */
export type PeerSuiteResult = {
  readonly suite: string;
  readonly version: string;
  readonly outcomes: Readonly<Record<PeerOutcome, readonly string[]>>;
};

/** One line of the plugin `peer_outcomes.py`. */
export type PeerLine = {
  readonly id: string;
  readonly outcome: string;
  readonly why: string;
  readonly verified: boolean;
  readonly lacked: readonly string[];
};

/** Reads the plugin's lines. What pytest skipped says nothing, so it is left out. */
export function readPeerLines(text: string): PeerLine[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines
    .map((line) => JSON.parse(line) as PeerLine)
    .filter(({ outcome }) => outcome !== 'skipped');
}

/** A test that failed after it had asked for something unsupported is no difference. */
export function outcomeOf({ outcome, why, lacked }: PeerLine): PeerOutcome {
  if (outcome === 'passed') return 'agrees';
  // What a class of tests has set up in vain is reported once, and fails each of its tests.
  const isLacking = lacked.length > 0 || why.includes('LocalCloudUnsupported');
  return isLacking ? 'unsupported' : 'differs';
}

/** The results of a suite. */
export function suiteResult(
  suite: string,
  version: string,
  lines: readonly PeerLine[],
): PeerSuiteResult {
  const idsOf = (wanted: PeerOutcome): string[] =>
    lines
      .filter((line) => outcomeOf(line) === wanted)
      .map(({ id }) => id)
      .sort();
  const [agrees, differs, unsupported] = [idsOf('agrees'), idsOf('differs'), idsOf('unsupported')];
  return { suite, version, outcomes: { agrees, differs, unsupported } };
}

/** Tests that agreed when the suite was recorded and do not any more, or were not run. */
export function stepsBack(recorded: PeerSuiteResult, now: PeerSuiteResult): string[] {
  const agreesNow = new Set(now.outcomes.agrees);
  return recorded.outcomes.agrees.filter((id) => !agreesNow.has(id));
}
