// What Lambda itself writes into a function's log, around whatever the function says.
//
// START, END and REPORT at every invocation: Lambda operator guide, "How CloudWatch structures
// logs". Their texts, and INIT_START at a cold start, are as logs of nodejs24.x and of traced
// functions show them (2026); a line's end counts as a byte.

const id = (length: number): string => 'x'.repeat(length);
const REQUEST_ID = id(36);
const TRACE_ID = id(35);
const SEGMENT_ID = id(16);
const RUNTIME_HASH = id(64);

const START = `START RequestId: ${REQUEST_ID} Version: $LATEST\n`;
const END = `END RequestId: ${REQUEST_ID}\n`;
/** Without the digits of its durations and of the memory's size. */
const REPORT =
  `REPORT RequestId: ${REQUEST_ID}\tDuration: .00 ms\tBilled Duration:  ms\t` +
  'Memory Size:  MB\tMax Memory Used: 100 MB\t\n';
const OF_INIT = 'Init Duration: .00 ms\t';
const INIT_START =
  'INIT_START Runtime Version: nodejs:24.v48\tRuntime Version ARN: ' +
  `arn:aws:lambda:us-east-1::runtime:${RUNTIME_HASH}\n`;
/** A part of the REPORT of an invocation whose trace is kept. */
const OF_TRACE = `XRAY TraceId: ${TRACE_ID}\tSegmentId: ${SEGMENT_ID}\tSampled: true\t\n`;

const ALWAYS_BYTES = START.length + END.length + REPORT.length;

/** What the lines of an invocation say. */
export type ReportedInvocation = {
  readonly durationMs: number;
  readonly billedMs: number;
  /** 0: the environment was there already. */
  readonly initMs: number;
  readonly memoryMb: number;
  /** Whether X-Ray keeps its trace. */
  readonly isSampled: boolean;
};

/** Bytes of the lines that Lambda writes about one invocation. */
export function platformBytes(reported: ReportedInvocation): number {
  const { durationMs, billedMs, initMs, memoryMb, isSampled } = reported;
  return (
    ALWAYS_BYTES +
    digitsOf(durationMs) +
    digitsOf(billedMs) +
    digitsOf(memoryMb) +
    (initMs === 0 ? 0 : INIT_START.length + OF_INIT.length + digitsOf(initMs)) +
    (isSampled ? OF_TRACE.length : 0)
  );
}

function digitsOf(value: number): number {
  let digits = 1;
  for (let left = value; left >= 10; left /= 10) digits += 1;
  return digits;
}
