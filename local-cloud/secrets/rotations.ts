// Rotation of secrets by functions: on a schedule of days, and when somebody asks for it.

import { type Clock, type JsonObject, ServiceError } from '../service.ts';
import type { Secret } from './secret.ts';

/** Invokes a function by its ARN, and fails if it does. */
export type InvokeRotation = (functionArn: string, event: JsonObject) => Promise<void>;

/** What rotations need. */
export type RotationsOptions = {
  clock: Clock;
  nextVersionId: () => string;
  invoke: InvokeRotation;
};

/** How a secret is rotated. */
export type Rotation = { readonly functionArn: string; readonly everyDays: number | undefined };

/** User guide, "Rotation function steps": in this order, each after the one before it is done. */
const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;

const DAY_MS = 86_400_000;

/** Which secrets are rotated, by which functions. */
export class Rotations {
  readonly #options: RotationsOptions;
  readonly #byArn = new Map<string, Rotation>();

  constructor(options: RotationsOptions) {
    this.#options = options;
  }

  /** Rotates a secret from now on, the first time after its days. */
  schedule(secret: Secret, rotation: Rotation): void {
    this.#byArn.set(secret.arn, rotation);
    if (rotation.everyDays !== undefined) this.#waitFor(secret, rotation.everyDays * DAY_MS);
  }

  /** How a secret is rotated, if it is. */
  of(secret: Secret): Rotation | undefined {
    return this.#byArn.get(secret.arn);
  }

  /**
   * Begins to rotate a secret; the steps follow while time goes on. One that fails ends it.
   * @returns the id of the new version
   * @throws {ServiceError} InvalidRequestException: no function rotates it
   */
  begin(secret: Secret, versionId = this.#options.nextVersionId()): string {
    const rotation = this.of(secret);
    if (rotation === undefined) {
      throw new ServiceError(
        'InvalidRequestException',
        'No Lambda rotation function ARN is associated with this secret.',
      );
    }
    // A rotation that failed leaves the secret as it is, and the function's own log says why.
    this.#run(secret, rotation, versionId).catch(() => {});
    return versionId;
  }

  async #run({ arn }: Secret, { functionArn }: Rotation, versionId: string): Promise<void> {
    for (const Step of STEPS) {
      const event = { Step, SecretId: arn, ClientRequestToken: versionId, RotationToken: '' };
      await this.#options.invoke(functionArn, event);
    }
  }

  #waitFor(secret: Secret, everyMs: number): void {
    this.#options.clock.at(this.#options.clock.nowMs() + everyMs, () => {
      this.begin(secret);
      this.#waitFor(secret, everyMs);
    });
  }
}
