// What a deploy target is to tests: something that starts, answers on loopback and stops for good.

/** A deploy target that can be started on this machine, without Docker and without an account. */
export interface Engine {
  readonly name: string;
  /**
   * Installs what is missing, starts the engine on a free loopback port and waits until it answers.
   * @throws {EngineError} it cannot be installed here, or it did not become healthy in time
   */
  start(): Promise<RunningEngine>;
}

/** An engine that answers. Whoever holds it must stop it; `withEngine` does so in every case. */
export interface RunningEngine {
  readonly name: string;
  /** `http://127.0.0.1:<port>`, for every service. */
  readonly endpoint: string;
  /** Seconds that the installation took (0 when there was nothing to do), and the start. */
  readonly installSeconds: number;
  readonly startSeconds: number;
  /** A whole environment for child processes: ours without AWS settings, plus `awsEnvironment`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the engine and every process that it started; harmless when called again. */
  stop(): Promise<void>;
  /** The last lines of the engine's own log, for error messages. */
  logTail(): string;
}

/** An engine could not be installed, started or kept alive; the message says what to do. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/** Starts the engine, lends it to `use`, and stops it whatever happens. */
export async function withEngine<T>(
  engine: Engine,
  use: (running: RunningEngine) => Promise<T>,
): Promise<T> {
  const running = await engine.start();
  try {
    return await use(running);
  } finally {
    await running.stop();
  }
}
