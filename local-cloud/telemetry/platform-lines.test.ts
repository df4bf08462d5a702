import { platformBytes } from './platform-lines.ts';

const requestId = '3c5f0f0e-7d2a-4c39-9a52-5f2a0d6a8a11';

/** The lines of one invocation as a log shows them, ends of lines included. */
function log(report: string, before = '', after = ''): number {
  const lines = [
    before,
    `START RequestId: ${requestId} Version: $LATEST\n`,
    `END RequestId: ${requestId}\n`,
    `REPORT RequestId: ${requestId}\t${report}\t\n${after}`,
  ];
  return Buffer.byteLength(lines.join(''));
}

test('a warm invocation has three lines', () => {
  const memory = 'Memory Size: 256 MB\tMax Memory Used: 104 MB';
  const bytes = log(`Duration: 41.37 ms\tBilled Duration: 42 ms\t${memory}`);
  const warm = { durationMs: 42, billedMs: 42, initMs: 0, memoryMb: 256, isSampled: false };
  expect(platformBytes(warm)).toBe(bytes);
});

test('a cold start has one more, and a sampled trace is named at the end', () => {
  const memory = 'Memory Size: 1024 MB\tMax Memory Used: 104 MB';
  const bytes = log(
    `Duration: 1345.02 ms\tBilled Duration: 1602 ms\t${memory}\tInit Duration: 256.91 ms`,
    'INIT_START Runtime Version: nodejs:24.v48\tRuntime Version ARN: ' +
      `arn:aws:lambda:us-east-1::runtime:${'5'.repeat(64)}\n`,
    `XRAY TraceId: 1-6ab0c2d4-${'e'.repeat(24)}\tSegmentId: ${'f'.repeat(16)}\tSampled: true\t\n`,
  );
  const cold = { durationMs: 1_346, billedMs: 1_602, initMs: 256, memoryMb: 1_024 };
  expect(platformBytes({ ...cold, isSampled: true })).toBe(bytes);
});
