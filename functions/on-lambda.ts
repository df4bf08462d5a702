import { lambdaRuntime, type Runtime } from '#adapters/runtime.ts';

/** A function of the stack: given what surrounds it, it makes its handler. */
export type FunctionCode<Input, Output> = (runtime: Runtime) => (input: Input) => Promise<Output>;

/**
 * Puts a function on real Lambda. The handler is made at the first invocation, so that importing a
 * function's file, as the local cloud does, touches neither environment nor network.
 */
export function onLambda<Input, Output>(
  code: FunctionCode<Input, Output>,
): (input: Input) => Promise<Output> {
  let started: { handle: (input: Input) => Promise<Output>; publishMetrics(): void } | undefined;
  return async (input) => {
    if (started === undefined) {
      const runtime = lambdaRuntime();
      started = { handle: code(runtime), publishMetrics: () => runtime.publishMetrics() };
    }
    try {
      return await started.handle(input);
    } finally {
      started.publishMetrics();
    }
  };
}
